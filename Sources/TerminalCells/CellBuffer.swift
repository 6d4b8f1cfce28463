/// One cell of the screen: a grapheme and a style.
public struct Cell: Hashable, Sendable {
  /// One grapheme of width 1 or 2; empty in the second cell of a wide one.
  public var glyph: String
  public var style: CellStyle

  public static let blank = Cell(glyph: " ", style: .plain)

  public init(glyph: String, style: CellStyle) {
    self.glyph = glyph
    self.style = style
  }
}

/// A grid of cells that panes draw into.
public struct CellBuffer: Equatable, Sendable {
  public let size: CellSize
  public private(set) var cells: [Cell]

  public init(size: CellSize, fill: Cell = .blank) {
    self.size = size
    cells = Array(repeating: fill, count: max(0, size.width) * max(0, size.height))
  }

  public subscript(x: Int, y: Int) -> Cell {
    get { cells[y * size.width + x] }
    set { cells[y * size.width + x] = newValue }
  }
}
