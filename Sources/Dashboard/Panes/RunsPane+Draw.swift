import TerminalCells

extension RunsPane {
  /// A column of the table, with its heading; the name stands before them.
  enum Column: Int, CaseIterable {
    case condition, step, decisions, reward, recent, saved, alarms

    var heading: String {
      switch self {
      case .condition: "state"
      case .step: "step"
      case .decisions: "decisions"
      case .reward: "mean reward"
      case .recent: "now"
      case .saved: "calls saved"
      case .alarms: "alarms"
      }
    }

    var width: Int {
      switch self {
      case .condition: 13
      case .step: 7
      case .decisions: 9
      case .reward, .saved: 11
      case .recent: 7
      case .alarms: 14
      }
    }

    var isText: Bool { self == .condition || self == .alarms }

    /// The first to go where it is narrow.
    private static let dispensable: [Column] = [.condition, .step, .saved, .recent, .decisions]
    /// Cells of the number before a name and of the marks beside it.
    static let headWidth = 3
    private static let gap = 1
    private static let goodName = 18
    private static let mostName = 40

    /// The columns that fit beside names of so many cells, and the cells that are left for one.
    static func fitting(width: Int, longestName: Int) -> (columns: [Column], nameWidth: Int) {
      let least = min(goodName, longestName)
      var columns = allCases
      func left() -> Int { columns.reduce(width - headWidth) { $0 - $1.width - gap } }
      for column in dispensable where left() < least { columns.removeAll { $0 == column } }
      return (columns, max(1, min(mostName, left())))
    }
  }

  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    RunsPane(model, width: rect.width, height: rect.height - 1).draw(into: &painter, rect: rect)
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .runs, name: "Runs", detail: detail)
    if let emptyText {
      painter.sentences(
        [emptyText], in: CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1))
      return
    }
    drawTable(into: &painter, rect: rect)
    drawShares(into: &painter, rect: rect)
  }

  private func drawTable(into painter: inout Painter, rect: CellRect) {
    let start = rect.x + 1 + Column.headWidth
    guard rect.height > 1 else { return }
    painter.write("run", x: start, y: rect.y + 1, width: nameWidth, .heading)
    var x = start + nameWidth + 1
    for column in columns {
      let width = width(of: column, x: x, rect: rect)
      if column.isText {
        painter.write(column.heading, x: x, y: rect.y + 1, width: width, .heading)
      } else {
        painter.writeTrailing(column.heading, right: x + width, y: rect.y + 1, width: width, .heading)
      }
      x += width + 1
    }
    for (index, row) in rows.enumerated() where rect.y + 2 + index < rect.bottom {
      draw(row, into: &painter, rect: rect, y: rect.y + 2 + index, nameWidth: nameWidth)
    }
  }

  /// The last column has what is left.
  private func width(of column: Column, x: Int, rect: CellRect) -> Int {
    column == .alarms ? max(0, rect.right - 1 - x) : column.width
  }

  private func draw(_ row: Row, into painter: inout Painter, rect: CellRect, y: Int, nameWidth: Int) {
    if row.isFocused { painter.write("▸", x: rect.x + 1, y: y, width: 1, .key) }
    painter.write(String(row.number), x: rect.x + 2, y: y, width: 1, .key)
    var x = rect.x + 1 + Column.headWidth
    painter.write(row.name, x: x, y: y, width: nameWidth, row.isFocused ? .runName : .text)
    x += nameWidth + 1
    for column in columns {
      let width = width(of: column, x: x, rect: rect)
      func put(_ text: String) { painter.writeTrailing(text, right: x + width, y: y, width: width) }
      switch column {
      case .condition: painter.write(row.condition.text, x: x, y: y, width: width, row.condition.role)
      case .step: put(row.step)
      case .decisions: put(row.decisions)
      case .reward: put(row.reward)
      case .recent:
        painter.writeTrailing(row.recent, right: x + width - 1, y: y, width: width - 1)
        if let arrow = row.direction?.arrow { painter.write(arrow, x: x + width - 1, y: y, width: 1, .key) }
      case .saved: put(row.saved)
      case .alarms: painter.write(row.alarms.text, x: x, y: y, width: width, row.alarms.role)
      }
      x += width + 1
    }
    if row.isFocused { painter.select(CellRect(x: rect.x, y: y, width: rect.width, height: 1)) }
  }

  private func drawShares(into painter: inout Painter, rect: CellRect) {
    guard let span else { return }
    let keys = SeriesKey.keys(ids, slots: painter.colorCount)
    let place = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    for (cell, share) in zip(grid.cells, shares) {
      let area = CellRect(x: rect.x + cell.x, y: rect.y + cell.y, width: cell.width, height: cell.height)
      painter.write(
        "\(share.isFocused ? "▸" : " ")\(share.number) \(share.name)", x: area.x, y: area.y,
        width: area.width,
        share.isFocused ? .titleFocused : .title)
      let chart = CellRect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
      if let columns = share.area {
        columns.draw(into: &painter, keys: share.ids.compactMap { place[$0].map { keys[$0] } }, in: chart)
      } else {
        painter.sentences(["No decisions yet."], in: chart)
      }
    }
    for x in grid.axes {
      painter.positions(span, x: rect.x + x, y: rect.y + grid.axisLine, width: grid.cellWidth)
    }
  }
}
