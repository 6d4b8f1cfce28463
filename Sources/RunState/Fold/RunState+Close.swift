import Router
import RouterEngine
import RunEvents

extension RunState {
  /// Rule 2: the router decays, normalises and folds; then belief and reward series are taken. Closing no batch is no
  /// event.
  mutating func closeBatch() {
    let contexts = router.batch.items.map { pairs.contexts[$0.key] }
    let predictions = router.batch.isOpen ? ownPredictions(contexts) : []
    guard let closed = router.close(contexts: contexts) else { return }
    progress.closes += 1
    counts.rewardsWithoutContext += closed.withoutContext
    counts.refusedRewards += closed.refused
    conditions.watchRewards(
      closed.batch.items, rewards: closed.rewards,
      in: Conditions.RewardSurroundings(
        settings: settings.reward, noiseVariance: router.bank?.settings.noiseVariance,
        inRun: router.isInRun, hasContexts: beliefs.probes.offered > 0, hasSteps: progress.hasSteps,
        charts: charts, predictions: predictions),
      at: progress.moment)
    tellConditions()
    closedRewards += closed.closedRewards
    noteStatistics(closed)
    charts.append(closed.batch, at: chartMoment)
    for item in closed.batch.items { pairs.contexts.remove(item.key) }
    progress.pending = 0
    if beliefs.addPoint(&router, close: progress.closes, at: progress.moment) { counts.looks += 1 }
  }

  /// Every close ends what the last look was good for.
  private mutating func noteStatistics(_ closed: ClosedBatch<IdentifierHash>) {
    guard let settings = router.bank?.settings else { return }
    if closed.changedArms.isEmpty { beliefs.law.spoil() } else { beliefs.noteStatistics() }
    beliefs.law.close(
      rows: closed.folded, ageing: settings.forgetting < 1 ? closed.changedArms.count : 0,
      width: settings.width)
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
