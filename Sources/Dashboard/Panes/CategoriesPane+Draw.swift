import RunState
import TerminalCells

extension CategoriesPane {
  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    let count = mapCount(model, width: rect.width)
    let first = CategoriesPane(model, width: rect.width / count, height: rect.height - 1)
    // Names and counts stand once, so that the others need not be as wide.
    let width = count > 1 ? (rect.width - first.grid.x(of: 0)) / count : 0
    var measure = model.view.categoryMeasure
    var x = rect.x + rect.width - width * (count - 1)
    CategoriesPane(model, width: x - rect.x, height: rect.height - 1)
      .draw(into: &painter, rect: CellRect(x: rect.x, y: rect.y, width: x - rect.x, height: rect.height))
    for _ in 1..<count {
      measure = measure.next
      CategoriesPane(model, measure, width: width, height: rect.height - 1, hasNames: false)
        .draw(
          into: &painter, rect: CellRect(x: x, y: rect.y, width: width, height: rect.height), isFirst: false)
      x += width
    }
  }

  /// Where it has the whole screen, or its whole width, the other measures stand beside the one that is set, as far as all columns can have
  /// names.
  private static func mapCount(_ model: DashboardModel, width: Int) -> Int {
    guard width == model.size.width, !model.run.categories.isEmpty else { return 1 }
    let least = max(50, 9 * model.run.rewardModels.count)
    return max(1, min(CategoryMeasure.allCases.count, width / least))
  }

  func draw(into painter: inout Painter, rect: CellRect, isFirst: Bool = true) {
    if isFirst {
      painter.title(rect, pane: .categories, name: title, detail: detail)
    } else {
      painter.buffer.horizontalRule(x: rect.x, y: rect.y, width: rect.width, style: painter.theme[.rule])
      painter.write(" \(title) ", x: rect.x + 1, y: rect.y, width: rect.width - 2, .title)
    }
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    if let emptyText {
      painter.sentences([emptyText], in: body)
      return
    }
    drawHeading(into: &painter, x: body.x, y: body.y)
    var y = body.y + 1
    for row in rows where y < body.bottom {
      let height = min(grid.rowHeight, body.bottom - y)
      draw(row, height: height, into: &painter, x: body.x, y: y)
      if let name = row.category {
        painter.spot(.category(name), CellRect(x: body.x, y: y, width: body.width, height: height))
      }
      y += grid.rowHeight
    }
    if let all, y < body.bottom {
      draw(all, height: 1, isTotal: true, into: &painter, x: body.x, y: y)
      y += 1
    }
    if grid.hasBar, y < body.bottom { drawBar(into: &painter, x: body.x, y: y, right: body.right - 1) }
  }

  private func drawHeading(into painter: inout Painter, x: Int, y: Int) {
    if grid.nameWidth > 0 {
      painter.writeTrailing("n", right: x + grid.x(of: 0) - 1, y: y, width: grid.countWidth, .heading)
    }
    for (index, column) in columns.enumerated() {
      let left = x + grid.x(of: index)
      guard let arm = column.arm else {
        painter.writeTrailing(
          column.name, right: left + grid.cellWidth, y: y, width: grid.cellWidth, .heading)
        continue
      }
      let key = painter.keys[arm]
      let glyph = painter.keyGlyph(key, isBanned: column.isBanned, isInRun: column.isInRun)
      painter.buffer.write(glyph, x: left, y: y, width: 1, style: painter.theme.style(key))
      let isNarrow = grid.cellWidth < 8
      let start = isNarrow ? 1 : 2
      let dim: ThemeRole = column.isBanned || !column.isInRun ? .faint : .heading
      // Beside a letter there is no room for a blank and a name then.
      if !isNarrow || !painter.showsLetters {
        painter.write(
          column.name, x: left + start, y: y, width: grid.cellWidth - start, column.isSelected ? .text : dim)
      }
      if column.isSelected {
        painter.select(CellRect(x: left, y: y, width: grid.cellWidth, height: 1))
      }
    }
    painter.writeTrailing(
      totalTitle, right: x + grid.x(of: columns.count) - 1 + grid.totalWidth, y: y, width: grid.totalWidth,
      .heading)
  }

  private func draw(
    _ row: Row, height: Int, isTotal: Bool = false, into painter: inout Painter, x: Int, y: Int
  ) {
    let height = min(height, grid.filledHeight)
    let line = y + (isTotal ? 0 : min(grid.textLine, height - 1))
    if grid.nameWidth > 0 {
      if row.isSelected { painter.write("▸", x: x, y: line, width: 1, .key) }
      painter.write(row.name, x: x + 1, y: line, width: grid.nameWidth, isTotal ? .heading : .text)
      painter.writeTrailing(row.count, right: x + grid.x(of: 0) - 1, y: line, width: grid.countWidth, .faint)
      if row.isSelected {
        painter.select(CellRect(x: x, y: y, width: grid.x(of: 0) - 1, height: height))
      }
    }
    for (index, cell) in row.cells.enumerated() {
      let area = CellRect(x: x + grid.x(of: index), y: y, width: grid.cellWidth, height: height)
      let series = columns[index].arm.map { painter.theme.style(painter.keys[$0]) } ?? painter.theme[.text]
      draw(cell, isTotal: isTotal, into: &painter, area: area, series)
    }
    painter.writeTrailing(
      row.total, right: x + grid.x(of: columns.count) - 1 + grid.totalWidth, y: line, width: grid.totalWidth,
      .text)
  }

  private func draw(
    _ cell: Cell, isTotal: Bool, into painter: inout Painter, area: CellRect, _ series: CellStyle
  ) {
    let value = isTotal ? nil : cell.heat
    let heat = value.flatMap { painter.theme.heat($0) }
    var style = heat ?? painter.theme[value == nil && !isTotal ? .faint : .text]
    // Numbers end at the same cell; in wide columns the longest stands in the middle.
    let margin = area.width >= 12 ? (area.width - 10) / 2 : area.width >= 7 ? 1 : 0
    let line = area.y + (isTotal ? 0 : min(grid.textLine, area.height - 1))
    let field = CellRect(x: area.x, y: line, width: area.width - margin, height: 1)
    let word = cell.mark.map { $0 == .pin ? "PIN" : "BAN" } ?? ""
    let mark = word.prefix(field.width >= longestText + 4 ? 3 : 1)
    if heat != nil { painter.buffer.fill(area, style: style) }
    let notes = CellRect(x: field.x, y: field.y + 1, width: field.width, height: 1)
    let note = line + 1 < area.bottom && displayWidth(cell.note) < field.width ? cell.note : ""
    if heat == nil, let value {
      let glyph = painter.shade(value, isEmptyAtZero: measure != .reward)
      for y in area.y..<area.bottom {
        // Behind the mark, and with a blank in front of a text.
        let start = y == line && !mark.isEmpty ? mark.count + 1 : 0
        let end = y == line ? longestText + 1 : y == notes.y && !note.isEmpty ? displayWidth(note) + 1 : 0
        let shade = CellRect(x: field.x, y: y, width: field.width, height: 1).shortened(by: end, from: start)
        painter.buffer.fill(shade, glyph: glyph, style: series)
      }
    }
    painter.buffer.write(note, in: notes, alignment: .trailing, style: heat ?? painter.theme[.faint])
    if cell.isGreatest { style.attributes.insert(.bold) }
    painter.buffer.write(cell.text, in: field, alignment: .trailing, style: style)
    guard let kind = cell.mark else { return }
    var look = painter.theme[kind == .pin ? .pin : .ban]
    if let heat { (look.foreground, look.background) = (heat.foreground, heat.background) }
    painter.buffer.write(mark, x: area.x, y: line, width: area.width, style: look)
  }

  /// The colour bar with its numbers on it; where there are no such colours, what each shade stands for.
  private func drawBar(into painter: inout Painter, x: Int, y: Int, right: Int) {
    if grid.nameWidth > 0 {
      painter.write(measure.word, x: x + 1, y: y, width: grid.nameWidth + 1 + grid.countWidth, .axis)
    }
    let left = x + grid.x(of: 0)
    if let absence { painter.write(absence, x: left, y: y, width: max(0, right - left), .faint) }
    guard let scale, right > left else { return }
    let unit = measure == .share ? 100.0 : 1
    let range = scale.lowerBound * unit...scale.upperBound * unit
    guard painter.theme.heat(0) != nil else {
      drawShades(range, into: &painter, x: left, y: y, width: right - left)
      return
    }
    let end = measure == .share ? 2 : 0
    let width = min(64, grid.x(of: columns.count) - grid.x(of: 0) - 1, right - left - end)
    for cell in 0..<max(0, width) {
      let style = painter.theme.heat(width > 1 ? Double(cell) / Double(width - 1) : 0.5) ?? .plain
      painter.buffer.fill(CellRect(x: left + cell, y: y, width: 1, height: 1), style: style)
    }
    for tick in AxisTicks.horizontal(range: range, cells: width, gap: 4).ticks {
      guard let place = AxisTicks.cell(of: tick.value, range: range, cells: width) else { continue }
      let start = max(0, min(place - (tick.label.count - 1) / 2, width - tick.label.count))
      for (offset, character) in tick.label.enumerated() {
        let style = painter.buffer[left + start + offset, y].style
        painter.buffer.write(String(character), x: left + start + offset, y: y, width: 1, style: style)
      }
    }
    if end > 0 { painter.write("%", x: left + width + 1, y: y, width: 1, .axis) }
  }

  private func drawShades(
    _ range: ClosedRange<Double>, into painter: inout Painter, x: Int, y: Int, width: Int
  ) {
    var x = x
    let right = x + width
    for quarter in 1...4 {
      let end = range.lowerBound + (range.upperBound - range.lowerBound) * Double(quarter) / 4
      let number =
        switch measure {
        case .share: formatFixed(end, decimals: 0)
        case .reward: ScreenText.signed(end, cells: 5)
        case .best: formatFixed(end, decimals: 2, leadingZero: false)
        }
      let glyph = painter.shade((Double(quarter) - 0.5) / 4, isEmptyAtZero: false)
      let text = "\(glyph) \(quarter < 4 ? "<" : "≤")\(number)\(quarter == 4 && measure == .share ? "%" : "")"
      guard x + displayWidth(text) <= right else { return }
      x += painter.write(text, x: x, y: y, width: right - x, .axis) + 2
    }
  }
}

extension Painter {
  /// A glyph that is the denser the greater a value in [0, 1] is.
  ///
  /// - Parameter isEmptyAtZero: 0 is nothing, and has a blank.
  func shade(_ value: Double, isEmptyAtZero: Bool) -> String {
    if isEmptyAtZero, value <= 0 { return " " }
    let shades = glyphs >= .halfBlock ? ["░", "▒", "▓", "█"] : [".", ":", "=", "#"]
    return shades[min(3, Int(value * 4))]
  }
}

extension CellRect {
  /// What is left of a line without so many cells at its end, and some at its front.
  fileprivate func shortened(by end: Int, from start: Int = 0) -> CellRect {
    CellRect(x: x + start, y: y, width: max(0, width - start - end), height: height)
  }
}
