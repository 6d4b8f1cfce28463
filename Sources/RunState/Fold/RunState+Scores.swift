import Router
import RouterEngine
import RunEvents

extension RunState {
  /// Relative to max(1, |v|): a logged mean or sd further from rmtop's own differs.
  static let scoreTolerance = 1e-6

  /// Holds the scores that a router logged against rmtop's own fold, of the decisions that the belief law has audited;
  /// called after the decision's context is kept.
  mutating func compareScores(_ decision: DecisionEvent, hash: IdentifierHash) {
    guard !decision.scores.isEmpty else { return }
    var logged: [(arm: Int, score: LoggedScore)] = []
    for score in decision.scores {
      for value in [score.mean, score.standardDeviation, score.draw] {
        if let value, !value.isFinite { counts.nonFinite += 1 }
      }
      if let arm = arm(score.rewardModel) { logged.append((arm, score)) }
    }
    guard router.bank != nil, let context = pairs.contexts[hash], !logged.isEmpty,
      let isFirst = beliefs.law.audit()
    else { return }
    counts.auditedDecisions += 1
    if isFirst, progress.closes > 0 { counts.auditedCloses += 1 }
    guard !isOwnDecision,
      let own = router.bank?.scores(of: [context], arms: logged.map(\.arm)).first
    else { return }
    for (entry, own) in zip(logged, own) {
      guard let difference = difference(entry.score, own) else { continue }
      counts.differingScores += 1
      if counts.differingScores == 1 {
        tell(
          .scoresDiffer(
            decision: decision.id, rewardModel: entry.score.rewardModel, difference))
      }
      return
    }
  }

  /// An sd may be logged before or after exploration scales it.
  private func difference(_ logged: LoggedScore, _ own: ScoreDistribution) -> ScoreDifference? {
    if let mean = logged.mean, mean.isFinite, Self.differ(mean, own.mean) {
      return .mean(logged: mean, own: own.mean)
    }
    guard let deviation = logged.standardDeviation, deviation.isFinite else { return nil }
    if Self.differ(deviation, own.standardDeviation),
      Self.differ(deviation, own.standardDeviation * settings.exploration)
    {
      return .standardDeviation(logged: deviation, own: own.standardDeviation)
    }
    return nil
  }

  private static func differ(_ one: Double, _ other: Double) -> Bool {
    !((one - other).magnitude <= scoreTolerance * max(1, one.magnitude))
  }
}
