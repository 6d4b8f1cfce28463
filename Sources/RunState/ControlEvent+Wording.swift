import RouterEngine
import RunEvents

extension ControlEvent {
  /// The control as the allowed set takes it; `nil` for those that concern the RMs themselves.
  public var verb: ControlRequest.Verb? {
    switch action {
    case .pin: .pin
    case .unpin: .unpin
    case .ban: .ban
    case .unban: .unban
    case .add, .remove, .forget, .reset: nil
    }
  }

  /// Whether it goes on being in effect: decisions can disobey it long after.
  var isLasting: Bool {
    switch action {
    case .pin, .ban: undoes == nil
    default: false
    }
  }

  /// Whether a later control says something else about the same thing.
  func supersedes(_ earlier: ControlEvent) -> Bool {
    guard category == earlier.category else { return false }
    switch (action, earlier.action) {
    case (.pin, .pin), (.pin, .unpin), (.unpin, .pin), (.unpin, .unpin): return true
    case (.ban, .ban), (.ban, .unban), (.unban, .ban), (.unban, .unban):
      return rewardModel == earlier.rewardModel
    default: return false
    }
  }

  /// `BAN grm-gemma2-2b for category math, next 200 steps`, printable.
  var sentence: String {
    var text = undoes == nil ? action.word.uppercased() : "UNDO " + action.word
    if let rewardModel { text += " " + printableText(rewardModel, limit: 64) }
    if case .forget(let keep) = action { text += " keep \(keep)" }
    if let category { text += " for category " + printableText(category, limit: 64) }
    if let steps { text += ", next \(steps) step\(steps == 1 ? "" : "s")" }
    return text
  }

  /// `   ops: length hacking`, printable; empty without author and reason.
  var remark: String {
    let parts = [by, reason].compactMap(\.self).map { printableText($0, limit: 256) }.filter { !$0.isEmpty }
    return parts.isEmpty ? "" : "   " + parts.joined(separator: ": ")
  }

  /// With texts of a length that a long run can keep.
  var trimmed: ControlEvent {
    var copy = self
    copy.by = by.map { printableText($0, limit: 256) }
    copy.reason = reason.map { printableText($0, limit: 1024) }
    if case .add(let name, let cost, _) = action {
      copy.action = .add(name: name.map { printableText($0, limit: 256) }, cost: cost, prior: nil)
    }
    return copy
  }
}
