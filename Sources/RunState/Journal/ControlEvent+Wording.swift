package import RouterEngine
package import RunEvents
import Wording

extension ControlEvent {
  /// The control as the allowed set takes it; `nil` for those that concern the RMs themselves.
  package var verb: ControlRequest.Verb? {
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

  /// `BAN grm-gemma2-2b for category math, next 200 steps`, or `undo of BAN grm-gemma2-2b`; printable.
  package var sentence: String {
    var text = words
    if let rewardModel { text += " " + printableText(rewardModel, limit: 256) }
    if case .forget(let keep) = action { text += " keep \(keep)" }
    if let category { text += " for category " + printableText(category, limit: 64) }
    if let steps { text += ", next \(formatCount(steps, of: "step"))" }
    return text
  }

  /// `BAN`; of a control that undoes another what is undone (`undo of BAN`), or what it brings back.
  package var words: String {
    guard undoes != nil else { return action.word.uppercased() }
    switch action {
    case .unpin: return "undo of PIN"
    case .unban: return "undo of BAN"
    default: return "undo: back to " + action.word.uppercased()
    }
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
