import RunState
import TerminalCells

/// A series as a chart draws it: its raw columns, and its smoothed course.
struct Curve: Equatable {
  var raw: [PlotColumn]
  /// Empty without smoothing.
  var smooth: [PlotColumn]
  /// What the run has left by starting again before it, smoothed where `smooth` is.
  var abandoned: [PlotColumn] = []
  /// Columns in which a value was NaN or infinite, with the last finite value before (or in) them.
  var nonFinite: [Mark]
  /// Where the line that is drawn breaks at values that are not finite.
  var gaps: [PlotGap] = []
  /// What it has under the crosshair: smoothed where it is drawn so.
  var reading: CurveReading?

  struct Mark: Equatable {
    var column: Int
    var value: Double
  }

  /// What is drawn as it is.
  init(course: [PlotColumn]) {
    raw = course
    smooth = []
    nonFinite = []
  }

  /// - Parameter columns: dot columns of the chart.
  init(_ original: Series, span: ChartSpan, columns: Int, smoothing: Smoothing) {
    let whole = span.place.placed(original)
    raw = []
    nonFinite = []
    smooth = []
    let target = span.crosshair.flatMap { original.index(at: $0.position) }
    reading = span.crosshair.flatMap { original.reading(at: $0.position) }
    guard columns > 0 else { return }
    let series = whole.branch(isAbandoned: false)
    let neighbours = series.neighbours(of: span.range)
    (raw, nonFinite) = Curve.raw(
      series.columns(over: span.range, count: columns), before: neighbours.before, after: neighbours.after,
      span: span)
    if smoothing != .none {
      let course = Curve.smoothed(whole, span: span, columns: columns, smoothing, target: target)
      (smooth, abandoned, gaps) = (course.kept, course.abandoned, course.gaps)
      if let value = course.value { reading?.value = value }
    } else {
      gaps = Curve.gaps(raw)
      if whole.hasAbandoned {
        abandoned = Curve.columns(of: whole.branch(isAbandoned: true), span: span, columns: columns)
      }
    }
  }

  /// Columns of a stretch with what lies next to it, and the places of what is not finite.
  static func raw(
    _ columns: [Series.Column?], before: Series.Bucket?, after: Series.Bucket?, span: ChartSpan
  ) -> (raw: [PlotColumn], nonFinite: [Mark]) {
    var raw: [PlotColumn] = []
    raw.reserveCapacity(columns.count + 2)
    var nonFinite: [Mark] = []
    var last: Double?
    if let before {
      last = before.last.isFinite ? before.last : nil
      raw.append(
        PlotColumn(
          column: min(-1, span.unboundedColumn(of: before.end, count: columns.count)), value: before.last))
    }
    for (index, column) in columns.enumerated() {
      guard let column else { continue }
      if column.count > 0 {
        raw.append(
          PlotColumn(
            column: index, first: column.first, last: column.last, low: column.minimum,
            high: column.maximum, startsSegment: column.startsSegment))
        last = column.last
      }
      if column.nonFiniteCount > 0 {
        if column.count == 0 { raw.append(PlotColumn(column: index, value: .nan)) }
        if let last { nonFinite.append(Mark(column: index, value: last)) }
      }
    }
    if let after {
      raw.append(
        PlotColumn(
          column: max(columns.count, span.unboundedColumn(of: after.start, count: columns.count)),
          value: after.first))
    }
    return (raw, nonFinite)
  }

  /// Between the last finite column before and the first one after those that are not.
  private static func gaps(_ columns: [PlotColumn]) -> [PlotGap] {
    var gaps: [PlotGap] = []
    var before: PlotColumn?
    var isBroken = false
    for column in columns {
      guard column.last.isFinite else {
        isBroken = true
        continue
      }
      if isBroken, let before, !column.startsSegment { gaps.append(PlotGap(before: before, after: column)) }
      before = column
      isBroken = false
    }
    return gaps
  }

  private static func columns(of series: Series, span: ChartSpan, columns: Int) -> [PlotColumn] {
    series.columns(over: span.range, count: columns).enumerated().compactMap { index, column in
      guard let column, column.count > 0 else { return nil }
      return PlotColumn(
        column: index, first: column.first, last: column.last, low: column.minimum,
        high: column.maximum,
        startsSegment: column.startsSegment)
    }
  }

  /// Debiased moving average over a whole segment, so that what is shown does not depend on the stretch shown. What is
  /// not finite is skipped and breaks the line.
  private static func smoothed(
    _ series: Series, span: ChartSpan, columns: Int, _ smoothing: Smoothing, target: Int?
  ) -> (kept: [PlotColumn], abandoned: [PlotColumn], gaps: [PlotGap], value: Double?) {
    var average = DebiasedAverage(weight: smoothing.rawValue)
    var result: (kept: [PlotColumn], abandoned: [PlotColumn], gaps: [PlotGap], value: Double?) = (
      [], [], [], nil
    )
    var isGap = false
    var breaks = true
    var wasAbandoned = false
    var ruler = ColumnRuler(range: span.range, count: columns)
    for (index, bucket) in series.buckets.enumerated() {
      if bucket.startsSegment || bucket.isAbandoned != wasAbandoned {
        breaks = true
        isGap = false
      }
      wasAbandoned = bucket.isAbandoned
      if bucket.startsSegment, series.startsAfresh(at: index) { average.restart() }
      guard bucket.count > 0 else {
        breaks = true
        isGap = true
        continue
      }
      let value = average.add(bucket)
      if index == target { result.value = value }
      let middle = bucket.start / 2 + bucket.end / 2
      guard span.range.contains(middle) else {
        breaks = true
        isGap = false
        continue
      }
      let column = PlotColumn(column: ruler.column(of: middle), value: value, startsSegment: breaks)
      if bucket.isAbandoned {
        result.abandoned.join(column)
      } else {
        if isGap, let before = result.kept.last { result.gaps.append(PlotGap(before: before, after: column)) }
        result.kept.join(column)
      }
      breaks = bucket.nonFiniteCount > 0
      isGap = breaks
    }
    return result
  }

  /// Least and greatest value that the chart has to show; `nil` without any.
  var bounds: ClosedRange<Double>? {
    let finite = (raw + abandoned).filter { $0.low.isFinite && $0.high.isFinite }
    guard let low = finite.map(\.low).min(), let high = finite.map(\.high).max() else { return nil }
    return low...high
  }
}

extension ClosedRange<Double> {
  /// A range that a chart can use: not empty, with a little air.
  var withAir: ClosedRange<Double> {
    let extent = upperBound - lowerBound
    guard extent.isFinite else { return self }
    let air = extent > 0 ? extent * 0.04 : Swift.max(abs(lowerBound) * 0.1, 0.5)
    return lowerBound - air...upperBound + air
  }

  /// Both ranges and what lies between.
  static func union(_ one: ClosedRange<Double>?, _ other: ClosedRange<Double>?) -> ClosedRange<
    Double
  >? {
    guard let one, let other else { return one ?? other }
    return Swift.min(one.lowerBound, other.lowerBound)...Swift.max(one.upperBound, other.upperBound)
  }
}

extension [PlotColumn] {
  /// Appends a column, or adds it to the last one where a line would lead straight down or up to it: the dots are the
  /// same, and a long series costs no more than a wide screen has columns.
  fileprivate mutating func join(_ next: PlotColumn) {
    guard !next.startsSegment, let place = indices.last, self[place].column == next.column else {
      append(next)
      return
    }
    self[place].last = next.last
    self[place].low = Swift.min(self[place].low, next.low)
    self[place].high = Swift.max(self[place].high, next.high)
  }
}
