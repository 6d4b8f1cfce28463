import RunEvents

/// What grows no further.
enum Cap: Hashable, Codable, Sendable {
  /// Of the `run` line, and those added since.
  case rewardModels
  case addedRewardModels
  case categories
  case longCategory
  case metrics
  case longMetric
  case markers(Marker.Kind)
  case journal
  case controls
  case faults
  case remarks
  case contexts
  case identifiers
}

extension Cap {
  var sentence: String {
    switch self {
    case .rewardModels:
      "only the first \(Roster.limit) reward models of the run are followed; lines about the others count as faults"
    case .addedRewardModels: "more than \(Roster.limit) reward models: further ones are left out"
    case .categories:
      "more than \(PairLedger.categoryLimit) categories: further ones are counted as \(PairLedger.otherCategory)"
    case .longCategory:
      "a category's name is longer than \(PairLedger.nameLimit) bytes: such ones are counted as "
        + PairLedger.otherCategory
    case .metrics: "more than \(Charts.metricLimit) names of metrics: further ones are left out"
    case .longMetric:
      "a metric's name is longer than \(Charts.nameLimit) bytes: such metrics are left out"
    case .markers(let kind):
      "more than \(MarkerThinning.limit) marks of kind \(kind.rawValue): only some of them are drawn"
    case .journal:
      "more than \(Journal.limit) lines here: the oldest are dropped, the log has them"
    case .controls: "more than \(ControlLedger.limit) controls: the oldest are no longer listed"
    case .faults:
      "more than \(FaultList.listedLimit) lines skipped: further ones are counted, not listed"
    case .remarks:
      "more than \(RemarkList.listedLimit) remarks on fields: further ones are counted, not listed"
    case .contexts:
      "more than \(ContextStore.capacity) contexts (or 64 MiB of them) wait for feedback: the oldest are "
        + "dropped, and their rewards do not reach the posterior"
    case .identifiers:
      "more than \(IdentifierMemory.capacity) decisions: feedback for older ones counts as orphaned"
    }
  }
}
