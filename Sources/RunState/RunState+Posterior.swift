import Router
import RouterEngine
import RunEvents
import Wording

extension RunState {
  /// What the router did to the posteriors, as far as others hang on it: beliefs, and what is said.
  mutating func follow(_ change: RouterChange) {
    if change.dropped {
      for arm in rewardModels.indices {
        rewardModels[arm].belief = nil
        rewardModels[arm].priorBelief = nil
      }
      for index in categories.indices { categories[index].bestProbabilityByArm = [] }
    }
    if change.started {
      memory.priorForms = PriorForms()
      sayUnnamed(change.unnamed)
    }
    if change.started || change.added { memory.isBeliefStale = true }
    if change.rescaled { outdate(rewardModels.indices) }
  }

  /// The statistics or the scales of some arms are others.
  mutating func outdate(_ arms: some Sequence<Int>) {
    for arm in arms { memory.isVarianceStale[arm] = true }
    memory.isBeliefStale = true
    memory.hasStaleFactors = true
  }

  /// Names the RMs that the prior file does not know.
  private mutating func sayUnnamed(_ arms: [Int]) {
    guard !arms.isEmpty else { return }
    let names = listed(arms.map { rewardModels[$0].info.id }, atMost: 4)
    say(
      .info, .settings,
      "\(router.priorFileWords) has no row for \(names): the mean of its rows is taken")
  }
}
