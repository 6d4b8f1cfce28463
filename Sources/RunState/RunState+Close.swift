import Router
import RouterEngine
import RunEvents

extension RunState {
  /// Rule 2: the router decays, normalises and folds; then belief and reward series are taken. Closing no batch is no
  /// event.
  mutating func closeBatch() {
    let contexts = router.batch.items.map { memory.contexts[$0.key] }
    guard let closed = router.close(contexts: contexts) else { return }
    progress.closes += 1
    counts.rewardsWithoutContext += closed.withoutContext
    counts.refusedRewards += closed.refused
    watchRewards(closed.batch.items, rewards: closed.rewards)
    note(closed)
    if !closed.changedArms.isEmpty { outdate(closed.changedArms) }
    takeRewards(closed.batch)
    for item in closed.batch.items { memory.contexts.remove(item.key) }
    progress.pending = 0
    if Self.takesBelief(atClose: progress.closes) { takeBelief() }
  }

  /// Belief points are taken at close c iff c mod 2^max(0, ⌊log₂(c/1024)⌋) = 0: all of the first 2,047, then fewer.
  static func takesBelief(atClose close: Int) -> Bool { isDue(close: close, perDoubling: 1024) }

  /// Every close up to twice the number, then so many of each doubling.
  static func isDue(close: Int, perDoubling number: Int) -> Bool {
    let exponent = close >= number ? Int.bitWidth - 1 - (close / number).leadingZeroBitCount : 0
    return close & ((1 << exponent) - 1) == 0
  }

  /// Keeps what the batch came to until the next line, for a what-if beside the fold.
  private mutating func note(_ closed: ClosedBatch<IdentifierHash>) {
    var next = 0
    for item in closed.batch.items {
      var reward: Double?
      switch item.kind {
      case .substitute(let number): reward = number
      case .loss:
        reward = next < closed.outcomes.count ? closed.outcomes[next] : nil
        next += 1
      }
      memory.closed.append(ClosedReward(hash: item.key, reward: reward))
    }
  }

  /// Mean raw reward of the batch, over all RMs and of each that had one.
  private mutating func takeRewards(_ batch: OpenBatch<IdentifierHash>) {
    guard batch.usable > 0 else { return }
    let position = progress.hasSteps ? progress.position : Double(counts.decisions)
    reward.append(
      position: position, value: batch.sum / Double(batch.usable), segment: progress.drawnSegments)
    for arm in batch.countByArm.indices where batch.countByArm[arm] > 0 {
      let mean = batch.sumByArm[arm] / Double(batch.countByArm[arm])
      rewardModels[arm].reward.append(position: position, value: mean, segment: progress.drawnSegments)
    }
  }
}
