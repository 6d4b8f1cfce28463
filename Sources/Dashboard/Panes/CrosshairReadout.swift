import TerminalCells

/// The values under the crosshair, in a box beside its line.
struct CrosshairReadout: Equatable {
  struct Entry: Equatable {
    /// `nil`: over all RMs.
    var arm: Int?
    var text: String
    /// Faint: of an earlier step.
    var isExact: Bool
  }

  /// As they are to be read, from the top.
  var entries: [Entry]
  /// Names of all RMs, for each of `nameWidths`.
  private var names: [[String]]

  /// Cells that names may have, the best first.
  private static let nameWidths = [24, 16, 10]

  init(_ entries: [Entry], _ model: DashboardModel) {
    self.entries = entries
    names = entries.isEmpty ? [] : Self.nameWidths.map { model.shownModelNames(width: $0).names }
  }

  /// Greatest value first, what is no number last.
  ///
  /// - Parameter text: what stands in the box for a reading.
  init(
    _ readings: [(arm: Int?, reading: CurveReading?)], _ model: DashboardModel,
    text: (Int?, CurveReading) -> String
  ) {
    let known = readings.compactMap { one in one.reading.map { (arm: one.arm, reading: $0) } }
    let numbers = known.filter { !$0.reading.value.isNaN }
    // Stable: of equals the one that came first.
    let sorted = numbers.enumerated().sorted {
      ($1.element.reading.value, $0.offset) < ($0.element.reading.value, $1.offset)
    }
    let entries = (sorted.map(\.element) + known.filter { $0.reading.value.isNaN }).map {
      Entry(arm: $0.arm, text: text($0.arm, $0.reading), isExact: $0.reading.isExact)
    }
    self.init(entries, model)
  }

  /// What the names are, where they have so many cells.
  func names(width: Int) -> [String] {
    Self.nameWidths.firstIndex(of: width).map { names[$0] } ?? []
  }

  /// Where the box stands and how it is cut up.
  struct Box: Equatable {
    var x: Int
    var rows: Int
    var columns: Int
    /// Cells of the names; 0 without.
    var nameWidth: Int
    var textWidth: Int
    /// Entries that are shown.
    var count: Int

    /// Sign, blank, name, blank, value.
    var cellWidth: Int { 2 + (nameWidth > 0 ? nameWidth + 1 : 0) + textWidth }
    var width: Int { columns * cellWidth + (columns - 1) * 2 + 2 }
  }

  /// In a chart of this size, at the side of the line where there is more room; names where they fit.
  ///
  /// - Parameter line: column of the crosshair.
  /// - Returns: `nil` where not one value fits.
  func box(line: Int, size: CellSize) -> Box? {
    let isRight = line < size.width / 2
    let room = isRight ? size.width - line - 1 : line
    let textWidth = entries.map { displayWidth($0.text) }.max() ?? 0
    guard !entries.isEmpty, size.height > 0 else { return nil }
    for nameWidth in Self.nameWidths + [0] {
      var box = Box(
        x: 0, rows: min(entries.count, size.height), columns: 1, nameWidth: nameWidth, textWidth: textWidth,
        count: entries.count)
      box.columns = (entries.count + box.rows - 1) / box.rows
      if nameWidth > 0, box.columns > 1 || box.width > room * 2 / 3 { continue }
      while box.columns > 1, box.width > room { box.columns -= 1 }
      guard box.width <= room else { continue }
      box.count = min(entries.count, box.rows * box.columns)
      box.rows = (box.count + box.columns - 1) / box.columns
      box.x = isRight ? line + 1 : line - box.width
      return box
    }
    return nil
  }
}

extension Painter {
  /// The crosshair's line, where there is nothing else.
  mutating func crosshairLine(_ span: ChartSpan, in chart: CellRect) {
    guard let column = crosshairColumn(span, in: chart) else { return }
    buffer.fill(
      CellRect(x: chart.x + column, y: chart.y, width: 1, height: chart.height),
      glyph: glyphs == .ascii ? "|" : "│", style: theme[.key])
  }

  /// The line over an area: the filling stays as its ground.
  mutating func crosshairLineOnArea(_ span: ChartSpan, in chart: CellRect) {
    guard let column = crosshairColumn(span, in: chart) else { return }
    for y in chart.y..<chart.bottom {
      markOnArea(glyphs == .ascii ? "|" : "│", .key, x: chart.x + column, y: y)
    }
  }

  private func crosshairColumn(_ span: ChartSpan, in chart: CellRect) -> Int? {
    span.crosshair.flatMap { span.column(of: $0.place, count: chart.width) }
  }

  /// The values under the crosshair, over the chart.
  mutating func readout(_ readout: CrosshairReadout?, _ span: ChartSpan, in chart: CellRect) {
    guard let readout, let line = crosshairColumn(span, in: chart),
      let box = readout.box(line: line, size: CellSize(width: chart.width, height: chart.height))
    else { return }
    let shown = readout.names(width: box.nameWidth)
    let ground = theme[.overlay]
    buffer.fill(
      CellRect(x: chart.x + box.x, y: chart.y, width: box.width, height: box.rows), glyph: " ", style: ground)
    for (index, entry) in readout.entries.prefix(box.count).enumerated() {
      var x = chart.x + box.x + 1 + index / box.rows * (box.cellWidth + 2)
      let y = chart.y + index % box.rows
      let isLast = index == box.count - 1 && box.count < readout.entries.count
      if isLast {
        buffer.write(
          "+\(readout.entries.count - index)", x: x, y: y, width: box.cellWidth,
          style: theme.on(.overlay, theme[.faint]))
        continue
      }
      let style = entry.arm.map { theme.style(keys[$0]) } ?? theme[.overall]
      let sign = entry.arm.map { keyGlyph(keys[$0]) } ?? "━"
      buffer.write(sign, x: x, y: y, width: 1, style: theme.on(.overlay, style))
      x += 2
      let textStyle = theme.on(.overlay, theme[entry.isExact ? .text : .faint])
      if box.nameWidth > 0 {
        let name = entry.arm.map { shown.indices.contains($0) ? shown[$0] : "?" } ?? "all"
        buffer.write(name, x: x, y: y, width: box.nameWidth, style: textStyle)
        x += box.nameWidth + 1
      }
      let field = CellRect(x: x, y: y, width: box.textWidth, height: 1)
      buffer.write(entry.text, in: field, alignment: .trailing, style: textStyle)
    }
  }
}
