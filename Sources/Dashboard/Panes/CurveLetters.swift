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
