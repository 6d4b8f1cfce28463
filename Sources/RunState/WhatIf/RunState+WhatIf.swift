import Router
import RouterEngine
import RunEvents

extension RunState {
  /// From here on these settings are in the place of the log's own.
  mutating func override(_ change: RouterSettingsChange) {
    overrides = change
    charts.beginWeighing()
    guard progress.runs > 0 else { return }
    fold(SettingsEvent(reason: "what if"))
  }

  /// The shares have the decision that was folded last by these probabilities; without any they leave it out.
  mutating func weighDecision(_ probabilities: [Double]?) {
    if let probabilities { charts.weigh(probabilities) }
    closeFullShares()
  }

  /// The context of a decision of this segment whose feedback is not used yet.
  func context(ofDecision id: String) -> [Double]? { pairs.contexts[key(of: id)] }

  /// Whether the feedback that was folded last waits in the open batch for its reward.
  func awaitsReward(_ hash: IdentifierHash) -> Bool { router.batch.items.last?.key == hash }

  /// By arm: with which probabilities a policy would choose, from the posteriors as they are.
  ///
  /// - Throws: the sentence that says what is missing or wrong.
  mutating func probabilities(
    _ request: RoutingRequest, of policy: inout any RoutingPolicy
  ) throws(EngineError) -> [Double] {
    // Taken out and put back, so that making a factor copies no matrix.
    var bank = router.bank.take()
    defer { router.bank = bank }
    return try policy.probabilities(request, count: rewardModels.count, posteriors: &bank)
  }
}
