import TerminalCells
import Wording

extension CategoriesPane {
  /// How the pane is cut up: names, counts, cells of equal width, a total.
  struct Grid: Equatable {
    /// By category; no two alike.
    var names: [String] = []
    var nameWidth = 0
    var countWidth = 0
    /// Columns that there is room for.
    var columns = 0
    var cellWidth = 0
    /// 0 without a last column.
    var totalWidth = 0
    /// Categories that there is room for, and lines of each.
    var rows = 0
    var rowHeight = 1
    var hasTotals = false
    var hasBar = false

    static let leastCell = 5
    /// Cells of a column and lines of a row, where other panes could have the room and where there are none.
    private static let mostCell = (beside: 22, alone: 44)
    private static let mostRowHeight = (beside: 3, alone: 10)

    init() {}

    /// - Parameters:
    ///   - width: of the pane.
    ///   - height: lines below its title.
    ///   - names: of the categories, as the log has them.
    ///   - decisions: of the run: no count is longer.
    ///   - isAlone: the pane has the whole screen.
    ///   - hasNames: false where they stand at the left already.
    init(
      width: Int, height: Int, names: [String], decisions: Int, rewardModels count: Int, isAlone: Bool,
      hasNames: Bool
    ) {
      hasTotals = height >= 4
      // Where one more line shows the last of the categories, the numbers in the cells will do.
      hasBar = height >= 5 && names.count != height - 2
      let lines = max(0, height - 1 - (hasTotals ? 1 : 0) - (hasBar ? 1 : 0))
      rowHeight = max(
        1, min(isAlone ? Self.mostRowHeight.alone : Self.mostRowHeight.beside, lines / max(1, names.count)))
      rows = lines / rowHeight
      countWidth = hasNames ? min(7, max(3, formatCount(decisions).count)) : 0
      totalWidth = hasNames && width >= 70 ? 7 : 0
      let shown = ShownNames(names, width: max(8, min(24, width / 4)), leavesOutPrefix: false) {
        printableText($0, limit: 256)
      }
      self.names = shown.names
      nameWidth = hasNames ? max(3, shown.longest) : 0
      // A blank in front of everything, and one at the end.
      let left = max(0, width - x(of: 0) - totalWidth)
      columns = max(1, min(count, left / (Self.leastCell + 1)))
      cellWidth = max(1, min(isAlone ? Self.mostCell.alone : Self.mostCell.beside, left / columns - 1))
    }

    /// Cells of a reward model's name above its column: its key stands before it.
    var headingWidth: Int { max(1, cellWidth - (cellWidth < 8 ? 1 : 2)) }

    /// First cell of a column, from the left side of the pane.
    func x(of column: Int) -> Int {
      (nameWidth > 0 ? 1 + nameWidth + 1 + countWidth : 0) + 1 + column * (cellWidth + 1)
    }

    /// Lines of a row that are filled: high rows stand a line apart.
    var filledHeight: Int { rowHeight >= 3 ? rowHeight - 1 : rowHeight }
    /// The line of a row that its numbers stand in.
    var textLine: Int { max(0, (filledHeight - 2) / 2) }

    /// The rows that are on the screen, the selected one among them.
    func window(of count: Int, around selected: Int) -> Range<Int> {
      let start = max(0, min(selected - rows / 2, count - rows))
      return start..<min(count, start + rows)
    }
  }
}
