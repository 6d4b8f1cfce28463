import RunState
import TerminalCells
import Wording

extension PosteriorPane {
  /// Cells of the labels at the left.
  static let labelWidth = 6
  /// From these sizes on the densities of the moment stand beside the bands, or below them.
  private static let widthForBoth = 100
  private static let heightForBoth = 22
  /// With more RMs than this, or without faint colours, the selected one's edges are drawn alone.
  private static let mostBands = 6

  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    if model.view.posterior == .densities { return drawDensities(model, into: &painter, rect: rect) }
    var bands = rect
    if model.view.posterior == .bands, model.run.beliefs.hasPoints {
      if rect.width >= widthForBoth {
        bands.width = rect.width * 3 / 5
      } else if rect.height >= heightForBoth {
        bands.height = rect.height * 3 / 5
      }
    }
    guard bands == rect else {
      drawBands(model, into: &painter, rect: bands)
      return drawDensities(model, into: &painter, rect: rect, beside: bands)
    }
    painter.withLegend(rect, pane: pane, of: model) { painter, rect in
      drawBands(model, into: &painter, rect: rect)
    }
  }

  static func mark(_ model: DashboardModel) -> ChartMark? {
    model.run.beliefs.hasPoints ? ChartMark(model, hasBeliefs: true) : nil
  }

  private static func drawBands(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    let width = max(0, rect.width - labelWidth)
    PosteriorPane(model, columns: width * painter.dotsPerCell, width: width)
      .draw(into: &painter, rect: rect)
  }

  /// The densities alone, or in what the bands have left of a rectangle.
  private static func drawDensities(
    _ model: DashboardModel, into painter: inout Painter, rect: CellRect, beside bands: CellRect? = nil
  ) {
    var area = rect
    let moment = model.run.progress.routingStep.map { "at step \(formatCount($0))" } ?? "of this moment"
    let name = "densities \(moment)"
    if let bands, bands.width < rect.width {
      area.x = bands.right + 1
      area.width = rect.right - area.x
      painter.subtitle(name, in: area)
      painter.buffer.verticalRule(
        x: bands.right, y: rect.y + 1, height: rect.height - 1, style: painter.theme[.rule])
    } else if let bands {
      area.y = bands.bottom
      area.height = rect.bottom - area.y
      painter.subtitle(name, in: area)
    } else {
      let title = "Posterior " + name
      let detail = detail(model, title: title, width: rect.width - labelWidth, then: nil)
      painter.title(rect, pane: pane, name: title, detail: detail)
    }
    DensityPlot.draw(
      model, into: &painter,
      rect: CellRect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1))
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .posterior, name: title, detail: detail)
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard let span, let bounds, emptyText == nil else {
      painter.sentences([emptyText ?? "No finite belief in this stretch."], in: body)
      return
    }
    let labels = Self.labelWidth
    let chart = CellRect(
      x: rect.x + labels, y: rect.y + 1, width: rect.width - labels, height: max(0, rect.height - 2))
    painter.markers(markers, in: chart)
    painter.crosshairLine(span, in: chart)
    let faint = [others].compactMap { $0 }
    painter.draw(faint, bounds: bounds, in: chart)
    let canvas = canvas(painter, bounds: bounds, size: CellSize(width: chart.width, height: chart.height))
    canvas.draw(into: &painter.buffer, x: chart.x, y: chart.y)
    if let line = lines.last, let band = line.band {
      let extents = band.extents(width: chart.width, dots: painter.dotsPerCell)
      painter.tint(extents, of: line.arm, canvas: canvas, bounds: bounds, in: chart)
    }
    painter.letters(lines.map { ($0.arm, $0.curve.raw) }, canvas: canvas, bounds: bounds, chart: chart)
    painter.numbers(of: faint, bounds: bounds, in: chart)
    painter.values(
      .vertical(range: bounds, rows: max(min(chart.height, 9), chart.height / 2)), canvas: canvas,
      bounds: bounds, x: rect.x,
      y: chart.y, width: labels - 1)
    painter.readout(readout, span, in: chart)
    painter.positions(span, markers, x: chart.x, y: rect.bottom - 1, width: chart.width)
  }

  /// Branches that were left below all, then edges, then means, each with the selected RM on top.
  private func canvas(_ painter: Painter, bounds: ClosedRange<Double>, size: CellSize) -> DotCanvas {
    var canvas = DotCanvas(size: size, tier: painter.glyphs)
    func style(_ line: Line, isFaint: Bool) -> CellStyle {
      let key = painter.keys[line.arm]
      return isFaint ? painter.theme.faintStyle(key) : painter.theme.style(key)
    }
    for line in lines where !line.curve.abandoned.isEmpty {
      canvas.beginSeries()
      canvas.plot(line.curve.abandoned, bounds: bounds, style: style(line, isFaint: true))
    }
    let hasFaintColors = lines.allSatisfy { painter.theme.tint(painter.keys[$0.arm]) != nil }
    let banded = hasFaintColors && lines.count <= Self.mostBands ? lines : Array(lines.suffix(1))
    for line in banded {
      guard let band = line.band else { continue }
      canvas.beginSeries()
      // Where no colour is fainter than another an edge is its samples, unjoined: a dotted line beside the mean.
      let joins = hasFaintColors
      canvas.plot(band.upper, bounds: bounds, style: style(line, isFaint: true), joins: joins)
      canvas.plot(band.lower, bounds: bounds, style: style(line, isFaint: true), joins: joins)
    }
    for line in lines {
      canvas.beginSeries()
      canvas.plot(line.curve.raw, bounds: bounds, style: style(line, isFaint: false))
    }
    canvas.beginSeries()
    for mark in lines.flatMap(\.curve.nonFinite) {
      guard let row = canvas.row(of: mark.value, bounds: bounds) else { continue }
      canvas.setMark(
        painter.glyphs == .ascii ? "x" : "×", column: mark.column, row: row, style: painter.theme[.nonFinite])
    }
    return canvas
  }
}

extension Painter {
  /// Gives the cells of a band the quiet ground of its RM, where there are colours enough for one.
  ///
  /// - Parameter extents: what lies in the band, by column of cells.
  mutating func tint(
    _ extents: [ClosedRange<Double>?], of arm: Int, canvas: DotCanvas, bounds: ClosedRange<Double>,
    in chart: CellRect
  ) {
    guard let ground = theme.tint(keys[arm]) else { return }
    let dots = Double(DotCanvas.dots(of: canvas.tier).rows)
    for (column, extent) in extents.enumerated() where column < chart.width {
      guard let extent else { continue }
      let top = canvas.position(of: extent.upperBound, bounds: bounds)
      let bottom = canvas.position(of: extent.lowerBound, bounds: bounds)
      // Cells whose middle is in the band.
      let first = min(max(0, ((top + 0.5) / dots - 0.5).rounded(.up)), Double(chart.height))
      let last = max(min(Double(chart.height - 1), ((bottom + 0.5) / dots - 0.5).rounded(.down)), -1)
      guard first <= last else { continue }
      let cells = CellRect(
        x: chart.x + column, y: chart.y + Int(first), width: 1, height: Int(last - first) + 1)
      buffer.restyle(cells) { $0.background = ground }
    }
  }

  /// A name in the rule above a part of a pane.
  mutating func subtitle(_ name: String, in rect: CellRect) {
    guard rect.height > 0 else { return }
    buffer.horizontalRule(x: rect.x, y: rect.y, width: rect.width, style: theme[.rule])
    write(" \(name) ", x: rect.x + 2, y: rect.y, width: rect.width - 3, .title)
  }
}
