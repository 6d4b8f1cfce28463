import TerminalCells

/// Where the two stacked shares of a what-if stand in their pane, and the table of their numbers.
///
/// Rectangles are relative to the pane's, and lie within it.
struct WhatIfShareLayout: Equatable {
  /// Recorded, asked: each without its label at the left and its axis below; empty where there is no room.
  var charts: [CellRect] = []
  /// The charts whose axis is drawn below them: side by side both, one above the other the lower one.
  var axes: [Int] = []
  /// With its heading; `nil` where the number of the selected RM beside each chart has to do.
  var table: CellRect?

  /// Cells of a label and of the number below it.
  static let labelWidth = 9
  /// From this width on the charts stand side by side.
  private static let widthForTwo = 110
  /// From this width on the table stands beside the charts.
  private static let widthForTable = 76
  private static let tableWidth = 34
  /// Lines that a chart can be read in.
  private static let leastHeight = 3

  /// - Parameters:
  ///   - width: of the pane.
  ///   - top: the first free line, counted from the pane's first.
  ///   - bottom: the line after the last.
  ///   - rows: reward models that the table has.
  init(width: Int, top: Int, bottom: Int, rows: Int) {
    guard bottom - top >= 2, width >= Self.labelWidth + 8 else { return }
    var area = CellRect(x: 1, y: top, width: width - 2, height: bottom - top)
    if width >= Self.widthForTable {
      area.width -= Self.tableWidth + 2
      table = CellRect(x: area.right + 2, y: top, width: Self.tableWidth, height: min(area.height, rows + 1))
    } else if area.height >= 2 * Self.leastHeight + 2 + min(rows, 4) {
      let height = min(rows + 1, area.height - 2 * Self.leastHeight - 1)
      area.height -= height
      table = CellRect(x: 1, y: area.bottom, width: area.width, height: height)
    }
    if area.width >= Self.widthForTwo {
      let half = area.width / 2
      charts = [
        CellRect(x: area.x, y: area.y, width: half - 1, height: area.height - 1),
        CellRect(x: area.x + half, y: area.y, width: area.width - half, height: area.height - 1),
      ]
      axes = [0, 1]
    } else {
      // A blank line between them, where they are not too low for it, and the axis.
      let height = (area.height - (area.height > 2 * Self.leastHeight ? 2 : 1)) / 2
      charts = [
        CellRect(x: area.x, y: area.y, width: area.width, height: height),
        CellRect(x: area.x, y: area.bottom - 1 - height, width: area.width, height: height),
      ]
      axes = [1]
    }
    for index in charts.indices {
      charts[index].x += Self.labelWidth
      charts[index].width -= Self.labelWidth
    }
  }
}
