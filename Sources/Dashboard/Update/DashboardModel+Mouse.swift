import TerminalCells

extension DashboardModel {
  /// Lines of the help and of the events that a notch of the wheel moves.
  private static let wheelLines = 3

  /// F2: the mouse is asked for, or given back to the terminal, which selects text with it.
  mutating func toggleMouse() {
    guard session.hasMouse else {
      status = StatusLine("this terminal cannot be asked for the mouse", isError: true)
      return
    }
    view.usesMouse.toggle()
    view.draggedBorder = nil
    let key = session.keys.label(of: .useMouse)
    status = StatusLine(
      view.usesMouse
        ? "mouse: click on rows, titles, markers and hints, drag borders, turn the wheel; \(key) gives it back to the terminal"
        : "the mouse is the terminal's own again")
  }

  /// What the mouse did.
  mutating func take(_ mouse: MouseEvent) -> [Effect] {
    guard view.usesMouse else { return [] }
    switch mouse.kind {
    case .press:
      status = nil
      return click(mouse.x, mouse.y)
    case .drag:
      guard let border = view.draggedBorder else {
        // Along the scrub bar.
        guard view.overlay == nil, let target = spot(mouse.x, mouse.y), case .moment = target else {
          return []
        }
        return click(on: target)
      }
      view.sizes.move(border, of: layout, toX: mouse.x, y: mouse.y)
    case .release: view.draggedBorder = nil
    case .wheelUp: return turn(-1, mouse.x, mouse.y)
    case .wheelDown: return turn(1, mouse.x, mouse.y)
    }
    return []
  }

  private mutating func click(_ x: Int, _ y: Int) -> [Effect] {
    view.draggedBorder = nil
    let target = spot(x, y)
    if case .key(let key) = target { return update(.key(key)) }
    switch view.overlay {
    case nil: break
    case .help:
      if target == nil { view.overlay = nil }
      return []
    case .themePicker(let index, let before):
      if case .theme(let chosen) = target, chosen != index {
        view.overlay = .themePicker(index: chosen, before: before)
        moveRow(by: 0)
        return []
      }
      // A second click keeps it, one beside the list gives it up.
      if case .theme = target { return perform(.accept, by: .enter) }
      return target == .box ? [] : perform(.close, by: .escape)
    case .prompt: return []
    }
    if let target, case .moment = target { return click(on: target) }
    view.draggedBorder = view.zoomed == nil ? layout.border(atX: x, y: y) : nil
    guard let pane = layout.pane(atX: x, y: y)?.pane else { return [] }
    if view.zoomed == nil { view.focus = pane }
    return target.map { click(on: $0) } ?? []
  }

  private mutating func click(on target: MouseTarget) -> [Effect] {
    switch target {
    case .rewardModel(let id): view.selected = id
    case .column(let column):
      if view.sort.column == column {
        view.sort.isReversed.toggle()
      } else {
        view.sort = TableSort()
        view.sort.column = column
      }
    case .category(let name): view.category = name
    case .metric(let name): view.metric = name
    case .event(let above):
      view.eventCursor = view.eventScroll + above
      showEventCursor()
    case .marker(let event): return move(to: .event(event))
    case .moment(let event): return move(to: .event(event))
    case .key, .theme, .box: break
    }
    return []
  }

  private mutating func turn(_ direction: Int, _ x: Int, _ y: Int) -> [Effect] {
    switch view.overlay {
    case .help: moveRow(by: direction * Self.wheelLines)
    case .themePicker: moveRow(by: direction)
    case .prompt: break
    case nil:
      guard let pane = layout.pane(atX: x, y: y)?.pane else { return [] }
      if pane == .events {
        scrollEvents(by: direction * Self.wheelLines)
      } else {
        view(of: pane).moveRow(by: direction, in: &self)
      }
    }
    return []
  }

  /// Scrolls the events; the selected line comes along as far as it must to stay in sight.
  private mutating func scrollEvents(by count: Int) {
    guard let rect = layout.rect(of: .events) else { return }
    view.eventScroll = min(max(0, view.eventScroll - count), furthestEventScroll)
    let shown = EventsPane(self, width: rect.width, height: rect.height - 1).lines.count
    view.eventCursor = min(
      max(view.eventScroll, view.eventCursor), view.eventScroll + max(0, shown - 1))
  }

  /// What was drawn last at this place, of what can be clicked on.
  private func spot(_ x: Int, _ y: Int) -> MouseTarget? {
    painted(theme: .standard, glyphs: glyphTier, colors: .trueColor, collectsSpots: true)
      .spots.last { $0.rect.contains(x: x, y: y) }?.target
  }
}
