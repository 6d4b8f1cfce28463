import Router
import RouterEngine
import RunEvents
import Wording

extension RunState {
  /// Rule 2: the router decays, normalises and folds; then belief and reward series are taken. Closing no batch is no
  /// event.
  mutating func closeBatch() {
    let contexts = router.batch.items.map { pairs.contexts[$0.key] }
    guard let closed = router.close(contexts: contexts) else { return }
    progress.closes += 1
    counts.rewardsWithoutContext += closed.withoutContext
    counts.refusedRewards += closed.refused
    conditions.watchRewards(
      closed.batch.items, rewards: closed.rewards,
      in: Conditions.RewardSurroundings(
        settings: settings.reward, noiseVariance: router.bank?.settings.noiseVariance,
        inRun: router.isInRun, hasContexts: beliefs.probes.offered > 0, hasSteps: progress.hasSteps,
        charts: charts),
      at: progress.moment)
    tellConditions()
    closedRewards += closed.closedRewards
    if !closed.changedArms.isEmpty { beliefs.note(.statistics(closed.changedArms)) }
    charts.append(closed.batch, at: chartMoment)
    for item in closed.batch.items { pairs.contexts.remove(item.key) }
    progress.pending = 0
    if BeliefLaw.takesPoint(atClose: progress.closes) {
      beliefs.addPoint(&router, close: progress.closes, at: progress.moment)
    }
  }

  /// `settings`: changes of the router's own (`Router.change`). The fold itself never chooses.
  mutating func fold(_ event: SettingsEvent) {
    let change = router.change(event.change, overrides: overrides)
    tell(.settingsChanged(reason: event.reason))
    follow(change)
  }

  /// What the router did to the posteriors, as far as others hang on it: beliefs, and what is said.
  mutating func follow(_ change: RouterChange) {
    if change.dropped { beliefs.removeAll() }
    if change.started {
      beliefs.restart()
      if !change.unnamed.isEmpty {
        tell(
          .unnamedInPrior(
            prior: router.priorFileWords, rewardModels: change.unnamed.map { rewardModels[$0].info.id }))
      }
    }
    if change.started || change.added { beliefs.note(.posteriors) }
    if change.rescaled { beliefs.note(.statistics(Array(rewardModels.indices))) }
  }
}

extension ClosedBatch<IdentifierHash> {
  /// What became of each of its feedbacks, for a what-if beside the fold.
  fileprivate var closedRewards: [ClosedReward] {
    var next = 0
    return batch.items.map { item in
      switch item.kind {
      case .substitute(let number): return ClosedReward(hash: item.key, reward: number)
      case .loss:
        defer { next += 1 }
        return ClosedReward(hash: item.key, reward: next < outcomes.count ? outcomes[next] : nil)
      }
    }
  }
}
