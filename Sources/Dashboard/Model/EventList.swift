import RunState
import Wording

/// The lines of the events pane as one list, newest first, made only as far as they are looked at.
///
/// The run's journal, the source's notices and controls of this session whose outcome is known stand where they
/// happened; controls that nobody has answered yet come last, as *now*.
struct EventList {
  private enum Source {
    case journal
    case notice
    case own
  }

  private let journal: Journal
  private let notices: [JournalEntry]
  /// Not in the log; by rising event.
  private let settled: [OwnControl]
  private let waiting: [OwnControl]
  private let utcOffset: Int
  /// Places of those that are listed; `nil` where all are.
  private let journalPlaces: EventSieve.Found?
  private let noticePlaces: EventSieve.Found?

  init(_ model: DashboardModel) {
    journal = model.run.journal
    notices = model.feed.notices
    let sieve = model.listedEvents
    journalPlaces = sieve?.journal
    noticePlaces = sieve?.notices
    let own = model.ownControls.filter { !$0.isLogged && (sieve == nil || model.lists($0)) }
    waiting = own.filter { $0.settled == nil }
    settled = own.enumerated().filter { $0.element.settled != nil }.sorted { one, other in
      let (a, b) = (one.element.settled?.event ?? 0, other.element.settled?.event ?? 0)
      return (a, one.offset) < (b, other.offset)
    }.map(\.element)
    utcOffset = model.clock.utcOffset
  }

  var count: Int { journalCount + noticeCount + settled.count + waiting.count }

  private var journalCount: Int { journalPlaces?.count ?? journal.count }
  private var noticeCount: Int { noticePlaces?.count ?? notices.count }
  private func journalEntry(_ index: Int) -> JournalEntry { journal[journalPlaces?[index] ?? index] }
  private func notice(_ index: Int) -> JournalEntry { notices[noticePlaces?[index] ?? index] }

  /// So many lines, newest first, without the `skipped` newest.
  ///
  /// - Complexity: O(skipped + count).
  func lines(skipping skipped: Int, count wanted: Int) -> [EventsPane.Line] {
    var lines: [EventsPane.Line] = []
    var index = 0
    func add(_ line: () -> EventsPane.Line) {
      if index >= skipped { lines.append(line()) }
      index += 1
    }
    for own in waiting.reversed() where lines.count < wanted { add { Self.line(own) } }
    var (left, right, others) = (journalCount, noticeCount, settled.count)
    while lines.count < wanted {
      // The latest of the three; of one moment: what became of a control, what became of the file, the journal.
      var latest: (source: Source, event: Int)?
      if left > 0 { latest = (.journal, journalEntry(left - 1).event) }
      if right > 0, case let event = notice(right - 1).event, event >= latest?.event ?? .min {
        latest = (.notice, event)
      }
      if others > 0, let event = settled[others - 1].settled?.event, event >= latest?.event ?? .min {
        latest = (.own, event)
      }
      guard let latest else { break }
      switch latest.source {
      case .journal:
        left -= 1
        add { Self.line(journalEntry(left), utcOffset) }
      case .notice:
        right -= 1
        add { Self.line(notice(right), utcOffset) }
      case .own:
        others -= 1
        add { Self.line(settled[others]) }
      }
    }
    return lines
  }

  private static func line(_ entry: JournalEntry, _ utcOffset: Int) -> EventsPane.Line {
    let role: ThemeRole
    switch entry.severity {
    case .info: role = .text
    case .good: role = .good
    case .warning: role = .warning
    case .error: role = .error
    }
    return EventsPane.Line(
      step: entry.step.map { String($0) } ?? "",
      time: entry.time.flatMap { ScreenText.clock($0, utcOffset: utcOffset) } ?? "",
      text: printableText(entry.text, limit: 1000), role: role,
      isAlarm: entry.subject == .alarm && entry.severity != .good, event: entry.event)
  }

  private static func line(_ own: OwnControl) -> EventsPane.Line {
    let role: ThemeRole
    switch own.status {
    case .writing, .pending, .unconfirmed: role = .warning
    case .obeyed: role = .good
    case .failed, .refused, .notObeyed: role = .error
    }
    let step = own.settled.map { $0.step.map { String($0) } ?? "" }
    return EventsPane.Line(
      step: step ?? "now", time: "", text: own.sentence, role: role, isAlarm: false,
      event: own.settled?.event)
  }
}

extension OwnControl {
  /// As the events pane has it.
  var sentence: String {
    var text = "\(ScreenText.control(control))  \(status.text)"
    if isPending, let step = watch.givenStep { text += ", given at step \(step)" }
    return text
  }
}
