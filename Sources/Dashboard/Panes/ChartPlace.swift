import RunState

/// Where charts put what has a position: at the position itself, or at its time or decisions.
struct ChartPlace: Equatable {
  var axis = ChartAxis.step
  var timeline = Timeline()

  /// The series over this axis.
  ///
  /// - Complexity: O(1) over steps, else O(buckets).
  func placed(_ series: Series) -> Series {
    axis.measure.map { timeline.placed(series, $0) } ?? series
  }

  /// Where a mark stands.
  func place(of marker: Marker) -> Double? {
    guard let measure = axis.measure else { return marker.position }
    return timeline.place(ofEvent: marker.event, measure)
  }

  /// Where the run stood at this position, for the last time.
  func place(of position: Double) -> Double {
    axis.measure.flatMap { timeline.last(at: position, $0) } ?? position
  }
}

extension ChartAxis {
  /// `nil`: positions as they are.
  var measure: Timeline.Measure? {
    switch self {
    case .step: nil
    case .time: .time
    case .decisions: .decisions
    }
  }
}

extension DashboardModel {
  /// What charts stand over: what was chosen, where the log has it.
  var chartAxis: ChartAxis {
    view.axis == .time && !run.charts.timeline.hasTimes ? .step : view.axis
  }

  var chartPlace: ChartPlace {
    let axis = chartAxis
    return axis == .step ? ChartPlace() : ChartPlace(axis: axis, timeline: run.charts.timeline)
  }

  /// `X`: steps, time, decisions, and around.
  mutating func changeAxis() {
    let all = ChartAxis.allCases
    view.axis = all[((all.firstIndex(of: view.axis) ?? 0) + 1) % all.count]
    switch view.axis {
    case .step:
      status = StatusLine(
        run.progress.hasSteps || run.counts.decisions == 0
          ? "charts by step" : "charts by decision: the log has no steps")
    case .time where !run.charts.timeline.hasTimes:
      status = StatusLine(
        "charts stay by step: no event of this log has a time `t`; X goes on to decisions", isError: true)
    case .time: status = StatusLine("charts by the time since the run's first event")
    case .decisions: status = StatusLine("charts by the decisions made so far")
    }
  }
}
