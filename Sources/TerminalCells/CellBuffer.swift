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
  /// Row by row.
  package internal(set) var cells: [Cell]

  /// - Parameters:
  ///   - size: sides are limited to 0…4,096.
  ///   - fill: a glyph of width 1 (another one counts as a space).
  package init(size: CellSize, fill: Cell = .blank) {
    self.size = size.bounded
    let count = self.size.width * self.size.height
    var pieces = TextPieces(fill.glyph)
    let piece = pieces.next() ?? TextPieces.space
    let glyph = piece.width == 1 ? piece.glyph : " "
    cells = Array(repeating: Cell(glyph: glyph, style: fill.style), count: count)
  }

  /// The cell at a column and a row.
  ///
  /// Outside of the buffer reading gives a blank and writing does nothing. Only the first grapheme of a written
  /// glyph counts; an empty one is a space.
  package subscript(x: Int, y: Int) -> Cell {
    get {
      guard x >= 0, y >= 0, x < size.width, y < size.height else { return .blank }
      return cells[y * size.width + x]
    }
    set {
      guard CellRect(size).contains(x: x, y: y) else { return }
      var pieces = TextPieces(newValue.glyph)
      let piece = pieces.next() ?? TextPieces.space
      place(piece, x: x, y: y, style: newValue.style)
    }
  }

  /// Whether the cell is the first or the second of a wide grapheme.
  func isWideStart(_ index: Int) -> Bool {
    (index + 1) % size.width != 0 && cells[index + 1].glyph.isEmpty
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
      let index = y * size.width + x
      freeHalves(index)
      freeHalves(index + 1)
      cells[index] = Cell(glyph: piece.glyph, style: style)
      cells[index + 1] = Cell(glyph: "", style: style)
      return
    }
    guard x >= 0, x < size.width else { return }
    let index = y * size.width + x
    freeHalves(index)
    cells[index] = Cell(glyph: piece.glyph, style: style)
  }

  /// Turns the other half of a wide grapheme whose cell at `index` is about to be drawn over into a space.
  private mutating func freeHalves(_ index: Int) {
    if cells[index].glyph.isEmpty {
      cells[index - 1].glyph = " "
      cells[index].glyph = " "
    } else if isWideStart(index) {
      cells[index + 1].glyph = " "
    }
  }
}
