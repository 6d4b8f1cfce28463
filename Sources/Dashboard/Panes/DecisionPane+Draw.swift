import TerminalCells

extension DecisionPane {
  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    DecisionPane(model).draw(into: &painter, rect: rect)
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .decision, name: "Decision", detail: detail)
    let body = CellRect(x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 1)
    if let emptyText {
      painter.sentences([emptyText], in: body)
      return
    }
    var y = drawWrapped(place, into: &painter, body, y: body.y)
    y = drawWrapped(outcome, into: &painter, body, y: y)
    // The prompt has what is left, and two lines of it at least where all rows have theirs.
    let spared = prompt.isEmpty ? 0 : 2
    y = drawRows(into: &painter, body, y: y, last: body.bottom - spared)
    drawPrompt(into: &painter, body, y: y)
  }

  /// Pieces in one line, or in several where they are too long for one.
  private func drawWrapped(
    _ pieces: [StyledText], into painter: inout Painter, _ body: CellRect, y: Int
  ) -> Int {
    var (x, y) = (body.x, y)
    for piece in pieces {
      let isSeparator = piece.role == .faint && piece.text == " · "
      let width = displayWidth(piece.text)
      if x > body.x, x + width > body.right {
        (x, y) = (body.x, y + 1)
        if isSeparator { continue }
      }
      guard y < body.bottom else { return y }
      if isSeparator, x == body.x { continue }
      x += painter.write(piece.text, x: x, y: y, width: body.right - x, piece.role)
    }
    return y + 1
  }

  private func drawRows(into painter: inout Painter, _ body: CellRect, y: Int, last: Int) -> Int {
    var y = y
    guard y < last, axis != nil else {
      if y < last {
        painter.write("no scores are logged with this decision", x: body.x, y: y, width: body.width, .faint)
      }
      return y + 1
    }
    let idWidth = min(max(8, rows.map { displayWidth($0.id) }.max() ?? 8), body.width >= 100 ? 32 : 18)
    let beliefWidth = 16
    let drawWidth = hasDraws ? 9 : 0
    let forestX = body.x + 4 + idWidth + 1
    let forestWidth = max(0, body.width - (4 + idWidth + 1) - beliefWidth - drawWidth - 1)
    painter.writeTrailing(
      "mean ± sd", right: forestX + forestWidth + beliefWidth, y: y, width: beliefWidth, .axis)
    if hasDraws { painter.writeTrailing("draw", right: body.right, y: y, width: drawWidth, .axis) }
    y += 1
    for row in fitting(max(0, last - y)) {
      draw(row, into: &painter, body, y: y, idWidth: idWidth, forest: (forestX, forestWidth))
      let right = forestX + forestWidth + beliefWidth
      let belief = row.mean.map { mean in
        row.deviation.map { ScreenText.belief(mean: mean, deviation: $0, isWide: true) }
          ?? ScreenText.signed(mean, cells: 6)
      }
      painter.writeTrailing(
        belief ?? "–", right: right, y: y, width: beliefWidth, row.mean == nil ? .faint : .text)
      if hasDraws {
        painter.writeTrailing(
          row.draw.map { ScreenText.signed($0, cells: 6) } ?? "–", right: body.right, y: y, width: drawWidth,
          row.isChosen ? .text : .faint)
      }
      y += 1
    }
    return y
  }

  /// As many as there are lines for, the chosen one among them.
  private func fitting(_ count: Int) -> [Row] {
    guard rows.count > count else { return rows }
    let first = rows.prefix(count)
    guard let chosen = rows.first(where: \.isChosen), !first.contains(chosen), count > 0 else {
      return Array(first)
    }
    return first.dropLast() + [chosen]
  }

  private func draw(
    _ row: Row, into painter: inout Painter, _ body: CellRect, y: Int, idWidth: Int,
    forest: (x: Int, width: Int)
  ) {
    guard painter.keys.indices.contains(row.arm) else { return }
    let key = painter.keys[row.arm]
    let series = painter.theme.style(key)
    if row.isChosen { painter.write("▸", x: body.x, y: y, width: 1, .key) }
    painter.buffer.write(painter.keyGlyph(key), x: body.x + 2, y: y, width: 1, style: series)
    painter.write(row.id, x: body.x + 4, y: y, width: idWidth, row.isChosen ? .text : .faint)
    guard let axis, forest.width >= 8 else { return }
    let theme = painter.theme
    let style = ForestStyle(
      guide: theme[.rule], zero: theme[.zero], prior: theme[.text], interval: series, center: series)
    let interval = row.mean.map { ForestInterval(center: $0, deviation: row.deviation ?? 0, prior: row.draw) }
    painter.buffer.drawForest(
      interval, axis: ForestAxis(lower: axis.lowerBound, upper: axis.upperBound, width: forest.width),
      x: forest.x, y: y, style: style, tier: painter.glyphs)
  }

  private func drawPrompt(into painter: inout Painter, _ body: CellRect, y: Int) {
    guard !prompt.isEmpty, y < body.bottom else { return }
    painter.write("prompt", x: body.x, y: y, width: body.width, .axis)
    let rows = wrap(prompt, to: body.width - 2)
    let room = body.bottom - y - 1
    for (index, row) in rows.prefix(max(0, room)).enumerated() {
      let isLast = index == room - 1 && rows.count > room
      let text = isLast ? row.dropLast(displayWidth(row) >= body.width - 2 ? 2 : 0) + " …" : row[...]
      painter.write(text, x: body.x + 2, y: y + 1 + index, width: body.width - 2, .text)
    }
  }
}
