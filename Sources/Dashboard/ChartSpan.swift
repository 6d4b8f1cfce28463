import RunState
import TerminalCells

/// The stretch of the run that all charts show.
struct ChartSpan: Equatable {
  var range: ClosedRange<Double>
  /// `all`, `tail 500`, `frozen`.
  var detail: String

  /// The column of a position among `count`, by the rule of `Series.columns(over:count:)`; `nil` outside.
  func column(of position: Double, count: Int) -> Int? {
    guard count > 0, range.contains(position) else { return nil }
    return min(count - 1, unboundedColumn(of: position, count: count))
  }

  /// The same, also outside: limited to a screen's distance.
  func unboundedColumn(of position: Double, count: Int) -> Int {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite, position.isFinite else { return 0 }
    let place = (position - range.lowerBound) / width * Double(count)
    return Int(max(-100_000, min(100_000, place)).rounded(.down))
  }
}

extension DashboardModel {
  /// What the charts show; `nil` as long as there is nothing to chart.
  var chartSpan: ChartSpan? {
    let series = run.shares.byArm.prefix(1) + [run.reward] + run.metrics.map(\.series)
    let extents = series.compactMap(\.extent)
    guard let first = extents.map(\.lowerBound).min(), let last = extents.map(\.upperBound).max() else {
      return nil
    }
    let end = max(last, run.progress.position.isFinite ? run.progress.position : last)
    switch view.span {
    case .all:
      return ChartSpan(range: first...max(end, first + 1), detail: "all")
    case .tail(let steps):
      let start = max(first, end - max(1, steps))
      return ChartSpan(
        range: start...max(end, start + 1), detail: "tail \(formatCompact(max(1, steps)))")
    case .frozen(let range):
      guard range.lowerBound.isFinite, range.upperBound.isFinite, range.lowerBound < range.upperBound else {
        return ChartSpan(range: first...max(end, first + 1), detail: "all")
      }
      return ChartSpan(range: range, detail: "frozen")
    }
  }

  /// Vertical marks of the charts, those of alarms last so that they stay visible.
  var chartMarkers: [Marker] {
    let all = run.markers.filter { $0.kind != .note } + view.sourceMarkers
    return all.filter { $0.kind != .alarm } + all.filter { $0.kind == .alarm }
  }
}
