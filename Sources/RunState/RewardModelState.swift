import RunEvents

/// One reward model's row.
public struct RewardModelState: Sendable {
  public var info: RewardModelInfo
  /// False after `remove`.
  public var isPresent = true
  public var decisions = 0
  /// Of the last 256 decisions.
  public var recentDecisions = 0
  /// Decisions since it was banned from all categories; `nil` while it is not.
  public var sinceBan: BanTally?
  /// Finite raw rewards (−loss or reward) seen.
  public var rewardCount = 0
  public var rewardSum = 0.0
  public var ties = 0
  public var errors = 0
  /// Text of the last of them; printable.
  public internal(set) var lastError: String?
  /// Its losses, rewards, scores and latencies that were NaN or infinite.
  public var nonFinite = 0
  public var latencyCount = 0
  public var latencySum = 0.0
  /// How its rewards agree with what the router's logged scores said of them.
  public var innovations = InnovationWatch()
  /// Mean raw reward of this RM in each closed batch in which it had one.
  public var reward = Series()
  /// The latest belief, taken at batch closes (the prior's before the first); `nil` where posteriors are unavailable.
  public var belief: Belief?
  /// The belief before any observation, for the prior's tick.
  public var priorBelief: Belief?
  /// Belief points over the run: mean and sd.
  public var beliefMean = Series()
  public var beliefDeviation = Series()

  public init(info: RewardModelInfo) { self.info = info }

  public var meanReward: Double? { rewardCount > 0 ? rewardSum / Double(rewardCount) : nil }
  /// Feedback of every kind: rewards, ties, errors.
  public var answers: Int { rewardCount + ties + errors }
  /// A part of the answers; `nil` before the first.
  public func share(of part: Int) -> Double? { answers > 0 ? Double(part) / Double(answers) : nil }
  public var meanLatency: Double? { latencyCount > 0 ? latencySum / Double(latencyCount) : nil }
}

/// What the router believes of one RM over the probe set.
public struct Belief: Equatable, Sendable {
  /// Mean of μ·x over the probes.
  public var mean: Double
  /// √(mean of xᵀΛ⁻¹x), without noise.
  public var standardDeviation: Double
  /// P(best) among all RMs present, banned ones too.
  public var bestProbability: Double
  /// Observations folded.
  public var observations: Int
  /// tr(Λ⁻¹)/d.
  public var averageVariance: Double
  /// ‖μ − sE‖.
  public var distanceFromPrior: Double
}
