import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Wording

/// A pin or a ban in words: what, since when, by whom, and for how long yet.
struct BadgeWords: Equatable {
  /// `PIN math`.
  private var words: String
  var isPin: Bool
  /// The step since which it is in force; `nil` where the log has none, or its control is no longer listed.
  var since: Int?
  var by: String?
  var reason: String?
  /// Steps that it still has.
  var left: Int?
  /// A decision has shown that it is not obeyed.
  var isUnobeyed = false

  init(_ badge: AllowedSet.Badge, _ run: RunState) {
    isPin = badge.isPin
    words = badge.isPin ? "PIN" : "BAN"
    if let category = badge.category { words += " " + printableText(category, limit: 32) }
    left = badge.remainingSteps(from: run.progress.routingStep)
    guard let record = run.controls.record(of: badge.sequence) else { return }
    add(record)
    if run.unobeyedControls.contains(where: { $0.record.control.sequence == badge.sequence }) {
      isUnobeyed = true
    }
  }

  /// A control that stands and is not obeyed, though nothing has acknowledged it.
  init(unobeyed record: ControlRecord) {
    isPin = record.control.action == .pin
    words = record.control.words
    if let category = record.control.category { words += " " + printableText(category, limit: 32) }
    add(record)
    isUnobeyed = true
  }

  private mutating func add(_ record: ControlRecord) {
    since = record.applied?.step ?? record.step
    by = record.control.by.map { printableText($0, limit: 24) }
    reason = record.control.reason.map { printableText($0, limit: 200) }
  }

  var role: ThemeRole { isUnobeyed ? .error : isPin ? .pin : .ban }

  /// `PIN math`, `BAN unobeyed`.
  var short: String { isUnobeyed ? words + " unobeyed" : words }
  /// `BAN since 89`, `BAN since 11 unobeyed`: it is the control that stands since then.
  var sinceStep: String { words + (since.map { " since \($0)" } ?? "") + (isUnobeyed ? " unobeyed" : "") }
  /// `BAN since 89 (12 left)`.
  var sinceAndLeft: String { sinceStep + leftWords(spoken: false) }
  /// `BAN since step 89 by ana (12 left)`.
  var whole: String { sentence + leftWords(spoken: false) }

  /// `BAN since step 89 by ana`.
  private var sentence: String {
    words + (since.map { " since step \($0)" } ?? "") + (by.map { " by \($0)" } ?? "")
      + (isUnobeyed ? ", unobeyed" : "")
  }

  /// `BAN since step 89 by ana, 12 steps left: length hacking`.
  var spoken: String { sentence + leftWords(spoken: true) + (reason.map { ": \($0)" } ?? "") }

  private func leftWords(spoken: Bool) -> String {
    guard let left else { return "" }
    return spoken ? ", \(formatCount(left, of: "step")) left" : " (\(formatCompact(Double(left))) left)"
  }
}
