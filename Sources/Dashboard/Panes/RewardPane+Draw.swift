import RunState
import TerminalCells

extension RewardPane {
  /// Cells of the labels at the left.
  static let labelWidth = 6

  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    if model.whatIf != nil {
      return WhatIfRewardPane(model).draw(into: &painter, rect: rect)
    }
    painter.withLegend(rect, pane: pane, of: model) { painter, rect in
      let width = max(0, rect.width - labelWidth)
      let pane = RewardPane(model, columns: width * painter.dotsPerCell, width: width)
      painter.withNumbers(of: pane.beside, in: model, rect: rect) { painter, rect in
        pane.draw(into: &painter, rect: rect)
      }
    }
  }

  static func mark(_ model: DashboardModel) -> ChartMark? {
    model.run.reward.buckets.isEmpty ? nil : ChartMark(model)
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .reward, name: title, detail: detail)
    if let sign = title.firstIndex(of: Self.overallSign) {
      // After the rule's first cell, the marker, the digit and a blank.
      let x = rect.x + 4 + title.distance(from: title.startIndex, to: sign)
      if x < rect.right - 1 {
        painter.buffer.write(
          String(Self.overallSign), x: x, y: rect.y, width: 1, style: painter.theme[.overall])
      }
    }
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard let span, let axis, emptyText == nil else {
      painter.sentences([emptyText ?? "No finite reward in this stretch."], in: body)
      return
    }
    let labels = Self.labelWidth
    let bounds = axis.bounds
    let chart = CellRect(
      x: rect.x + labels, y: rect.y + 1, width: rect.width - labels, height: max(0, rect.height - 2)
    )
    painter.markers(markers, in: chart)
    painter.crosshairLine(span, in: chart)
    let faint = beside + [others].compactMap { $0 }
    painter.draw(faint, bounds: bounds, in: chart)
    var canvas = DotCanvas(
      size: CellSize(width: chart.width, height: chart.height), tier: painter.glyphs)
    for line in lines where !line.curve.abandoned.isEmpty {
      canvas.beginSeries()
      canvas.plot(line.curve.abandoned, bounds: bounds, style: style(line, painter, isFaint: true))
    }
    for line in lines where !line.curve.smooth.isEmpty {
      canvas.beginSeries()
      canvas.plot(
        line.curve.raw, bounds: bounds, style: style(line, painter, isFaint: true), joins: false)
    }
    canvas.edgeArrows(lines.map(\.curve), bounds: bounds, glyphs: painter.glyphs, style: painter.theme[.axis])
    for line in lines where !line.curve.gaps.isEmpty {
      canvas.beginSeries()
      painter.gaps(line.curve, on: &canvas, bounds: bounds, style: style(line, painter, isFaint: true))
    }
    for line in lines {
      canvas.beginSeries()
      let columns = line.curve.smooth.isEmpty ? line.curve.raw : line.curve.smooth
      canvas.plot(columns, bounds: bounds, style: style(line, painter, isFaint: false))
    }
    canvas.beginSeries()
    for mark in lines.flatMap(\.curve.nonFinite) {
      guard let row = canvas.row(of: mark.value, bounds: bounds) else { continue }
      canvas.setMark(
        painter.glyphs == .ascii ? "x" : "×", column: mark.column, row: row,
        style: painter.theme[.nonFinite])
    }
    canvas.draw(into: &painter.buffer, x: chart.x, y: chart.y)
    painter.letters(
      lines.compactMap { line in
        line.arm.map { ($0, line.curve.smooth.isEmpty ? line.curve.raw : line.curve.smooth) }
      }, canvas: canvas, bounds: bounds, chart: chart)
    painter.numbers(of: faint, bounds: bounds, in: chart)
    painter.values(axis, canvas: canvas, chart: chart, x: rect.x, width: labels - 1)
    painter.readout(readout, span, in: chart)
    painter.positions(span, markers, x: chart.x, y: rect.bottom - 1, width: chart.width)
  }

  private func style(_ line: Line, _ painter: Painter, isFaint: Bool) -> CellStyle {
    guard let arm = line.arm else { return painter.theme[isFaint ? .raw : .overall] }
    return isFaint
      ? painter.theme.faintStyle(painter.keys[arm]) : painter.theme.style(painter.keys[arm])
  }
}
