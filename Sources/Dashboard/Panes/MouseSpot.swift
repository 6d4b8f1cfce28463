import TerminalCells

/// What lies under the mouse.
enum MouseTarget: Equatable, Sendable {
  /// A hint: its key is pressed.
  case key(KeyStroke)
  case rewardModel(String)
  /// The title of a column of the table.
  case column(TableSort.Column)
  case category(String)
  case metric(String)
  /// A line of the events, so many above the lowest one shown.
  case event(above: Int)
  /// A marker of a chart: the events folded by its moment.
  case marker(event: Int)
  /// A cell of the scrub bar: the events folded by its moment.
  case moment(event: Int)
  /// A line of the list of themes.
  case theme(Int)
  /// A box over the panes, where it has nothing to click on.
  case box
}

/// Where something can be clicked on: whoever draws it says so, so that a click means what is seen.
struct MouseSpot: Equatable, Sendable {
  var rect: CellRect
  var target: MouseTarget
}

extension Painter {
  /// What was drawn in these cells can be clicked on. Nothing is kept of it but for a click.
  mutating func spot(_ target: MouseTarget, _ rect: CellRect) {
    if collectsSpots { spots.append(MouseSpot(rect: rect, target: target)) }
  }
}
