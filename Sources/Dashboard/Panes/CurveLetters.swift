import TerminalCells

/// Where the letters of a curve stand that no colour tells from others.
enum CurveLetters {
  struct Spot: Equatable {
    /// Column of cells.
    var cell: Int
    /// The curve's value there.
    var value: Double
  }

  /// The last point, then one in every `spacing` cells from `offset` on. A stretch without points has none.
  ///
  /// - Parameters:
  ///   - curve: rising columns of dots.
  ///   - width: cells of the chart.
  ///   - dots: dot columns of a cell.
  static func spots(
    of curve: [PlotColumn], width: Int, dots: Int, offset: Int, spacing: Int
  ) -> [Spot] {
    let inside = curve.filter { $0.last.isFinite && $0.column >= 0 && $0.column < width * dots }
    guard let end = inside.last else { return [] }
    var spots = [Spot(cell: end.column / dots, value: end.last)]
    var next = offset
    for (before, after) in zip(inside, inside.dropFirst()) {
      while next <= before.column / dots { next += spacing }
      // On the line between two points, where it is drawn.
      guard !after.startsSegment, next <= after.column / dots, next < spots[0].cell else { continue }
      let part = Double(next * dots - before.column) / Double(max(1, after.column - before.column))
      let value = before.last + (after.first - before.last) * min(max(part, 0), 1)
      spots.append(Spot(cell: next, value: value))
    }
    return spots
  }
}

extension Painter {
  /// Cells from one letter of a curve to its next.
  private static let letterSpacing = 12

  /// Where colours do not tell, every curve has its RM's letter at its end and along it; each curve begins at another
  /// cell, so that letters of curves that lie together do not hide each other.
  mutating func letters(
    _ curves: [(arm: Int, columns: [PlotColumn])], canvas: DotCanvas, bounds: ClosedRange<Double>,
    chart: CellRect
  ) {
    guard showsLetters else { return }
    let dots = DotCanvas.dots(of: canvas.tier)
    var taken: Set<[Int]> = []
    for (index, curve) in curves.enumerated() {
      let spots = CurveLetters.spots(
        of: curve.columns, width: chart.width, dots: dots.columns,
        offset: index * Self.letterSpacing / max(1, curves.count), spacing: Self.letterSpacing)
      for spot in spots {
        guard let row = canvas.row(of: spot.value, bounds: bounds),
          taken.insert([spot.cell, row / dots.rows]).inserted
        else { continue }
        buffer.write(
          String(keys[curve.arm].letter), x: chart.x + spot.cell, y: chart.y + row / dots.rows, width: 1,
          style: theme.style(keys[curve.arm]))
      }
    }
  }
}
