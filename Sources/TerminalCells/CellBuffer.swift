/// One cell of the screen: a grapheme and a style.
package struct Cell: Hashable, Sendable {
  /// One grapheme of width 1 or 2; empty in the second cell of a wide one.
  package var glyph: String
  package var style: CellStyle

  package static let blank = Cell(glyph: " ", style: .plain)

  package init(glyph: String, style: CellStyle) {
    self.glyph = glyph
    self.style = style
  }
}

/// A grid of cells that panes draw into.
///
/// Whatever is drawn outside of the buffer is ignored. A wide grapheme always has both its cells: where only one of
/// them would be inside, a space is drawn; where one half is drawn over, the other becomes a space.
package struct CellBuffer: Equatable, Sendable {
  package let size: CellSize
  /// From the top. Rows that nothing was drawn in are shared with the buffer that this one is a copy of, so that a
  /// picture that differs in a few lines costs those lines.
  package internal(set) var rows: [[Cell]]

  /// - Parameters:
  ///   - size: sides are limited to 0…4,096.
  ///   - fill: a glyph of width 1 (another one counts as a space).
  package init(size: CellSize, fill: Cell = .blank) {
    self.size = size.bounded
    var pieces = TextPieces(fill.glyph)
    let piece = pieces.next() ?? TextPieces.space
    let glyph = piece.width == 1 ? piece.glyph : " "
    let row = [Cell](repeating: Cell(glyph: glyph, style: fill.style), count: self.size.width)
    rows = Array(repeating: row, count: self.size.height)
  }

  /// All cells, row by row.
  package var cells: [Cell] { Array(rows.joined()) }

  /// The cell at a column and a row.
  ///
  /// Outside of the buffer reading gives a blank and writing does nothing. Only the first grapheme of a written
  /// glyph counts; an empty one is a space.
  package subscript(x: Int, y: Int) -> Cell {
    get {
      guard x >= 0, y >= 0, x < size.width, y < size.height else { return .blank }
      return rows[y][x]
    }
    set {
      guard CellRect(size).contains(x: x, y: y) else { return }
      var pieces = TextPieces(newValue.glyph)
      let piece = pieces.next() ?? TextPieces.space
      place(piece, x: x, y: y, style: newValue.style)
    }
  }

  /// The only way a cell changes its glyph: keeps wide graphemes whole.
  mutating func place(_ piece: TextPieces.Piece, x: Int, y: Int, style: CellStyle) {
    guard y >= 0, y < size.height else { return }
    if piece.width == 2 {
      let (next, overflow) = x.addingReportingOverflow(1)
      if overflow { return }
      guard x >= 0, next < size.width else {
        place(TextPieces.space, x: x, y: y, style: style)
        place(TextPieces.space, x: next, y: y, style: style)
        return
      }
      rows[y].freeHalves(x)
      rows[y].freeHalves(next)
      rows[y][x] = Cell(glyph: piece.glyph, style: style)
      rows[y][next] = Cell(glyph: "", style: style)
      return
    }
    guard x >= 0, x < size.width else { return }
    rows[y].place(piece.glyph, at: x, style: style)
  }
}

extension [Cell] {
  /// Whether the cell is the first of a wide grapheme.
  func isWideStart(_ x: Int) -> Bool { x + 1 < count && self[x + 1].glyph.isEmpty }

  /// Puts a grapheme of width 1 into one cell of a row.
  mutating func place(_ glyph: String, at x: Int, style: CellStyle) {
    freeHalves(x)
    self[x] = Cell(glyph: glyph, style: style)
  }

  /// Turns the other half of a wide grapheme whose cell is about to be drawn over into a space.
  fileprivate mutating func freeHalves(_ x: Int) {
    if self[x].glyph.isEmpty {
      self[x - 1].glyph = " "
      self[x].glyph = " "
    } else if isWideStart(x) {
      self[x + 1].glyph = " "
    }
  }
}
