import TerminalCells

extension WhatIfRewardPane {
  /// Cells of a name with the blank after it, and of a number.
  private static let nameWidth = 9
  private static let numberWidth = 7
  /// From this width on an interval is written as well as drawn.
  private static let widthForIntervals = 58

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .reward, name: title, detail: detail)
    if let emptyText {
      painter.sentences(
        [emptyText],
        in: CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1))
      return
    }
    var area = CellRect(x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
    // A heading of its own only where nothing has to go for it.
    let lines = labels.count + (effectiveSize == nil ? 0 : 1) + rows.count + 1
    if !labels.isEmpty, area.height > lines {
      painter.write(labelHeading, x: area.x, y: area.y, width: area.width, .heading)
      area.takeLine()
    }
    for bar in labels { draw(bar, into: &painter, area: &area) }
    if let effectiveSize { draw(effectiveSize, into: &painter, area: &area) }
    drawEstimates(into: &painter, area: &area)
    for sentence in sentences {
      for line in wrap(sentence, to: max(1, area.width)) where area.height > 0 {
        painter.write(line, x: area.x, y: area.y, width: area.width, .faint)
        area.takeLine()
      }
    }
  }

  private func draw(_ bar: Bar, into painter: inout Painter, area: inout CellRect) {
    guard area.height > 0 else { return }
    let y = area.y
    area.takeLine()
    painter.write(bar.name, x: area.x, y: y, width: Self.nameWidth)
    let start = area.x + Self.nameWidth
    painter.writeTrailing(bar.value, right: start + Self.numberWidth, y: y, width: Self.numberWidth, bar.role)
    let left = start + Self.numberWidth + 1
    let remarks = (labels + [effectiveSize].compactMap { $0 }).map { textWidth($0.remark) }.max() ?? 0
    let cells = area.right - left - remarks - 1
    guard cells >= 4 else { return }
    // The whole is seen beneath the part.
    painter.buffer.write(
      String(repeating: painter.glyphs == .ascii ? "." : "░", count: cells), x: left, y: y, width: cells,
      style: painter.theme[.rule])
    let filled = horizontalBar(bar.part, width: cells, tier: painter.glyphs)
    painter.buffer.write(
      String(filled.prefix { $0 != " " }), x: left, y: y, width: cells, style: painter.theme[.overall])
    painter.writeTrailing(bar.remark, right: area.right, y: y, width: remarks, bar.role)
  }

  private func drawEstimates(into painter: inout Painter, area: inout CellRect) {
    guard let axis, area.height > 0 else { return }
    let writesIntervals = area.width >= Self.widthForIntervals
    let interval = writesIntervals ? (rows.map(\.interval.count).max() ?? 0) + 1 : 0
    let values = area.x + Self.nameWidth - 2 + Self.numberWidth
    let gains = area.right - interval
    let left = values + 1
    let width = gains - 6 - left
    if area.height > rows.count {
      painter.write("reward", x: area.x, y: area.y, width: area.width, .heading)
      painter.writeTrailing("mean", right: values, y: area.y, width: Self.numberWidth, .heading)
      let heading = "gain, 95% interval"
      painter.writeTrailing(heading, right: gains, y: area.y, width: max(0, gains - left), .heading)
      area.takeLine()
    }
    for row in rows where area.height > 0 {
      let y = area.y
      area.takeLine()
      painter.write(row.name, x: area.x, y: y, width: Self.nameWidth)
      painter.writeTrailing(row.value, right: values, y: y, width: Self.numberWidth)
      let role: ThemeRole = row.isSurelyBetter ? .good : row.isSurelyWorse ? .error : .text
      if width >= 8 { drawGain(row, axis: axis, role, into: &painter, x: left, y: y, width: width) }
      painter.writeTrailing(row.gain, right: gains, y: y, width: 5, role)
      if writesIntervals {
        painter.writeTrailing(row.interval, right: area.right, y: y, width: interval - 1)
      }
    }
    if !recorded.isEmpty, area.height > 0 {
      painter.write(recorded, x: area.x, y: area.y, width: area.width, .faint)
      area.takeLine()
    }
  }

  private func drawGain(
    _ row: Row, axis: ClosedRange<Double>, _ role: ThemeRole, into painter: inout Painter, x: Int, y: Int,
    width: Int
  ) {
    let theme = painter.theme
    painter.buffer.drawForest(
      ForestInterval(center: row.center, low: row.range.lowerBound, high: row.range.upperBound),
      axis: ForestAxis(lower: axis.lowerBound, upper: axis.upperBound, width: width), x: x, y: y,
      style: ForestStyle(
        guide: theme[.rule], zero: theme[.zero], prior: theme[.prior], interval: theme[role],
        center: theme[role]), tier: painter.glyphs)
  }
}

extension CellRect {
  /// Its first line is used.
  fileprivate mutating func takeLine() {
    y += 1
    height -= 1
  }
}
