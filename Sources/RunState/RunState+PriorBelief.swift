import Router
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
  /// The prior is w ~ N(s E, (λ₀ M)⁻¹), so that the score of x has mean s E·x and variance xᵀ M⁻¹ x / λ₀.
  mutating func refreshPriorBelief() {
    guard let bank = router.bank else { return }
    let contexts = memory.probes.contexts
    memory.priorForms.refresh(contexts, bank: bank)
    let present = rewardModels.indices.filter { rewardModels[$0].isPresent }
    let scores = contexts.enumerated().map { place, context in
      present.map { arm in
        bank.priorDistribution(arm, context: context, form: memory.priorForms.form(arm, probe: place))
      }
    }
    let isFirst = present.contains { rewardModels[$0].priorBelief == nil }
    let looks = Self.looks(scores, count: present.count, withBestProbability: isFirst)
    for (look, arm) in zip(looks, present) {
      let known = isFirst ? nil : rewardModels[arm].priorBelief?.bestProbability
      rewardModels[arm].priorBelief = Belief(
        mean: look.mean, standardDeviation: look.standardDeviation,
        bestProbability: known ?? look.bestProbability, observations: 0,
        averageVariance: memory.priorForms.average(arm) / bank.settings.priorPrecision, distanceFromPrior: 0)
    }
  }
}
