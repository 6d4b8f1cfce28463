package import RunEvents

extension RunState {
  /// Whether there are metrics and nothing that a router or a trainer that routes would have written, as in the logs of
  /// other trainers.
  package var hasMetricsOnly: Bool {
    header == nil && rewardModels.isEmpty && counts.pairs == 0 && counts.decisions == 0 && !metrics.isEmpty
  }

  /// What is missing then, for a place with little room.
  package static let metricsOnly = "metrics only: no decisions"
  /// How it is added: a sentence without a full stop.
  package static let decisionsMissing =
    "`rmtop.RunLog` of the Python client logs which reward model judged which pair: docs/importers.md"

  /// The step of the last metrics, which is the run's where there is nothing else.
  package var metricsStep: Int? {
    hasMetricsOnly ? charts.timeline.points.last.map { Int($0.position) } : nil
  }

  /// The step that a line of metrics brings, as long as there is nothing else.
  package func metricsStep(of line: LogLine) -> Int? {
    guard header == nil, counts.pairs == 0, counts.decisions == 0, case .event(let timed) = line.content,
      case .metrics(let metrics) = timed.event
    else { return nil }
    return metrics.step
  }
}
