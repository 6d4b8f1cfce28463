import RunState
import TerminalCells
import Wording

/// The Y axis of a chart: what it shows, on which scale, and what lies beyond it.
struct ValueAxis: Equatable {
  var scale = ValueScale(.linear)
  /// Places of the lower and the upper edge.
  var bounds: ClosedRange<Double>
  /// The values that the axis leaves out.
  var clipped = Clipped()
  /// The chosen scale has no place for any of the values.
  var isRefused = false

  /// Samples beyond the edges.
  struct Clipped: Equatable {
    var above = 0
    var below = 0
    /// Of those below, the ones that a logarithm does not have.
    var notPositive = 0
    /// There are more: of several samples together only the greatest and the least are known.
    var isAtLeast = false
  }

  /// How far beyond the quartiles, in distances of these, a value is an outlier.
  private static let fence = 3.0

  /// Linear, from edge to edge.
  init(bounds: ClosedRange<Double>) { self.bounds = bounds }

  /// - Parameters:
  ///   - curves: in values.
  ///   - view: scale, and whether outliers are left out.
  ///   - goesBySmooth: the axis is made by what is drawn smoothed; single samples may lie beyond.
  /// - Returns: `nil` where there is no finite value.
  init?(_ curves: [Curve], _ view: ViewState, goesBySmooth: Bool = false) {
    let columns = curves.flatMap { curve in
      (goesBySmooth && !curve.smooth.isEmpty ? curve.smooth : curve.raw) + curve.abandoned
    }
    let values = columns.flatMap { [$0.low, $0.high] }.filter(\.isFinite)
    guard !values.isEmpty else { return nil }
    scale = ValueScale(view.scale, of: values)
    var places = values.map(scale.place).filter(\.isFinite)
    if places.isEmpty {
      isRefused = true
      scale = ValueScale(.linear)
      places = values
    }
    guard let low = places.min(), let high = places.max() else { return nil }
    bounds = low...high
    if view.clipsOutliers { bounds = Self.withoutOutliers(places.sorted()) }
    bounds = bounds.withAir
  }

  /// From the least to the greatest value that is no outlier; the middle nine tenths where half of all are equal.
  private static func withoutOutliers(_ sorted: [Double]) -> ClosedRange<Double> {
    let (first, third) = (sorted[sorted.count / 4], sorted[sorted.count * 3 / 4])
    guard third > first else {
      return sorted[sorted.count / 20]...sorted[sorted.count - 1 - sorted.count / 20]
    }
    let reach = fence * (third - first)
    let kept = sorted.filter { $0 >= first - reach && $0 <= third + reach }
    return (kept.first ?? first)...(kept.last ?? third)
  }

  /// Counts what of a series lies beyond the edges.
  ///
  /// - Complexity: O(buckets).
  mutating func countClipped(_ series: Series, _ span: ChartSpan) {
    let (low, high) = (scale.value(at: bounds.lowerBound), scale.value(at: bounds.upperBound))
    for bucket in span.place.placed(series).buckets
    where bucket.count > 0 && !bucket.isAbandoned && span.range.contains(bucket.end) {
      if bucket.maximum > high { clipped.above += bucket.minimum > high ? bucket.count : 1 }
      if bucket.minimum < low { clipped.below += bucket.maximum < low ? bucket.count : 1 }
      if scale.kind == .log, bucket.minimum <= 0 {
        clipped.notPositive += bucket.maximum <= 0 ? bucket.count : 1
      }
      let isPartly =
        (bucket.maximum > high && bucket.minimum <= high) || (bucket.minimum < low && bucket.maximum >= low)
      if isPartly, bucket.count > 1 { clipped.isAtLeast = true }
    }
  }

  /// `log · ▴12 ▾3 · 3 not above 0`; empty of a linear axis that shows all.
  var words: String {
    var parts: [String] = []
    if isRefused { parts.append("nothing above 0 for log") }
    if scale.kind != .linear { parts.append(scale.kind.rawValue) }
    let more = clipped.isAtLeast ? "+" : ""
    let counts = [("▴", clipped.above), ("▾", clipped.below)].filter { $0.1 > 0 }
      .map { "\($0.0)\(formatCount($0.1))\(more)" }
    if !counts.isEmpty { parts.append(counts.joined(separator: " ")) }
    if clipped.notPositive > 0 { parts.append("\(formatCount(clipped.notPositive))\(more) not above 0") }
    return parts.joined(separator: " · ")
  }

  /// What of a text goes before the words that were there.
  func before(_ detail: String) -> String { words.isEmpty ? detail : "\(words) · \(detail)" }
}

extension Curve {
  /// On an axis: places in place of values; the reading stays a value.
  func placed(on axis: ValueAxis) -> Curve {
    guard axis.scale.kind != .linear else { return self }
    // What has no place goes out by the lower edge.
    let outside = axis.bounds.lowerBound - (axis.bounds.upperBound - axis.bounds.lowerBound)
    func place(_ value: Double) -> Double {
      value.isFinite ? max(outside, axis.scale.place(value)) : .nan
    }
    func place(_ column: PlotColumn) -> PlotColumn {
      PlotColumn(
        column: column.column, first: place(column.first), last: place(column.last), low: place(column.low),
        high: place(column.high), startsSegment: column.startsSegment)
    }
    var curve = self
    curve.raw = raw.map(place)
    curve.smooth = smooth.map(place)
    curve.abandoned = abandoned.map(place)
    curve.gaps = gaps.map { PlotGap(before: place($0.before), after: place($0.after)) }
    curve.nonFinite = nonFinite.map { Mark(column: $0.column, value: place($0.value)) }
    return curve
  }
}

extension DotCanvas {
  /// Arrows at the edges, in the cells where columns go beyond them; what is drawn later replaces them.
  mutating func edgeArrows(
    _ curves: [Curve], bounds: ClosedRange<Double>, glyphs: GlyphTier, style: CellStyle
  ) {
    beginSeries()
    let (up, down) = glyphs == .ascii ? ("^", "v") : ("▴", "▾")
    for column in curves.lazy.flatMap(\.raw) where column.low.isFinite && column.high.isFinite {
      if column.high > bounds.upperBound { setMark(up, column: column.column, row: 0, style: style) }
      if column.low < bounds.lowerBound {
        setMark(down, column: column.column, row: height - 1, style: style)
      }
    }
  }
}

extension Painter {
  /// Numbers of a Y axis at the left of a chart.
  mutating func values(_ axis: ValueAxis, canvas: DotCanvas, chart: CellRect, x: Int, width: Int) {
    values(
      axis.scale.ticks(bounds: axis.bounds, rows: min(chart.height, 9)), canvas: canvas, bounds: axis.bounds,
      x: x, y: chart.y, width: width)
  }

  /// Where a line breaks because a value was not finite, its ends are joined by faint dots.
  func gaps(_ curve: Curve, on canvas: inout DotCanvas, bounds: ClosedRange<Double>, style: CellStyle) {
    for gap in curve.gaps { canvas.plot(gap, bounds: bounds, style: style) }
  }
}

extension DashboardModel {
  /// `y`: linear, log, symlog, and around.
  mutating func changeScale() {
    let all = ValueScale.Kind.allCases
    view.scale = all[((all.firstIndex(of: view.scale) ?? 0) + 1) % all.count]
    switch view.scale {
    case .linear: status = StatusLine("reward and metrics on a linear scale")
    case .log:
      status = StatusLine("reward and metrics on a log scale: values that are not above 0 go out below (▾)")
    case .symlog:
      status = StatusLine("reward and metrics on a symlog scale: linear around 0, logarithmic beyond")
    }
  }

  /// `o`: without outliers, or with all.
  mutating func toggleOutliers() {
    view.clipsOutliers.toggle()
    status = StatusLine(
      view.clipsOutliers
        ? "axes without outliers: ▴ and ▾ say where, and how many samples, lie beyond"
        : "axes show all samples")
  }
}
