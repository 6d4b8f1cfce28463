import TerminalCells

extension EventsPane {
  func draw(into painter: inout Painter, rect: CellRect, isFocused: Bool) {
    painter.title(rect, pane: .events, name: title, detail: detail, isFocused: isFocused)
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    if let emptyText {
      painter.sentences([emptyText], in: body)
      return
    }
    let hasTimes = rect.width >= 100 && lines.contains { !$0.time.isEmpty }
    for (index, line) in lines.enumerated() where index < body.height {
      let y = body.y + index
      var x = rect.x + 1
      painter.writeTrailing(line.step, right: x + stepWidth, y: y, width: stepWidth, .axis)
      x += stepWidth + 2
      if hasTimes {
        painter.write(line.time, x: x, y: y, width: 8, .faint)
        x += 10
      }
      if line.isAlarm { x += painter.write("▲ ", x: x, y: y, width: 2, line.role) }
      painter.write(line.text, x: x, y: y, width: rect.right - 1 - x, line.role)
    }
  }
}
