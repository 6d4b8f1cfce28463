import TerminalCells

/// Where the stacked shares of several runs stand: a grid of cells of one size, one axis below each column.
struct RunsGrid: Equatable {
  /// A title and the area below it, of each run that has room, in order.
  var cells: [CellRect] = []
  /// Cells of the area's width, the same for all.
  var cellWidth = 0
  /// Left ends of the axes, and the line in which they stand.
  var axes: [Int] = []
  var axisLine = 0

  /// A title and so many lines of an area.
  static let leastHeight = 3
  /// Narrower areas than this tell less than fewer wide ones.
  private static let goodWidth = 26
  private static let leastWidth = 10
  private static let gap = 2

  /// As many columns as are wide enough, more where the rows would be too low; none where there is no room at all.
  init(runs: Int, x: Int, y: Int, width: Int, height: Int) {
    guard runs > 0, height > Self.leastHeight, width >= Self.leastWidth else { return }
    func lines(_ columns: Int) -> Int { (height - 1) / ((runs + columns - 1) / columns) }
    func cells(_ columns: Int) -> Int { (width - (columns - 1) * Self.gap) / columns }
    var columns = min(runs, max(1, (width + Self.gap) / (Self.goodWidth + Self.gap)))
    while columns < runs, lines(columns) < Self.leastHeight, cells(columns + 1) >= Self.leastWidth {
      columns += 1
    }
    // A last row that is nearly empty is shared out.
    while columns > 1, (runs + columns - 2) / (columns - 1) == (runs + columns - 1) / columns { columns -= 1 }
    let rows = min((runs + columns - 1) / columns, max(1, (height - 1) / Self.leastHeight))
    let rowHeight = (height - 1) / rows
    cellWidth = cells(columns)
    for index in 0..<min(runs, rows * columns) {
      self.cells.append(
        CellRect(
          x: x + index % columns * (cellWidth + Self.gap), y: y + index / columns * rowHeight,
          width: cellWidth,
          height: rowHeight))
    }
    axes = (0..<min(columns, runs)).map { x + $0 * (cellWidth + Self.gap) }
    axisLine = y + rows * rowHeight
  }
}
