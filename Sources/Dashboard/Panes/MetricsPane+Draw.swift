import TerminalCells

extension MetricsPane {
  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    let dots = painter.dotsPerCell
    if model.view.openMetric != nil {
      MetricChart(model, width: rect.width - MetricChart.labelWidth, dotsPerCell: dots)?
        .draw(into: &painter, rect: rect)
    } else {
      MetricsPane(model, width: rect.width - 2, height: rect.height - 1, dotsPerCell: dots)
        .draw(into: &painter, rect: rect)
    }
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .metrics, name: title, detail: detail)
    let body = CellRect(
      x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
    if let emptyText {
      painter.sentences([emptyText], in: body)
      return
    }
    for (index, item) in items.enumerated() {
      let cell = grid.cell(of: index)
      let area = CellRect(
        x: body.x + cell.column * (grid.width + 2), y: body.y + cell.row * grid.height,
        width: grid.width,
        height: min(grid.drawnHeight, body.bottom - body.y - cell.row * grid.height))
      if area.height > 0 { draw(item, into: &painter, area: area) }
    }
  }

  private func draw(_ item: Item, into painter: inout Painter, area: CellRect) {
    let curveStart = grid.nameWidth + Self.valueWidth + 2
    painter.write(item.name, x: area.x, y: area.y, width: grid.nameWidth, .text)
    if item.isSelected {
      painter.write("▸", x: area.x - 1, y: area.y, width: 1, .key)
      painter.select(CellRect(x: area.x, y: area.y, width: grid.nameWidth, height: 1))
    }
    painter.writeTrailing(
      item.value, right: area.x + curveStart - 1, y: area.y, width: Self.valueWidth,
      item.isFinite ? .overall : .nonFinite)
    if area.height > 1 {
      painter.write(item.range, x: area.x, y: area.y + 1, width: curveStart - 1, .faint)
    }
    guard let bounds = item.bounds, area.width > curveStart else { return }
    let chart = CellRect(
      x: area.x + curveStart, y: area.y, width: area.width - curveStart, height: area.height)
    painter.crosshairLine(item.span, in: chart)
    painter.curve(item.curve, bounds: bounds, in: chart)
  }
}

extension Painter {
  /// A metric's curve, raw and smoothed, with marks where it was not finite.
  @discardableResult
  mutating func curve(_ curve: Curve, bounds: ClosedRange<Double>, in area: CellRect) -> DotCanvas {
    var canvas = DotCanvas(size: CellSize(width: area.width, height: area.height), tier: glyphs)
    if !curve.abandoned.isEmpty {
      canvas.plot(curve.abandoned, bounds: bounds, style: theme[.raw])
      canvas.beginSeries()
    }
    if curve.smooth.isEmpty {
      canvas.plot(curve.raw, bounds: bounds, style: theme[.overall])
    } else {
      canvas.plot(curve.raw, bounds: bounds, style: theme[.raw], joins: false)
      canvas.beginSeries()
      canvas.plot(curve.smooth, bounds: bounds, style: theme[.overall])
    }
    for mark in curve.nonFinite {
      guard let row = canvas.row(of: mark.value, bounds: bounds) else { continue }
      canvas.setMark(glyphs == .ascii ? "x" : "×", column: mark.column, row: row, style: theme[.nonFinite])
    }
    canvas.draw(into: &buffer, x: area.x, y: area.y)
    return canvas
  }
}
