import RunEvents
import RunState
import TerminalCells

/// The stretch of the run that all charts show.
struct ChartSpan: Equatable {
  var range: ClosedRange<Double>
  /// `all`, `tail 500`, `frozen`.
  var detail: String
  /// What the range is in.
  var place = ChartPlace()
  var crosshair: Crosshair?

  /// `by time · all`: what charts stand over, where that is not the step, and the stretch; or where the crosshair is.
  var words: String {
    crosshair?.words ?? (place.axis == .step ? detail : "by \(place.axis.rawValue) · \(detail)")
  }

  /// The column of a position among `count`, by the rule of `Series.columns(over:count:)`; `nil` outside.
  func column(of position: Double, count: Int) -> Int? {
    guard count > 0, range.contains(position) else { return nil }
    return min(count - 1, unboundedColumn(of: position, count: count))
  }

  /// The same, also outside: limited to a screen's distance.
  func unboundedColumn(of position: Double, count: Int) -> Int {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite, position.isFinite else { return 0 }
    let column = (position - range.lowerBound) / width * Double(count)
    return Int(max(-100_000, min(100_000, column)).rounded(.down))
  }
}

extension DashboardModel {
  /// What share and reward show; `nil` as long as there is nothing to chart.
  ///
  /// It spans the steps of pairs and decisions; where there are none, those of the metrics.
  var chartSpan: ChartSpan? { positionSpan.map(placed) }

  /// The same over positions, whatever the charts stand over.
  var positionSpan: ChartSpan? {
    extent.map { span(over: $0, end: currentPosition ?? $0.upperBound) }
  }

  /// A stretch of positions on the axis that charts have.
  private func placed(_ span: ChartSpan) -> ChartSpan {
    let place = chartPlace
    var placed = span
    placed.crosshair = crosshair(in: span.range, place: place)
    guard let measure = place.axis.measure, let last = place.timeline.points.last else { return placed }
    var (start, end) = (0.0, last[measure])
    if view.span != .all {
      start = place.place(of: span.range.lowerBound)
      end = place.place(of: span.range.upperBound)
    }
    placed.range = start...(end > start ? end : start + 1)
    placed.place = place
    return placed
  }

  /// What the chart of a metric shows: the same, and what lies around it, or an axis of its own.
  ///
  /// - Parameter whole: `metricsExtent`, where it is known.
  func chartSpan(of metric: MetricSeries, whole: ClosedRange<Double>? = nil) -> ChartSpan? {
    positionSpan(of: metric, whole: whole).map { hasOwnAxis(metric) ? $0 : placed($0) }
  }

  /// The same over positions, whatever the charts stand over.
  func positionSpan(of metric: MetricSeries, whole: ClosedRange<Double>? = nil) -> ChartSpan? {
    guard let extent, let own = metric.series.extent else { return positionSpan }
    guard hasOwnAxis(metric) else {
      return span(
        over: whole ?? metricsExtent ?? extent,
        end: max(currentPosition ?? extent.upperBound, metric.lastPosition ?? extent.upperBound))
    }
    guard let shown = positionSpan, case let length = extent.upperBound - extent.lowerBound,
      length > 0,
      view.span != .all
    else {
      return ChartSpan(
        range: own.lowerBound...max(own.upperBound, own.lowerBound + 1), detail: "own steps")
    }
    // The same part of its own steps as share and reward show of theirs.
    let scale = (own.upperBound - own.lowerBound) / length
    let start = own.lowerBound + (shown.range.lowerBound - extent.lowerBound) * scale
    let end = own.lowerBound + (shown.range.upperBound - extent.lowerBound) * scale
    guard start.isFinite, end.isFinite, start < end else { return positionSpan }
    return ChartSpan(range: start...end, detail: "own steps")
  }

  /// From the first to the last position of share, reward and the metrics that have their steps.
  ///
  /// - Complexity: O(buckets of all metrics).
  var metricsExtent: ClosedRange<Double>? {
    guard let extent else { return nil }
    return run.metrics.filter { !hasOwnAxis($0) }.compactMap(\.series.extent).reduce(extent) {
      min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
    }
  }

  /// Whether a metric's steps are of another kind than those of pairs and decisions: samples, tokens or epochs, or the
  /// decisions have none.
  func hasOwnAxis(_ metric: MetricSeries) -> Bool {
    guard run.counts.decisions > 0, let step = metric.lastStep else { return false }
    guard let known = run.progress.steps.known else { return true }
    // Beside the routing step at that time, as either of the two may have stopped long ago.
    let routing = metric.routingStep ?? min(max(step, known.lowerBound), known.upperBound)
    let near = Double(min(step, routing))
    return Double(max(step, routing)) > 3 * max(near, 50)
  }

  /// From the first to the last position of share and reward, those of branches that were left too.
  private var extent: ClosedRange<Double>? {
    var extents = (run.shares.byArm.prefix(1) + [run.reward]).compactMap(\.extent)
    if extents.isEmpty { extents = run.metrics.compactMap(\.series.extent) }
    guard let first = extents.map(\.lowerBound).min(), let last = extents.map(\.upperBound).max()
    else {
      return nil
    }
    return first...max(last, currentPosition ?? last)
  }

  /// Where the run stands; `nil` before its first decision.
  private var currentPosition: Double? {
    run.counts.decisions > 0 && run.progress.position.isFinite ? run.progress.position : nil
  }

  private func span(over extent: ClosedRange<Double>, end: Double) -> ChartSpan {
    let first = extent.lowerBound
    let all = ChartSpan(range: first...max(extent.upperBound, first + 1), detail: "all")
    switch view.span {
    case .all: return all
    case .tail(let steps):
      let start = max(first, end - max(1, steps))
      return ChartSpan(
        range: start...max(end, start + 1), detail: "tail \(formatCompact(max(1, steps)))")
    case .frozen(let range):
      guard range.lowerBound.isFinite, range.upperBound.isFinite,
        range.lowerBound < range.upperBound
      else {
        return all
      }
      return ChartSpan(range: range, detail: "frozen")
    }
  }

  /// Vertical marks of the charts, those of alarms last so that they stay visible.
  var chartMarkers: [Marker] {
    let all = run.markers.filter { $0.kind != .note } + feed.sourceMarkers
    return all.filter { $0.kind != .alarm } + all.filter { $0.kind == .alarm }
  }
}
