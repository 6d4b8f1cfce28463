import Router
import RouterEngine
import RunEvents

extension RunState {
  private static let manyRefused = WindowRule(above: 20, least: 64, below: 15)

  /// Keeps what the router said of the RM that it chose; without it nothing will be said of the reward.
  mutating func keepPrediction(_ decision: DecisionEvent, hash: IdentifierHash) {
    guard let score = decision.scores.first(where: { $0.rewardModel == decision.rewardModel }),
      let mean = score.mean, mean.isFinite, let deviation = score.standardDeviation, deviation.isFinite,
      deviation >= 0
    else { return }
    memory.health.predictions.insert(
      LoggedPrediction(mean: mean, standardDeviation: deviation), for: hash)
  }

  /// Holds the rewards of a closing batch, as they are folded, against what was logged with their decisions, and
  /// counts those that the normalisation refused or clipped.
  ///
  /// - Parameters:
  ///   - items: of the batch, in order of arrival.
  ///   - rewards: the normalised reward of every loss among them; `nil` where it is refused.
  mutating func watchRewards(_ items: [OpenBatch<IdentifierHash>.Item], rewards: [Double?]) {
    var next = 0
    for item in items {
      let prediction = memory.health.predictions.take(item.key)
      // A number that stands for a tie or an error is no reward.
      guard case .loss = item.kind else { continue }
      defer { next += 1 }
      guard next < rewards.count else { continue }
      watchRefusal(rewards[next], arm: item.arm)
      guard let noise = router.bank?.settings.noiseVariance, let reward = rewards[next],
        rewardModels[item.arm].isPresent
      else { continue }
      guard let innovation = prediction?.innovation(reward: reward, noiseVariance: noise) else {
        rewardModels[item.arm].innovations.unscored += 1
        continue
      }
      watch(innovation, arm: item.arm)
    }
    judge(memory.health.refused, by: Self.manyRefused, .refusedRewards)
  }

  /// A rule that waits for its first rewards refuses none by that; `quantile` clips by its nature. Without contexts
  /// nothing hangs on normalised rewards.
  private mutating func watchRefusal(_ reward: Double?, arm: Int) {
    guard memory.probes.offered > 0 else { return }
    growHealth(to: arm)
    memory.health.rewardModels[arm].normalised += 1
    memory.health.normalised += 1
    let seen =
      settings.reward.effectiveScope == .all
      ? memory.health.normalised : memory.health.rewardModels[arm].normalised
    guard let reward else {
      if seen > settings.reward.rewardsBeforeFirst { memory.health.refused.append(true) }
      return
    }
    let clips = settings.reward.rule == .batch || settings.reward.rule == .emaZ
    memory.health.refused.append(clips && reward.magnitude >= settings.reward.clip)
  }

  private mutating func watch(_ innovation: Double, arm: Int) {
    switch rewardModels[arm].innovations.append(innovation, position: progress.position) {
    case .drift(let drift):
      let isOwn = isOwnShift(arm, drift)
      var text =
        "\(name(arm)): rewards \(drift.direction.rawValue) than its posterior said, since about "
        + "\(place(drift.start)) (\(drift.rewards) rewards, CUSUM \(Self.brief(drift.sum)) over "
        + "\(Self.brief(InnovationWatch.limit)))"
      if !isOwn { text += "; beside the others: its own raw reward has moved less than theirs" }
      hold(
        HealthCondition(
          kind: isOwn ? .drift : .relativeDrift, arm: arm, count: drift.rewards, detail: text,
          direction: drift.direction.rawValue))
    case .settled:
      clear(.drift, arm: arm)
      clear(.relativeDrift, arm: arm)
    case nil: break
    }
  }

  /// Whether the RM's own raw reward has moved the way of the drift, by at least as much as the reward of all has moved
  /// the other way: else it is what its rewards are held against that has changed.
  ///
  /// Compared are the mean raw rewards since the drift began and of the 64 batches before; without both, and where a
  /// rule holds no RM's rewards against another's, it counts as its own.
  private func isOwnShift(_ arm: Int, _ drift: InnovationWatch.Drift) -> Bool {
    guard settings.reward.rule != .none, settings.reward.effectiveScope == .all,
      let own = Self.change(of: rewardModels[arm].reward, at: drift.start),
      let all = Self.change(of: reward, at: drift.start)
    else { return true }
    return drift.direction == .higher ? own >= -all && own > 0 : -own >= all && own < 0
  }

  /// Mean of a series from a position on, less that of the 64 buckets before.
  private static func change(of series: Series, at position: Double) -> Double? {
    let buckets = series.buckets.filter { $0.count > 0 }
    guard let old = mean(of: buckets.filter { $0.end < position }.suffix(64)),
      let new = mean(of: buckets.filter { $0.end >= position })
    else { return nil }
    return new - old
  }

  private static func mean(of buckets: some Collection<Series.Bucket>) -> Double? {
    let count = buckets.reduce(0.0) { $0 + Double($1.count) }
    return count > 0 ? buckets.reduce(0) { $0 + Series.mean(of: $1) * (Double($1.count) / count) } : nil
  }
}

extension RewardSettings {
  /// Rewards that the rule takes in before it gives one.
  var rewardsBeforeFirst: Int {
    switch rule {
    case .batch, .none: 0
    case .emaZ: minimumCount
    case .quantile: minimumHistory
    case .welford: 1
    }
  }
}
