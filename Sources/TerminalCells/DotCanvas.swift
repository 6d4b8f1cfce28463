/// One sample, or a run of samples that share a dot column, as a chart draws it.
package struct PlotColumn: Equatable, Sendable {
  /// Dot column, 0 at the left. Columns of one series must not go back within a segment.
  package var column: Int
  /// First and last value of the run: lines to its neighbours start and end there.
  package var first: Double
  package var last: Double
  /// The dots of the column cover `low...high`.
  package var low: Double
  package var high: Double
  /// No line to the column before: a restarted trainer, or a NaN.
  package var startsSegment: Bool

  package init(
    column: Int, first: Double, last: Double, low: Double, high: Double, startsSegment: Bool = false
  ) {
    self.column = column
    self.first = first
    self.last = last
    self.low = low
    self.high = high
    self.startsSegment = startsSegment
  }

  /// A single sample.
  package init(column: Int, value: Double, startsSegment: Bool = false) {
    self.init(
      column: column, first: value, last: value, low: value, high: value, startsSegment: startsSegment)
  }
}

/// A chart's area as dots, several to a cell, that become glyphs of a tier.
///
/// Dot (0, 0) is the upper left one. Every cell belongs to the series that drew in it last: a series begun later
/// replaces dots and style of the cells it touches, so that the selected series, drawn last, is never mixed up with
/// another. All drawing outside is ignored.
package struct DotCanvas: Sendable {
  /// Dots of a cell.
  package static func dots(of tier: GlyphTier) -> (columns: Int, rows: Int) {
    switch tier {
    case .braille: return (2, 4)
    case .quadrant: return (2, 2)
    case .halfBlock: return (1, 2)
    // `⎺─⎽` and `'-.`: three heights.
    case .lineDrawing, .ascii: return (1, 3)
    }
  }

  struct DotCell: Equatable {
    /// Bit row * columns + column of the cell's dots.
    var dots: UInt8 = 0
    var series = 0
    var style = CellStyle.plain
    /// A mark in place of the dots.
    var mark: String?
  }

  /// Size in cells.
  package let size: CellSize
  package let tier: GlyphTier
  let columnsPerCell: Int
  let rowsPerCell: Int
  var grid: [DotCell]
  var series = 1

  /// - Parameter size: in cells; sides are limited to 0…4,096.
  package init(size: CellSize, tier: GlyphTier = .braille) {
    self.size = size.bounded
    self.tier = tier
    (columnsPerCell, rowsPerCell) = Self.dots(of: tier)
    grid = Array(repeating: DotCell(), count: self.size.width * self.size.height)
  }

  /// Dot columns: what `PlotColumn.column` counts.
  package var width: Int { size.width * columnsPerCell }
  /// Dot rows.
  package var height: Int { size.height * rowsPerCell }

  /// What is drawn from now on replaces what it meets.
  package mutating func beginSeries() { series += 1 }

  /// Sets one dot.
  package mutating func setDot(column: Int, row: Int, style: CellStyle) {
    guard column >= 0, row >= 0, column < width, row < height else { return }
    let index = row / rowsPerCell * size.width + column / columnsPerCell
    let bit = row % rowsPerCell * columnsPerCell + column % columnsPerCell
    if grid[index].series != series { grid[index] = DotCell(series: series) }
    if grid[index].mark == nil { grid[index].style = style }
    grid[index].dots |= 1 << UInt8(bit)
  }

  /// Whether a dot is set, of any series.
  package func hasDot(column: Int, row: Int) -> Bool {
    guard column >= 0, row >= 0, column < width, row < height else { return false }
    let bit = row % rowsPerCell * columnsPerCell + column % columnsPerCell
    return grid[row / rowsPerCell * size.width + column / columnsPerCell].dots & (1 << UInt8(bit)) != 0
  }

  /// Sets the dots of one column from one row to another, in either order, both included.
  package mutating func setDots(column: Int, from first: Int, through last: Int, style: CellStyle) {
    guard column >= 0, column < width, height > 0 else { return }
    let top = max(0, min(first, last))
    let bottom = min(height - 1, max(first, last))
    guard top <= bottom else { return }
    for row in top...bottom { setDot(column: column, row: row, style: style) }
  }

  /// Puts a glyph of width 1 in place of the dots of the cell that holds this dot (a NaN's `×`, a cursor).
  ///
  /// It stays over whatever the same or an earlier series draws there.
  package mutating func setMark(_ glyph: String, column: Int, row: Int, style: CellStyle) {
    guard column >= 0, row >= 0, column < width, row < height else { return }
    let index = row / rowsPerCell * size.width + column / columnsPerCell
    if grid[index].series != series { grid[index] = DotCell(series: series) }
    grid[index].mark = glyph
    grid[index].style = style
  }

  /// Draws the cells that have dots or a mark; the others stay as they are.
  package func draw(into buffer: inout CellBuffer, x: Int, y: Int) {
    for row in 0..<size.height {
      for column in 0..<size.width {
        let cell = grid[row * size.width + column]
        guard cell.dots != 0 || cell.mark != nil else { continue }
        buffer.place(
          TextPieces.Piece(glyph: cell.mark ?? DotGlyphs.glyph(cell.dots, tier: tier), width: 1),
          x: addSaturating(x, column), y: addSaturating(y, row), style: cell.style)
      }
    }
  }
}
