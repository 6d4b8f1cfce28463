extension CellBuffer {
  /// Writes text in one row.
  ///
  /// Text that is longer than there is room for ends in `…`. Cells left of the buffer are cut without a sign.
  ///
  /// - Parameters:
  ///   - width: cells available; `nil` is up to the right edge of the buffer.
  /// - Returns: the cells used, whether they were visible or not.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, x: Int, y: Int, width: Int? = nil, style: CellStyle = .plain
  ) -> Int {
    let available = width ?? max(0, subtractSaturating(size.width, x))
    guard available > 0 else { return 0 }
    if let count = printableASCII(text) {
      return write(ascii: text.utf8, count: count, x: x, y: y, width: available, style: style)
    }
    var used = 0
    // Cells written so far, so that `…` can take the place of the last ones without measuring all of the text.
    var last: [(start: Int, width: Int)] = []
    for piece in TextPieces(text) {
      if used + piece.width > available {
        var end = used
        while end > available - 1, let cut = last.popLast() { end = cut.start }
        for cell in end..<max(end, used) {
          place(TextPieces.space, x: addSaturating(x, cell), y: y, style: style)
        }
        place(TextPieces.Piece(glyph: "…", width: 1), x: addSaturating(x, end), y: y, style: style)
        return end + 1
      }
      place(piece, x: addSaturating(x, used), y: y, style: style)
      if used + piece.width >= available - 1 { last.append((used, piece.width)) }
      used += piece.width
    }
    return used
  }

  /// The same of text in which every byte stands in a cell.
  private mutating func write(
    ascii bytes: some Sequence<UInt8>, count: Int, x: Int, y: Int, width: Int, style: CellStyle
  ) -> Int {
    guard y >= 0, y < size.height else { return min(count, width) }
    let kept = count <= width ? count : width - 1
    for (offset, byte) in bytes.prefix(kept).enumerated() {
      let place = addSaturating(x, offset)
      if place >= size.width { break }
      if place >= 0 { rows[y].place(TextPieces.glyph(ofASCII: byte), at: place, style: style) }
    }
    if kept < count {
      place(TextPieces.Piece(glyph: "…", width: 1), x: addSaturating(x, kept), y: y, style: style)
    }
    return min(count, width)
  }

  /// Writes text into a field, at one of its sides; the rest of the field is left as it is.
  ///
  /// - Returns: the first cell after the text.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, in field: CellRect, alignment: TextAlignment, style: CellStyle = .plain
  ) -> Int {
    guard field.width > 0 else { return field.x }
    let cut = truncated(text, to: field.width)
    let missing = field.width - displayWidth(cut)
    let offset: Int
    switch alignment {
    case .leading: offset = 0
    case .trailing: offset = missing
    case .center: offset = missing / 2
    }
    let start = addSaturating(field.x, offset)
    return addSaturating(start, write(cut, x: start, y: field.y, width: field.width - offset, style: style))
  }

  /// Fills a rectangle with a glyph of width 1 (another one counts as a space).
  package mutating func fill(_ rect: CellRect, glyph: String = " ", style: CellStyle = .plain) {
    let area = rect.intersection(CellRect(size))
    var pieces = TextPieces(glyph)
    var piece = pieces.next() ?? TextPieces.space
    if piece.width != 1 { piece = TextPieces.space }
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { rows[y].place(piece.glyph, at: x, style: style) }
    }
  }

  /// A horizontal rule `─`.
  package mutating func horizontalRule(x: Int, y: Int, width: Int, style: CellStyle = .plain) {
    fill(CellRect(x: x, y: y, width: width, height: 1), glyph: "─", style: style)
  }

  /// A vertical rule `│`.
  package mutating func verticalRule(x: Int, y: Int, height: Int, style: CellStyle = .plain) {
    fill(CellRect(x: x, y: y, width: 1, height: height), glyph: "│", style: style)
  }

  /// Changes the style of what is already drawn: a selection bar, a crosshair, a faint background pane.
  package mutating func restyle(_ rect: CellRect, _ change: (inout CellStyle) -> Void) {
    let area = rect.intersection(CellRect(size))
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { change(&rows[y][x].style) }
    }
  }

  /// Copies all cells of another buffer to a place in this one.
  package mutating func draw(_ other: CellBuffer, x: Int, y: Int) {
    for (row, cells) in other.rows.enumerated() {
      for (column, cell) in cells.enumerated() where !cell.glyph.isEmpty {
        let width = cells.isWideStart(column) ? 2 : 1
        place(
          TextPieces.Piece(glyph: cell.glyph, width: width), x: addSaturating(x, column),
          y: addSaturating(y, row), style: cell.style)
      }
    }
  }
}
