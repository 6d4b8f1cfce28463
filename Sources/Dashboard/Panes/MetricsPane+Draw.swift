import RunState
import TerminalCells

extension MetricsPane {
  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    let dots = painter.dotsPerCell
    if model.view.openMetric != nil {
      guard let chart = MetricChart(model, width: rect.width - MetricChart.labelWidth, dotsPerCell: dots)
      else { return }
      painter.withNumbers(of: chart.beside, in: model, rect: rect) { painter, rect in
        chart.draw(into: &painter, rect: rect)
      }
    } else {
      MetricsPane(model, width: rect.width - 2, height: rect.height - 1, dotsPerCell: dots)
        .draw(into: &painter, rect: rect)
    }
  }

  static func mark(_ model: DashboardModel) -> ChartMark? {
    model.run.metrics.isEmpty ? nil : ChartMark(model, words: model.trends.metricDirections)
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .metrics, name: title, detail: detail)
    let body = CellRect(
      x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
    if let emptyText {
      painter.sentences([emptyText], in: body)
      return
    }
    if let cards {
      draw(cards, into: &painter, body: body)
      return
    }
    for (index, item) in items.enumerated() {
      let cell = grid.cell(of: index)
      let area = CellRect(
        x: body.x + cell.column * (grid.width + 2), y: body.y + cell.row * grid.height,
        width: grid.width,
        height: min(grid.drawnHeight, body.bottom - body.y - cell.row * grid.height))
      guard area.height > 0 else { continue }
      draw(item, into: &painter, area: area)
      painter.spot(.metric(item.metric), area)
    }
  }

  private func draw(_ item: Item, into painter: inout Painter, area: CellRect) {
    let curveStart = grid.nameWidth + Self.valueWidth + 2
    drawName(item, into: &painter, x: area.x, y: area.y, width: grid.nameWidth)
    if item.isSelected {
      painter.select(CellRect(x: area.x, y: area.y, width: grid.nameWidth, height: 1))
    }
    painter.writeTrailing(
      item.value, right: area.x + curveStart - 1, y: area.y, width: Self.valueWidth,
      item.isFinite ? .overall : .nonFinite)
    if area.height > 1 {
      painter.write(item.range, x: area.x, y: area.y + 1, width: curveStart - 1, .faint)
    }
    guard let bounds = item.axis?.bounds, area.width > curveStart else { return }
    let chart = CellRect(
      x: area.x + curveStart, y: area.y, width: area.width - curveStart, height: area.height)
    painter.crosshairLine(item.span, in: chart)
    painter.draw(item.beside, bounds: bounds, in: chart)
    painter.curve(item.curve, bounds: bounds, in: chart)
    painter.numbers(of: item.beside, bounds: bounds, in: chart)
  }

  /// Before the name where the cursor is, or that it is kept at the top.
  private func drawName(_ item: Item, into painter: inout Painter, x: Int, y: Int, width: Int) {
    painter.write(item.name, marking: item.marks, x: x, y: y, width: width, .text)
    if item.isSelected {
      painter.write("▸", x: x - 1, y: y, width: 1, .key)
    } else if item.isKept {
      painter.write("*", x: x - 1, y: y, width: 1, .faint)
    }
  }
}

extension MetricsPane {
  private func draw(_ cards: MetricsGrid, into painter: inout Painter, body: CellRect) {
    for heading in cards.headings {
      painter.write(heading.name, x: body.x, y: body.y + heading.y, width: body.width, .heading)
      let used = textWidth(heading.name) + 1
      painter.buffer.horizontalRule(
        x: body.x + used, y: body.y + heading.y, width: max(0, body.width - used), style: painter.theme[.rule]
      )
    }
    for (card, item) in zip(cards.cards, items) {
      let rect = card.rect
      draw(
        item, card: CellRect(x: body.x + rect.x, y: body.y + rect.y, width: rect.width, height: rect.height),
        into: &painter)
    }
  }

  /// Lines from which on a card has the steps below its chart.
  private static let positionsFrom = 8

  /// Name, last value and trend; below them the chart with its axis.
  private func draw(_ item: Item, card: CellRect, into painter: inout Painter) {
    painter.spot(.metric(item.metric), card)
    let value = item.value + " " + (item.trend?.arrow ?? " ")
    let used = textWidth(value)
    painter.writeTrailing(
      value, right: card.right, y: card.y, width: used, item.isFinite ? .overall : .nonFinite)
    drawName(item, into: &painter, x: card.x, y: card.y, width: max(0, card.width - used - 1))
    if item.isSelected { painter.select(CellRect(x: card.x, y: card.y, width: card.width, height: 1)) }
    let hasPositions = card.height >= Self.positionsFrom
    let chart = CellRect(
      x: card.x + Self.labelWidth, y: card.y + 1, width: card.width - Self.labelWidth,
      height: card.height - (hasPositions ? 2 : 1))
    guard chart.width > 0, chart.height > 0 else { return }
    guard let axis = item.axis else {
      painter.sentences(["no finite value here"], in: chart)
      return
    }
    painter.crosshairLine(item.span, in: chart)
    painter.draw(item.beside, bounds: axis.bounds, in: chart)
    let canvas = painter.curve(item.curve, bounds: axis.bounds, in: chart)
    painter.numbers(of: item.beside, bounds: axis.bounds, in: chart)
    var ticks = axis.scale.ticks(bounds: axis.bounds, rows: min(chart.height, 9))
    // A number that is cut says something else.
    ticks.ticks.removeAll { $0.label.count > Self.labelWidth - 1 }
    painter.values(
      ticks, canvas: canvas, bounds: axis.bounds, x: card.x, y: chart.y, width: Self.labelWidth - 1)
    if hasPositions { painter.positions(item.span, x: chart.x, y: card.bottom - 1, width: chart.width) }
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
      gaps(curve, on: &canvas, bounds: bounds, style: theme[.raw])
      canvas.beginSeries()
      canvas.plot(curve.raw, bounds: bounds, style: theme[.overall])
      canvas.edgeArrows([curve], bounds: bounds, glyphs: glyphs, style: theme[.axis])
    } else {
      canvas.plot(curve.raw, bounds: bounds, style: theme[.raw], joins: false)
      canvas.edgeArrows([curve], bounds: bounds, glyphs: glyphs, style: theme[.axis])
      gaps(curve, on: &canvas, bounds: bounds, style: theme[.raw])
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
