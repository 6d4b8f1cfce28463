import Router
import RouterEngine

extension RunState {
  /// Categories whose P(best) is renewed at one belief point; more than these take turns.
  static let categoriesPerPoint = 4

  /// A belief point: every RM over the probe set, and some categories over their own probes.
  ///
  /// What no chart keeps (P(best), whose integrals cost more than all else, and tr(Λ⁻¹)/d) is renewed at fewer closes,
  /// by the same law with 256 in place of 1,024: it is never older than 0.4 % of the run's closes, and new at its end.
  mutating func takeBelief() {
    let renewsAll = Self.isDue(close: progress.closes, perDoubling: 256)
    guard refreshBelief(renewsAll: renewsAll) else { return }
    for arm in rewardModels.indices {
      guard let belief = rewardModels[arm].belief else { continue }
      rewardModels[arm].beliefMean.append(
        position: progress.position, value: belief.mean, segment: progress.drawnSegments)
      rewardModels[arm].beliefDeviation.append(
        position: progress.position, value: belief.standardDeviation, segment: progress.drawnSegments)
    }
    if renewsAll { refreshCategories() }
  }

  /// Makes `belief` that of the statistics as they are.
  ///
  /// - Parameter renewsAll: false leaves P(best) and tr(Λ⁻¹)/d as they were.
  /// - Returns: false where posteriors are unavailable, no context has come, or nobody will look.
  @discardableResult
  mutating func refreshBelief(renewsAll: Bool = true) -> Bool {
    guard memory.takesBeliefs, router.bank != nil, !memory.probes.contexts.isEmpty else { return false }
    let present = rewardModels.indices.filter { rewardModels[$0].isPresent }
    let scores = router.bank?.scores(of: memory.probes.contexts, arms: present) ?? []
    let renewsAll = renewsAll || present.contains { rewardModels[$0].belief == nil }
    let looks = Self.looks(scores, count: present.count, withBestProbability: renewsAll)
    for (place, arm) in present.enumerated() {
      let known = renewsAll ? nil : rewardModels[arm].belief
      let variance = known?.averageVariance ?? averageVariance(of: arm)
      rewardModels[arm].belief = Belief(
        mean: looks[place].mean, standardDeviation: looks[place].standardDeviation,
        bestProbability: known?.bestProbability ?? looks[place].bestProbability,
        observations: router.bank?.observationCount(arm) ?? 0, averageVariance: variance,
        distanceFromPrior: router.bank?.distanceFromPrior(arm) ?? 0)
    }
    for arm in rewardModels.indices where !rewardModels[arm].isPresent { rewardModels[arm].belief = nil }
    refreshPriorBelief()
    memory.isBeliefStale = !renewsAll
    memory.hasStaleFactors = false
    return true
  }

  /// tr(Λ⁻¹)/d costs more than all other numbers of a belief, so it is kept for RMs that nothing has happened to.
  private mutating func averageVariance(of arm: Int) -> Double {
    if !memory.isVarianceStale[arm], let known = rewardModels[arm].belief?.averageVariance { return known }
    memory.isVarianceStale[arm] = false
    return router.bank?.averageVariance(arm) ?? .nan
  }

  private mutating func refreshCategories() {
    guard !categories.isEmpty else { return }
    let present = rewardModels.indices.filter { rewardModels[$0].isPresent }
    let start = memory.nextCategory % categories.count
    let turns = min(Self.categoriesPerPoint, categories.count)
    for turn in 0..<turns {
      let index = (start + turn) % categories.count
      let contexts = memory.categoryProbes[index].contexts
      guard !contexts.isEmpty, let scores = router.bank?.scores(of: contexts, arms: present) else { continue }
      var byArm = [Double](repeating: 0, count: rewardModels.count)
      for (place, look) in Self.looks(scores, count: present.count).enumerated() {
        byArm[present[place]] = look.bestProbability
      }
      categories[index].bestProbabilityByArm = byArm
    }
    memory.nextCategory = (start + turns) % categories.count
  }

  /// What a set of probes says of one RM.
  struct Look {
    var mean = 0.0
    var standardDeviation = 0.0
    var bestProbability = 0.0
  }

  /// Mean of the means, root of the mean variance, and mean of P(best), over contexts; by place in `arms`.
  ///
  /// P(best) is a mean over contexts, too: the share of pairs for which an RM is the best, so that specialists have
  /// their part. Its integrals are most of the work, and left out (0) where nobody asks for them.
  static func looks(
    _ scores: [[ScoreDistribution]], count: Int, withBestProbability: Bool = true
  ) -> [Look] {
    var looks = [Look](repeating: Look(), count: count)
    guard !scores.isEmpty else { return looks }
    for context in scores {
      let best = withBestProbability ? bestProbabilities(context) : []
      for place in looks.indices {
        looks[place].mean += context[place].mean
        looks[place].standardDeviation += context[place].standardDeviation * context[place].standardDeviation
        if withBestProbability { looks[place].bestProbability += best[place] }
      }
    }
    let total = Double(scores.count)
    for place in looks.indices {
      looks[place].mean /= total
      looks[place].standardDeviation = (looks[place].standardDeviation / total).squareRoot()
      looks[place].bestProbability /= total
    }
    return looks
  }
}
