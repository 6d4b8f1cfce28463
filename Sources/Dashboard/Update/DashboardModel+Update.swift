import RunEvents
import RunState
import TerminalCells

/// The one reducer: everything that changes a dashboard is a message, everything it wants done is an effect.
///
/// Pure: no I/O, and no clock but the tick's. Never traps, whatever comes.
extension DashboardModel {
  /// Takes a message in and says what the shell is to do.
  ///
  /// - Complexity: of `.fold` as the lines folded; of keys and ticks O(rows of the key table + RMs).
  package mutating func update(_ message: Message) -> [Effect] {
    var effects: [Effect] = []
    let lines = eventLinesSoFar
    let question = (eventSieve.question, view.searches[.events])
    let wasSeeking = feed.target != nil
    let order = paneOrder
    let isTick = if case .tick = message { true } else { false }
    switch message {
    case .keys(let keys): effects = press(keys)
    case .pasted(let text): paste(text)
    case .mouse(let event): effects = take(event)
    case .background(let shade): follow(shade)
    case .resized(let size): self.size = CellSize(width: max(0, size.width), height: max(0, size.height))
    case .tick(let reading): tick(reading)
    case .lines(let lines, let generation): receive(lines, generation: generation)
    case .fold(let maximum): fold(maximum: maximum)
    case .folded(let fold): receive(fold)
    case .look: look()
    case .source(let report): receive(report)
    case .sourceNotice(let text): receive(notice: text)
    case .historyLost: loseHistory()
    case .sourceRestarted(let afresh): restartSource(afresh: afresh)
    case .readBack(let offsets, let lines):
      readBack.receive(offsets: offsets, lines: lines, segments: run.progress.segments)
    case .controlWritten(let sequence): setDelivery(.written, of: sequence)
    case .controlFailed(let sequence, let error): setDelivery(.failed(error), of: sequence)
    case .controlRefused(let sequence, let reason): setDelivery(.refused(reason), of: sequence)
    case .exported(let path, let rows): receive(exported: path, rows: rows)
    case .exportFailed(let reason), .copyFailed(let reason): _ = refuse(reason)
    case .themeRefused(let reason, let inUse): refuseTheme(reason, inUse: inUse)
    }
    effects += settle()
    if case .offered = feed.lending { effects.append(.foldElsewhere) }
    refreshWhatIf()
    refreshTrends(isOfSource: message.isOfSource)
    settleSelection()
    refreshEvents(after: message)
    // What is being read in the events pane stays where it is while new lines come in below.
    if view.eventScroll > 0 || view.eventCursor > 0, !wasSeeking, feed.target == nil,
      question == (eventSieve.question, view.searches[.events])
    {
      let more = max(0, eventLinesSoFar - lines)
      view.eventScroll += more
      view.eventCursor += more
    }
    keepInBounds()
    effects += inspect()
    if !message.isOfSource { viewChanges &+= 1 }
    // The time alone is seen in the header, and in the order of rows.
    if isTick, order == paneOrder { return effects }
    changes &+= 1
    return effects
  }

  /// What of the panes a tick can change.
  private var paneOrder: PaneOrder {
    PaneOrder(
      rows: heldOrder?.arms, charted: heldOrder?.charted, categories: heldCategories.names,
      selected: view.selected, trends: trends.looks,
      sieved: eventSieve.journal.seen + eventSieve.notices.seen, utcOffset: clock.utcOffset)
  }

  /// Whatever a seek, a new run or a smaller screen left outside is brought back in.
  private mutating func keepInBounds() {
    if view.eventScroll != 0 { view.eventScroll = min(max(0, view.eventScroll), furthestEventScroll) }
    if view.eventCursor != 0 || view.eventScroll != 0, isFocused(.events) { showEventCursor() }
    if view.openMetric != nil, view.zoomed != .metrics { view.openMetric = nil }
    if view.hidden.contains(view.focus) { view.focus = .rewardModels }
    switch view.overlay {
    case .help(let search, let scroll):
      let last = max(0, Keymap.helpRows(search: search, keys: session.keys).count - 1)
      if scroll < 0 || scroll > last {
        view.overlay = .help(search: search, scroll: min(max(0, scroll), last))
      }
    case .themePicker(let index, let before):
      let last = max(0, session.themeNames.count - 1)
      if index < 0 || index > last {
        view.overlay = .themePicker(index: min(max(0, index), last), before: before)
      }
    default: break
    }
  }

  /// Lines that the events pane can scroll through.
  package var eventRowCount: Int { EventList(self).count }

  /// The same with the lines that were dropped from the front, so that it tells how many have come.
  private var eventLinesSoFar: Int {
    guard let listed = listedEvents else {
      return eventRowCount - run.journal.count + run.journal.total
    }
    return eventRowCount - listed.journal.older.count - listed.notices.older.count
  }

  /// With this scroll the oldest line stands at the top of the events pane.
  var furthestEventScroll: Int {
    let rect = layout.rect(of: .events)
    return EventsPane.furthestScroll(self, width: rect?.width ?? 80, height: (rect?.height ?? 2) - 1)
  }
}

private struct PaneOrder: Equatable {
  var rows: [Int]?
  var charted: [Int]?
  var categories: [String]
  var selected: String?
  var trends: Int
  var sieved: Int
  var utcOffset: Int
}

extension Message {
  /// It comes from the source or the clock, not from the viewer.
  fileprivate var isOfSource: Bool {
    switch self {
    case .lines, .fold, .folded, .look, .source, .tick: true
    default: false
    }
  }
}
