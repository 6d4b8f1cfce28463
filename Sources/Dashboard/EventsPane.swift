import RunEvents
import RunState
import TerminalCells

/// Pane 7: what happened, oldest first: the run's journal, the source's notices, and controls of this session that
/// the log does not have yet.
struct EventsPane: Equatable {
  struct Line: Equatable {
    var step: String
    /// `12:40:51`; empty without a time.
    var time: String
    var text: String
    var role: ThemeRole
    var isAlarm: Bool
  }

  var title = "Events"
  var detail: String
  var lines: [Line]
  /// Cells of the longest step.
  var stepWidth: Int
  var emptyText: String?

  /// - Parameter height: lines below the title.
  init(_ model: DashboardModel, height: Int) {
    let journal = model.run.journal
    let notices = model.view.notices
    let own = model.view.ownControls.filter { !$0.isLogged && $0.control.sequence != "" }
    let total = journal.count + notices.count + own.count
    let scroll = max(0, min(model.view.eventScroll, total - height))
    // Both lists are in order of events; only what is shown is merged, from the newest back.
    var needed = max(0, height) + scroll
    var merged: [Line] = []
    for control in own.suffix(needed).reversed() { merged.append(EventsPane.line(control)) }
    needed -= merged.count
    var (left, right) = (journal.count, notices.count)
    while needed > 0, left > 0 || right > 0 {
      let takesNotice = right > 0 && (left == 0 || notices[right - 1].event >= journal[left - 1].event)
      if takesNotice { right -= 1 } else { left -= 1 }
      merged.append(EventsPane.line(takesNotice ? notices[right] : journal[left], model.clock.utcOffset))
      needed -= 1
    }
    lines = merged.dropFirst(scroll).prefix(max(0, height)).reversed()
    stepWidth = max(3, lines.map { $0.step.count }.max() ?? 0)
    detail = scroll > 0 ? "\(formatCount(scroll)) newer below" : total > height ? "following" : ""
    emptyText = total == 0 ? "Nothing has happened yet." : nil
  }

  private static func line(_ entry: JournalEntry, _ utcOffset: Int) -> Line {
    let role: ThemeRole
    switch entry.severity {
    case .info: role = .text
    case .good: role = .good
    case .warning: role = .warning
    case .error: role = .error
    }
    return Line(
      step: entry.step.map { String($0) } ?? "",
      time: entry.time.flatMap { Wording.clock($0, utcOffset: utcOffset) } ?? "",
      text: printableText(entry.text, limit: 1000), role: role, isAlarm: entry.subject == .alarm)
  }

  private static func line(_ own: OwnControl) -> Line {
    let role: ThemeRole
    switch own.status {
    case .writing, .pending, .unconfirmed: role = .warning
    case .obeyed: role = .good
    case .failed, .refused, .notObeyed: role = .error
    }
    return Line(
      step: own.watch.givenStep.map { String($0) } ?? "", time: "",
      text: "\(Wording.control(own.control))  \(own.status.text)", role: role, isAlarm: false)
  }
}
