import TerminalCells

extension EventsPane {
  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    EventsPane(model, width: rect.width, height: rect.height - 1)
      .draw(into: &painter, rect: rect)
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .events, name: title, detail: detail)
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    if let emptyText {
      painter.sentences([emptyText], in: body)
      return
    }
    var y = body.y
    for (index, line) in lines.enumerated() {
      let rows = CellRect(x: rect.x, y: y, width: rect.width, height: line.rows.count).intersection(body)
      painter.spot(.event(above: lines.count - 1 - index), rows)
      draw(line, into: &painter, x: rect.x + 1, y: y, bottom: body.bottom, right: rect.right - 1)
      if line.isSelected {
        painter.write("▸", x: rect.x, y: y, width: 1, .key)
        let height = min(line.rows.count, body.bottom - y)
        painter.select(CellRect(x: rect.x, y: y, width: rect.width, height: height))
      }
      y += line.rows.count
    }
  }

  private func draw(_ line: Line, into painter: inout Painter, x: Int, y: Int, bottom: Int, right: Int) {
    var x = x
    let isWaiting = line.step == "now"
    guard y < bottom else { return }
    painter.writeTrailing(
      line.step, right: x + columns.stepWidth, y: y, width: columns.stepWidth, isWaiting ? line.role : .axis)
    x += columns.stepWidth + 2
    if columns.hasTimes {
      painter.write(line.time, x: x, y: y, width: 8, .faint)
      x += 10
    }
    for (index, row) in line.rows.enumerated() where y + index < bottom {
      var start = index == 0 ? x : x + Self.indent
      if index == 0, line.isAlarm { start += painter.write("▲ ", x: x, y: y, width: 2, line.role) }
      let marks = line.marks.indices.contains(index) ? line.marks[index] : []
      painter.write(row, marking: marks, x: start, y: y + index, width: right - start, line.role)
    }
  }
}
