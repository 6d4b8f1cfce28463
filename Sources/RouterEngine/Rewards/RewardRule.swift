/// Over what a reward rule's memory, or its batch, extends.
package enum RewardScope: Equatable, Codable, Sendable {
  /// Every reward model has its own.
  case rewardModel
  /// One for all.
  case all
}

/// How raw losses become the rewards that posteriors see. ℓ: loss; r = −ℓ.
package enum RewardRule: Equatable, Codable, Sendable {
  /// clip((mean of the other losses of the batch − ℓ)/s, ±clip), s = max(sample sd of the batch, 1e-6).
  ///
  /// By reward model, each one's rewards of a batch count as a batch of their own; that cannot see that one reward
  /// model is better overall.
  case batch(clip: Double, scope: RewardScope = .all)
  /// z = clip((m − ℓ)/√(max(q − m², 0) + 1e-6), ±clip), then m and q move to ℓ and ℓ² by α; none at first sight and
  /// while fewer than `minimumCount` have been seen, this one included.
  ///
  /// The published default. By reward model it cannot see that one reward model is better overall.
  case emaZ(clip: Double, alpha: Double, minimumCount: Int, scope: RewardScope = .rewardModel)
  /// Where r stands between two quantiles of the last `history` rewards, r included, from 0 to 1:
  /// clip((r − q_low)/(q_high − q_low), 0, 1); 1 or 0 for r > q_low or not where q_high ≤ q_low; 0.5 while the history
  /// is shorter than `minimumHistory`.
  case quantile(low: Double, high: Double, minimumHistory: Int, history: Int, scope: RewardScope = .all)
  /// (r − mean)/(sd + 1e-8), moments of all rewards, r included; 0 for the first.
  case welford(scope: RewardScope = .all)
  /// r = −ℓ.
  case none

  /// Greatest `history`: 400 MB for one history at its full length.
  package static let historyLimit = 1 << 24
  /// A loss beyond this takes no part in the rules that square it, so that no average ever overflows.
  static let lossLimit = 1e60
}

/// One usable raw reward of a batch, as a loss.
package struct RewardSample: Equatable, Sendable {
  package var arm: Int
  /// ℓ: the loss, or −reward.
  package var loss: Double

  package init(arm: Int, loss: Double) {
    self.arm = arm
    self.loss = loss
  }
}
