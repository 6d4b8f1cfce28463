import TerminalCells

extension MetricsPane {
  func draw(into painter: inout Painter, rect: CellRect, isFocused: Bool) {
    painter.title(rect, pane: .metrics, name: title, detail: detail, isFocused: isFocused)
    let body = CellRect(
      x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
    if let emptyText {
      painter.sentences([emptyText], in: body)
      return
    }
    for (index, item) in items.enumerated() {
      let place = grid.place(of: index)
      let area = CellRect(
        x: body.x + place.column * (grid.width + 2), y: body.y + place.row * grid.height,
        width: grid.width,
        height: min(grid.drawnHeight, body.bottom - body.y - place.row * grid.height))
      if area.height > 0 { draw(item, into: &painter, area: area) }
    }
  }

  private func draw(_ item: Item, into painter: inout Painter, area: CellRect) {
    let curveStart = grid.nameWidth + Self.valueWidth + 2
    painter.write(item.name, x: area.x, y: area.y, width: grid.nameWidth, .text)
    painter.writeTrailing(
      item.value, right: area.x + curveStart - 1, y: area.y, width: Self.valueWidth,
      item.isFinite ? .overall : .nonFinite)
    if area.height > 1 {
      painter.write(item.range, x: area.x, y: area.y + 1, width: curveStart - 1, .faint)
    }
    guard let bounds = item.bounds, area.width > curveStart else { return }
    var canvas = DotCanvas(
      size: CellSize(width: area.width - curveStart, height: area.height), tier: painter.glyphs)
    if !item.curve.abandoned.isEmpty {
      canvas.plot(item.curve.abandoned, bounds: bounds, style: painter.theme[.raw])
      canvas.beginSeries()
    }
    if item.curve.smooth.isEmpty {
      canvas.plot(item.curve.raw, bounds: bounds, style: painter.theme[.overall])
    } else {
      canvas.plot(item.curve.raw, bounds: bounds, style: painter.theme[.raw], joins: false)
      canvas.beginSeries()
      canvas.plot(item.curve.smooth, bounds: bounds, style: painter.theme[.overall])
    }
    for mark in item.curve.nonFinite {
      guard let row = canvas.row(of: mark.value, bounds: bounds) else { continue }
      canvas.setMark(
        painter.glyphs == .ascii ? "x" : "×", column: mark.column, row: row,
        style: painter.theme[.nonFinite])
    }
    canvas.draw(into: &painter.buffer, x: area.x + curveStart, y: area.y)
  }
}
