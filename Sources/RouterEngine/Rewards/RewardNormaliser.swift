/// Turns the usable rewards of each closed batch into what is folded, by one rule.
///
/// What a rule remembers is a function of the losses in order of arrival, whatever batches they came in; only rule
/// `batch` looks at batches, and remembers nothing. A value: a copy is a checkpoint.
///
/// The formulas stand beside `RewardRule`'s cases, with their parameters and domains.
///
/// Properties: `batch`, `ema-z` and `welford` do not change when all losses are shifted or scaled together (but for the
/// constants under their divisions); `quantile` does not under any increasing map of losses at its two ends.
///
/// Edge cases: a batch of one gives no reward by rule `batch`; equal losses give 0 by `batch`, `ema-z` and `welford`.
///
/// Source: Wu & Lu, *Reward Model Routing in Alignment* (2025). `quantile` is that of section 3.3, in its code
/// `BayesianRouter.normalize_reward` of `utils5.py` (quantiles .2 and .8, 20 rewards at least); `welford` is the same
/// function of `utils4.py`; `ema-z`, what the published snapshot runs, is `rpc_update_arm` (α = .01, ε = 1e-6 inside
/// the root, clip 2, five losses at least). Departures: a history has a greatest length; rule `batch`, ours, is the
/// default here, because by reward model `ema-z` cannot see that one is better overall; a loss beyond 1e60 is refused
/// by `ema-z` and `welford`, whose averages it would otherwise ruin for the rest of the run.
///
/// Tested by `RewardNormaliserTests` against the rules' own words, values of an independent program, and naive
/// implementations.
package struct RewardNormaliser: Equatable, Codable, Sendable {
  /// Least standard deviation that the batch rule divides by.
  package static let leastDeviation = 1e-6

  package private(set) var rule: RewardRule
  // One for all, or one per reward model, made at its first reward; of the rule in force only.
  private var moving: [MovingMoments] = []
  private var running: [RunningMoments] = []
  private var histories: [RewardHistory] = []

  package init(rule: RewardRule) { self.rule = rule }

  /// Rule `batch` over all reward models.
  ///
  /// - Parameter batchClip: greatest magnitude of a normalised reward.
  package init(batchClip: Double) { self.init(rule: .batch(clip: batchClip)) }

  /// Rule `none`.
  package static let none = RewardNormaliser(rule: .none)

  /// Goes on with another rule, or with other parameters.
  ///
  /// What the rule remembers stays where the rule and its scope are the same (a shorter history drops the oldest
  /// rewards), and starts afresh otherwise. Rewards normalised before are not touched.
  ///
  /// - Complexity: O(history) where the history's length changes.
  package mutating func change(to new: RewardRule) {
    guard new != rule else { return }
    switch (rule, new) {
    case (.emaZ(_, _, _, let old), .emaZ(_, _, _, let scope)) where old == scope: break
    case (.welford(let old), .welford(let scope)) where old == scope: break
    case (.quantile(_, _, _, _, let old), .quantile(_, _, _, let history, let scope)) where old == scope:
      for index in histories.indices { histories[index].resize(limit: history) }
    default:
      moving = []
      running = []
      histories = []
    }
    rule = new
  }

  /// The normalised rewards of one batch, in order of arrival.
  ///
  /// - Returns: `nil` where the rule gives none (a batch of one; too few seen), the loss is not finite (it then takes
  ///   no part), or the result is not finite; and for an arm outside 0..<64 where the rule goes reward by reward.
  /// - Complexity: O(samples); O(samples · log history) for rule `quantile`.
  package mutating func normalise(_ samples: [RewardSample]) -> [Double?] {
    if case .batch(let clip, let scope) = rule {
      return Self.normalise(batch: samples, clip: clip, scope: scope)
    }
    return samples.map { sample in
      guard sample.loss.isFinite, (0..<PosteriorBank.armLimit).contains(sample.arm),
        let reward = normalise(sample), reward.isFinite
      else { return nil }
      return reward
    }
  }

  /// One loss by a rule that goes reward by reward.
  private mutating func normalise(_ sample: RewardSample) -> Double? {
    switch rule {
    case .batch: return nil
    case .none: return -sample.loss
    case .emaZ(let clip, let alpha, let minimumCount, let scope):
      let index = index(of: sample.arm, scope)
      while moving.count <= index { moving.append(MovingMoments()) }
      return moving[index].normalise(sample.loss, clip: clip, alpha: alpha, minimumCount: minimumCount)
    case .welford(let scope):
      let index = index(of: sample.arm, scope)
      while running.count <= index { running.append(RunningMoments()) }
      return running[index].normalise(-sample.loss)
    case .quantile(let low, let high, let minimumHistory, let history, let scope):
      let index = index(of: sample.arm, scope)
      while histories.count <= index { histories.append(RewardHistory(limit: history)) }
      return histories[index].normalise(-sample.loss, low: low, high: high, minimumHistory: minimumHistory)
    }
  }

  private func index(of arm: Int, _ scope: RewardScope) -> Int { scope == .all ? 0 : arm }

  /// Combines the rule and all that later rewards depend on.
  ///
  /// - Complexity: O(rewards remembered): a millisecond per million of rule `quantile`.
  package func hash(into digest: inout StateDigest) {
    rule.hash(into: &digest)
    for moments in moving { moments.hash(into: &digest) }
    for moments in running { moments.hash(into: &digest) }
    for history in histories { history.hash(into: &digest) }
  }
}
