import RouterEngine
import RunEvents

extension RunState {
  /// Before any close the belief is the prior's, at the first context.
  mutating func takePriorBelief() {
    refreshBelief()
  }

  /// The belief without observations over the present probes, for the prior's tick. Its P(best) is taken once, over
  /// the first probes.
  ///
  /// The prior is w ~ N(s E, I/λ₀), so that the score of x has mean s E·x and variance (‖x‖² + 1 with an
  /// intercept)/λ₀: no factor is needed.
  mutating func refreshPriorBelief() {
    guard let scales = memory.bank?.settings else { return }
    let squares = memory.probes.contexts.map { context in
      context.reduce(scales.hasIntercept ? 1.0 : 0.0) { $0 + $1 * $1 }
    }
    let contexts = memory.probes.contexts
    let present = rewardModels.indices.filter { rewardModels[$0].isPresent }
    var scores = [[ScoreDistribution]](repeating: [], count: contexts.count)
    for arm in present {
      let prior = memory.priorMeans[arm]
      for (index, context) in contexts.enumerated() {
        scores[index].append(
          ScoreDistribution(
            mean: scales.priorScale * Self.product(prior, context, hasIntercept: scales.hasIntercept),
            standardDeviation: (squares[index] / scales.priorPrecision).squareRoot()))
      }
    }
    let isFirst = present.contains { rewardModels[$0].priorBelief == nil }
    let looks = Self.looks(scores, count: present.count, withBestProbability: isFirst)
    for (look, arm) in zip(looks, present) {
      let known = isFirst ? nil : rewardModels[arm].priorBelief?.bestProbability
      rewardModels[arm].priorBelief = Belief(
        mean: look.mean, standardDeviation: look.standardDeviation,
        bestProbability: known ?? look.bestProbability, observations: 0,
        averageVariance: 1 / scales.priorPrecision, distanceFromPrior: 0)
    }
  }

  /// E·x, with the intercept's entry last where there is one; a missing entry of E is 0.
  private static func product(_ prior: [Double], _ context: [Double], hasIntercept: Bool) -> Double {
    var sum = 0.0
    for (weight, value) in zip(prior, context) { sum += weight * value }
    if hasIntercept && prior.count > context.count { sum += prior[context.count] }
    return sum
  }
}
