import RunState
import TerminalCells

/// The edges of what is believed: mean + sd and mean − sd, as a chart draws them.
struct Band: Equatable {
  var upper: [PlotColumn]
  var lower: [PlotColumn]

  /// - Parameter columns: dot columns of the chart.
  init(mean: Series, deviation: Series, span: ChartSpan, columns: Int) {
    // The branch that was left keeps its mean, faint: a second band over the first would hide it.
    let (mean, deviation) = (mean.branch(isAbandoned: false), deviation.branch(isAbandoned: false))
    let placed = span.place.placed(mean)
    func edge(_ factor: Double) -> [PlotColumn] {
      guard columns > 0 else { return [] }
      let sum = placed.columns(over: span.range, count: columns, adding: deviation, times: factor)
      return Curve.raw(sum.columns, before: sum.before, after: sum.after, span: span).raw
    }
    (upper, lower) = (edge(1), edge(-1))
  }

  /// What lies between the edges in the middle of each cell; `nil` where there is no band.
  ///
  /// - Parameters:
  ///   - width: cells of the chart.
  ///   - dots: dot columns of a cell.
  func extents(width: Int, dots: Int) -> [ClosedRange<Double>?] {
    var extents = [ClosedRange<Double>?](repeating: nil, count: max(0, width))
    var before: (lower: PlotColumn, upper: PlotColumn)?
    for (low, high) in zip(lower, upper) {
      guard low.low.isFinite, high.high.isFinite else {
        before = nil
        continue
      }
      if let before, !high.startsSegment, before.upper.column < high.column {
        let first = max(0, before.upper.column / dots)
        for cell in first..<max(first, min(width, (high.column + dots - 1) / dots)) {
          let place = Double(cell * dots + dots / 2 - before.upper.column)
          let part = min(1, max(0, place / Double(high.column - before.upper.column)))
          extents[cell] = Self.range(
            before.lower.last + (low.first - before.lower.last) * part,
            before.upper.last + (high.first - before.upper.last) * part)
        }
      }
      let cell = high.column / dots
      if high.column >= 0, cell < width { extents[cell] = Self.range(low.low, high.high) }
      before = (low, high)
    }
    return extents
  }

  private static func range(_ low: Double, _ high: Double) -> ClosedRange<Double>? {
    low <= high ? low...high : nil
  }
}
