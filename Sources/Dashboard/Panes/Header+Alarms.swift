import RunEvents
import RunState
import TerminalCells
import Wording

extension Header {
  /// One thing that is wrong and stands, in few words.
  struct Alarm: Equatable {
    var text: String
    /// What it is about, after the step since which it stands: `BAN gemma` of `NOT OBEYED since 13: BAN gemma`.
    var subject: String?
    var role: ThemeRole
    /// The step at which it began.
    var since: Int?

    init(_ text: String, of subject: String? = nil, role: ThemeRole, since: Int? = nil) {
      self.text = text
      self.subject = subject
      self.role = role
      self.since = since
    }

    var undated: String { text + (subject.map { ": \($0)" } ?? "") }
    var dated: String { text + (since.map { " since \($0)" } ?? "") + (subject.map { ": \($0)" } ?? "") }
  }

  /// What is wrong with the run, the worst first.
  static func alarms(_ model: DashboardModel) -> [Alarm] {
    // What this dashboard sent and the log has not shown is not in the run's state.
    let deaf = model.ownControls.filter {
      if $0.isLogged { return false }
      if case .notObeyed = $0.status { return true }
      return false
    }
    let unwritable = Alarm("the router cannot write its log", role: .error)
    let standing = model.run.conditions.worstFirst.filter(\.isAlarm)
    // The table has the whole ids.
    let names = standing.isEmpty ? [] : model.shortModelNames(width: model.size.width < 100 ? 12 : 18)
    return (model.feed.source.isUnwritable ? [unwritable] : [])
      + deaf.map { Alarm("NOT OBEYED", of: ScreenText.control($0.control), role: .error) }
      + standing.map { condition in
        let role: ThemeRole = condition.isGrave ? .error : .warning
        guard condition.kind == .notObeyed, let arm = condition.arm else {
          return Alarm(condition.headline(condition.arm.map { names[$0] }), role: role, since: condition.step)
        }
        // It is about a control, whose sentence has the id.
        let id = printableText(model.run.rewardModels[arm].info.id, limit: 256)
        let control = condition.subject.replacing(" " + id, with: " " + names[arm], maxReplacements: 1)
        return Alarm("NOT OBEYED", of: control, role: role, since: condition.step)
      }
  }

  /// As many alarms as fit, the worst first, with the number of all and of those left out:
  /// `▲ 3 alarms: grm silent 64 calls · no posterior · +1`.
  ///
  /// - Parameter dated: with the steps since which they stand.
  static func line(_ alarms: [Alarm], cells: Int, dated: Bool = false) -> StyledText? {
    guard let worst = alarms.first, cells > 0 else { return nil }
    func text(_ count: Int) -> String {
      let start = alarms.count == 1 ? "▲ " : "▲ \(formatCount(alarms.count)) alarms: "
      let rest = alarms.count - count
      return start + alarms.prefix(count).map(dated ? \.dated : \.undated).joined(separator: " · ")
        + (rest > 0 ? " · +\(formatCount(rest))" : "")
    }
    let fitting = (1...alarms.count).last { displayWidth(text($0)) <= cells } ?? 1
    return StyledText(truncated(text(fitting), to: cells), worst.role)
  }
}

extension HealthCondition {
  /// Whether the run is of no use, or harmed, while it stands.
  var isGrave: Bool {
    switch kind {
    case .notObeyed, .divergence, .noPosterior: true
    case .notFinite, .noFeedback, .failures: arm == nil
    default: false
    }
  }
}
