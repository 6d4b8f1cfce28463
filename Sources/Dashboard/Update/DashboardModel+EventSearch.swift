import RunState
import TerminalCells
import Wording

/// Which events are listed, and which of them match.
extension DashboardModel {
  /// What is asked of each line.
  private var eventQuestion: EventSieve.Question {
    EventSieve.Question(kind: view.eventKind, pattern: view.searches[.events]?.pattern)
  }

  /// Places of the lines that are listed; `nil` where all are.
  var listedEvents: (journal: EventSieve.Found, notices: EventSieve.Found)? {
    let question = eventQuestion
    guard question != .none, question == eventSieve.question,
      eventSieve.covers(run, generation: feed.generation, notices: feed.notices)
    else { return nil }
    if let search = view.searches[.events], !search.showsAll {
      return (eventSieve.journal.matching, eventSieve.notices.matching)
    }
    return question.kind == .all ? nil : (eventSieve.journal.ofKind, eventSieve.notices.ofKind)
  }

  /// Whether a control that the log does not have is listed where not all is.
  func lists(_ own: OwnControl) -> Bool {
    guard view.eventKind.has(.control) else { return false }
    guard let search = view.searches[.events], !search.showsAll else { return true }
    return search.pattern.matches(own.sentence)
  }

  /// There are lines that have not been looked at yet.
  package var isSearching: Bool { eventSieve.question != .none && !eventSieve.isDone }

  mutating func refreshEvents(after message: Message? = nil) {
    let work: Int
    switch message {
    case .keys, .pasted, .tick, nil: work = EventSieve.patience
    default: work = EventSieve.patienceWhileFolding
    }
    eventSieve.refresh(
      eventQuestion, run, generation: feed.generation, notices: feed.notices, work: work)
  }

  mutating func setEventKind(_ kind: EventKind) {
    view.eventKind = kind
    showNewestMatch()
  }

  /// The list has changed: from its newest line that matches.
  mutating func showNewestMatch() {
    refreshEvents()
    view.eventScroll = 0
    view.eventCursor = 0
    guard let search = view.searches[.events], search.showsAll else { return }
    if let found = event(matching: search.pattern, from: 0, -1).cursor { view.eventCursor = found }
    showEventCursor()
  }

  /// Most work of one look for the next match.
  private static let searchWork = 500_000

  /// `n` is the next line in time, `N` the one before.
  mutating func findEvent(_ pattern: TextPattern, _ direction: Int) {
    let here = view.eventCursor
    var (found, isWhole) = event(matching: pattern, from: here - direction, direction)
    if found == nil, isWhole {
      (found, isWhole) = event(
        matching: pattern, from: direction > 0 ? eventRowCount - 1 : 0, direction)
      if let place = found, place != here {
        status = StatusLine(
          direction > 0 ? "no later match: this is the first" : "no earlier match: this is the last")
      }
    }
    guard let found else {
      status = StatusLine(
        isWhole ? "nothing matches" : "none of the lines near here matches, and looking further takes long")
      return
    }
    view.eventCursor = found
    showEventCursor()
  }

  /// The nearest line that matches, from a place counted from the newest.
  private func event(
    matching pattern: TextPattern, from start: Int, _ direction: Int
  ) -> (cursor: Int?, isWhole: Bool) {
    let list = EventList(self)
    let chunk = 256
    var cost = 0
    var place = start
    while place >= 0, place < list.count {
      let first = direction > 0 ? max(0, place - chunk + 1) : place
      let lines = list.lines(skipping: first, count: direction > 0 ? place - first + 1 : chunk)
      for index in direction > 0 ? Array(lines.indices.reversed()) : Array(lines.indices) {
        if pattern.matches(lines[index].text, cost: &cost) { return (first + index, true) }
        if cost > Self.searchWork { return (nil, false) }
      }
      if lines.isEmpty { break }
      place = direction > 0 ? first - 1 : first + lines.count
    }
    return (nil, true)
  }

  /// `12 of 340`; while lines are still looked at how many have been.
  var eventCount: String {
    let own = ownControls.filter { !$0.isLogged }
    let pattern = view.searches[.events]?.pattern
    let ofKind = eventSieve.journal.ofKind.count + eventSieve.notices.ofKind.count
    let found = eventSieve.journal.matching.count + eventSieve.notices.matching.count
    let ownOfKind = view.eventKind.has(.control) ? own : []
    let ownFound = ownOfKind.count { control in pattern.map { $0.matches(control.sentence) } ?? true }
    let all = run.journal.count + feed.notices.count + own.count
    let total = pattern == nil || view.eventKind == .all ? all : ofKind + ownOfKind.count
    if eventSieve.question == .none { return formatCount(all) }
    let text = "\(formatCount(found + ownFound)) of \(formatCount(total))"
    guard isSearching else { return text }
    return text + ", \(formatCount(eventSieve.journal.seen + eventSieve.notices.seen)) looked at"
  }
}
