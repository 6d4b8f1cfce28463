import Router
import RouterEngine
import RunEvents

extension Conditions {
  private static let manyRefused = WindowRule(above: 20, least: 64, below: 15)

  /// Keeps what the router said of the RM that it chose; without it nothing will be said of the reward.
  mutating func keepPrediction(_ decision: DecisionEvent, hash: IdentifierHash) {
    guard let score = decision.scores.first(where: { $0.rewardModel == decision.rewardModel }),
      let mean = score.mean, mean.isFinite, let deviation = score.standardDeviation, deviation.isFinite,
      deviation >= 0
    else { return }
    predictions.insert(LoggedPrediction(mean: mean, standardDeviation: deviation), for: hash)
  }

  /// What the rewards of a closed batch are held against.
  struct RewardSurroundings {
    var settings: RewardSettings
    /// σ²; `nil` where posteriors are unavailable.
    var noiseVariance: Double?
    /// By arm.
    var inRun: [Bool]
    var hasContexts: Bool
    var hasSteps: Bool
    /// Without the batch.
    var charts: Charts
    /// What the posteriors said, by place in the batch, where the log said nothing; or empty.
    var predictions: [LoggedPrediction?] = []
  }

  /// Holds the rewards of a closed batch, as they are folded, against what was logged with their decisions, and counts
  /// those that the normalisation refused or clipped.
  ///
  /// - Parameters:
  ///   - items: of the batch, in order of arrival.
  ///   - rewards: the normalised reward of every loss among them; `nil` where it is refused.
  mutating func watchRewards(
    _ items: [OpenBatch<IdentifierHash>.Item], rewards: [Double?], in run: RewardSurroundings,
    at moment: Moment
  ) {
    var next = 0
    for (place, item) in items.enumerated() {
      let prediction = predictions.remove(item.key)
      // A number that stands for a tie or an error is no reward.
      guard case .loss = item.kind else { continue }
      defer { next += 1 }
      guard next < rewards.count else { continue }
      if run.hasContexts { watchRefusal(rewards[next], arm: item.arm, settings: run.settings) }
      guard let noise = run.noiseVariance, let reward = rewards[next], run.inRun[item.arm] else { continue }
      guard let innovation = prediction?.innovation(reward: reward, noiseVariance: noise) else {
        innovations[item.arm].unscored += 1
        if run.predictions.indices.contains(place),
          let own = run.predictions[place]?.innovation(reward: reward, noiseVariance: noise)
        {
          coverage[item.arm].folded.append(own)
        }
        continue
      }
      coverage[item.arm].logged.append(innovation)
      watch(innovation, arm: item.arm, in: run, at: moment)
    }
    judge(refused, by: Self.manyRefused, .refusedRewards, at: moment)
  }

  /// A rule that waits for its first rewards refuses none by that; `quantile` clips by its nature. Without contexts
  /// nothing hangs on normalised rewards.
  private mutating func watchRefusal(_ reward: Double?, arm: Int, settings: RewardSettings) {
    grow(to: arm)
    rewardModels[arm].normalised += 1
    normalised += 1
    let seen = settings.effectiveScope == .all ? normalised : rewardModels[arm].normalised
    guard let reward else {
      if seen > settings.rewardsBeforeFirst { refused.append(true) }
      return
    }
    let clips = settings.rule == .batch || settings.rule == .emaZ
    refused.append(clips && reward.magnitude >= settings.clip)
  }

  private mutating func watch(
    _ innovation: Double, arm: Int, in run: RewardSurroundings, at moment: Moment
  ) {
    switch innovations[arm].append(innovation, position: moment.position) {
    case .drift(let drift):
      let isOwn = isOwnShift(arm, drift, in: run)
      hold(
        HealthCondition(
          kind: isOwn ? .drift : .relativeDrift, arm: arm, count: drift.rewards,
          detail: .drift(drift, hasSteps: run.hasSteps, isOwn: isOwn), direction: drift.direction.rawValue),
        at: moment)
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
  private func isOwnShift(_ arm: Int, _ drift: InnovationWatch.Drift, in run: RewardSurroundings) -> Bool {
    guard run.settings.rule != .none, run.settings.effectiveScope == .all,
      let own = Self.change(of: run.charts.rewardByArm[arm], at: drift.start),
      let all = Self.change(of: run.charts.reward, at: drift.start)
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
