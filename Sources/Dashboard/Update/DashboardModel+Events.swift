import TerminalCells

extension EventsPane {
  static func moveRow(by count: Int, in model: inout DashboardModel) { model.moveEvent(by: count) }

  static func open(in model: inout DashboardModel) -> [Effect] { model.goToEvent() }

  static func openHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? {
    KeyHint("Enter", "go there", importance: 82)
  }

  static var searchedList: SearchedList? { .events }

  /// The next of all, controls, alarms, faults.
  static func switchView(in model: inout DashboardModel) { model.setEventKind(model.view.eventKind.next) }

  static func switchHint(_ hint: KeyHint, in model: DashboardModel) -> KeyHint? {
    var hint = hint
    hint.word = model.view.eventKind.next.rawValue
    return hint
  }
}

extension DashboardModel {
  /// Another line of the events pane; the pane scrolls as far as it takes to show it.
  mutating func moveEvent(by count: Int) {
    let (moved, overflows) = view.eventCursor.subtractingReportingOverflow(count)
    view.eventCursor = overflows ? 0 : moved
    showEventCursor()
  }

  /// Brings the selected line into the pane. Lines have one to three rows, so what fits is looked at again.
  mutating func showEventCursor() {
    view.eventCursor = min(max(0, view.eventCursor), max(0, eventRowCount - 1))
    guard let rect = layout.rect(of: .events) else { return }
    view.eventScroll = min(view.eventScroll, view.eventCursor)
    let furthest = furthestEventScroll
    while view.eventScroll < furthest {
      let shown = EventsPane(self, width: rect.width, height: rect.height - 1).lines.count
      let missing = view.eventCursor - (view.eventScroll + shown) + 1
      if missing <= 0 { return }
      view.eventScroll = min(furthest, view.eventScroll + missing)
    }
  }

  /// Enter: the moment of the selected line.
  mutating func goToEvent() -> [Effect] {
    guard let line = EventList(self).lines(skipping: view.eventCursor, count: 1).first else {
      return stay("nothing has happened yet")
    }
    guard let event = line.event else {
      return stay("this control still waits for its answer, so there is no moment to go to")
    }
    view.eventCursor = 0
    view.eventScroll = 0
    return move(to: .event(event))
  }
}
