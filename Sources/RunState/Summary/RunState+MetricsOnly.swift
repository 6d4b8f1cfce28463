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
}
