import TerminalCells

extension DensityPlot {
  /// Cells from which on names stand beside the densities.
  private static let widthForNames = 44
  private static let nameWidths = 8...20

  /// Draws the densities, their axis below and their legend at the right, or in a line above where it is narrow.
  ///
  /// - Parameter model: the one that the plot was made of.
  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    guard rect.height > 2, rect.width > 8 else { return }
    let names = model.shownModelNames(width: nameWidths.upperBound).names
    let longest = names.map { textWidth($0) }.max() ?? 0
    let hasNames = rect.width >= widthForNames && rect.height > names.count + 1
    let legendWidth = hasNames ? min(max(nameWidths.lowerBound, longest), rect.width / 3) + 8 : 0
    let chart = CellRect(
      x: rect.x, y: rect.y + (hasNames ? 0 : 1), width: rect.width - legendWidth,
      height: rect.height - (hasNames ? 1 : 2))
    let plot = DensityPlot(model, columns: chart.width * painter.dotsPerCell)
    if let text = plot.emptyText { return painter.sentences([text], in: rect) }
    plot.draw(into: &painter, chart: chart)
    if hasNames {
      plot.drawNames(
        names, into: &painter,
        rect: CellRect(x: chart.right + 1, y: rect.y, width: legendWidth - 1, height: rect.height))
    } else {
      plot.drawKeys(into: &painter, x: rect.x + 1, y: rect.y, right: rect.right)
    }
  }

  private func draw(into painter: inout Painter, chart: CellRect) {
    let bounds = 0...top
    if let zero = AxisTicks.cell(of: 0, range: range, cells: chart.width) {
      let column = CellRect(x: chart.x + zero, y: chart.y, width: 1, height: chart.height)
      painter.buffer.fill(column, glyph: painter.glyphs == .ascii ? ":" : "┊", style: painter.theme[.zero])
    }
    var canvas = DotCanvas(size: CellSize(width: chart.width, height: chart.height), tier: painter.glyphs)
    canvas.plot(prior, bounds: bounds, style: painter.theme[.prior])
    for line in lines {
      canvas.beginSeries()
      let style = painter.theme.style(painter.keys[line.arm])
      canvas.plot(line.columns, bounds: bounds, style: style)
      if let column = line.cutPeak {
        canvas.setMark(painter.glyphs == .ascii ? "^" : "▴", column: column, row: 0, style: style)
      }
    }
    canvas.draw(into: &painter.buffer, x: chart.x, y: chart.y)
    if let line = lines.last {
      var extents = [ClosedRange<Double>?](repeating: nil, count: chart.width)
      for column in line.columns { extents[column.column / painter.dotsPerCell] = 0...column.high }
      painter.tint(extents, of: line.arm, canvas: canvas, bounds: bounds, in: chart)
    }
    painter.letters(lines.map { ($0.arm, $0.columns) }, canvas: canvas, bounds: bounds, chart: chart)
    drawAxis(into: &painter, x: chart.x, y: chart.bottom, width: chart.width)
  }

  /// Scores below the densities.
  private func drawAxis(into painter: inout Painter, x: Int, y: Int, width: Int) {
    var free = x
    for tick in AxisTicks.horizontal(range: range, cells: width, gap: 3).ticks {
      guard let cell = AxisTicks.cell(of: tick.value, range: range, cells: width) else { continue }
      let start = max(x, min(x + cell - tick.label.count / 2, x + width - tick.label.count))
      guard start >= free else { continue }
      painter.write(tick.label, x: start, y: y, width: x + width - start, .axis)
      free = start + tick.label.count + 1
    }
  }

  /// Which density is whose, with P(best), in the order of the table.
  private func drawNames(_ names: [String], into painter: inout Painter, rect: CellRect) {
    painter.writeTrailing("P(best)", right: rect.right, y: rect.y, width: 7, .heading)
    for (row, line) in legend.prefix(max(0, rect.height - 1)).enumerated() {
      let y = rect.y + 1 + row
      drawKey(line, into: &painter, x: rect.x, y: y)
      painter.write(names[line.arm], x: rect.x + 2, y: y, width: rect.width - 7, role(line))
      painter.writeTrailing(line.best, right: rect.right, y: y, width: 4, role(line))
    }
    let last = rect.y + 1 + legend.count
    if !prior.isEmpty, last < rect.bottom {
      painter.write("┈ its prior", x: rect.x, y: last, width: rect.width, .prior)
    }
  }

  /// The same without names: `P(best) ●.87 ●.04`.
  private func drawKeys(into painter: inout Painter, x: Int, y: Int, right: Int) {
    var x = x + painter.write("P(best) ", x: x, y: y, .heading)
    for line in legend where x + 1 + line.best.count <= right {
      drawKey(line, into: &painter, x: x, y: y)
      x += 2 + painter.write(line.best, x: x + 1, y: y, role(line))
    }
  }

  private func drawKey(_ line: Line, into painter: inout Painter, x: Int, y: Int) {
    let key = painter.keys[line.arm]
    painter.buffer.write(painter.keyGlyph(key), x: x, y: y, width: 1, style: painter.theme.style(key))
  }

  private func role(_ line: Line) -> ThemeRole { line.arm == lines.last?.arm ? .overall : .text }
}
