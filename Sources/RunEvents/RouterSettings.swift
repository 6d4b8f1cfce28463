/// A number that the router may also choose by itself from the evidence (`"auto"` in the log).
public enum Tunable: Equatable, Sendable {
  case value(Double)
  case auto

  /// The number, or `nil` for `auto`.
  public var number: Double? {
    if case .value(let number) = self { number } else { nil }
  }
}

/// Where the prior means come from (`run.router.prior`).
public enum PriorSource: Equatable, Sendable {
  /// Prior mean zero.
  case zero
  /// One vector per named RM, of length `dim` or `dim + 1` (intercept last), in the order of the line.
  case vectors([PriorVector])
  /// A plain file name beside the log, and the SHA-256 it must have.
  case file(name: String, sha256: String?)
}

/// The prior mean of one RM.
public struct PriorVector: Equatable, Sendable {
  public var rewardModel: String
  public var mean: [Double]

  public init(rewardModel: String, mean: [Double]) {
    self.rewardModel = rewardModel
    self.mean = mean
  }
}

/// `run.router`: every field filled in; an absent field of a log means the default here, for ever.
public struct RouterSettings: Equatable, Sendable {
  public var policy: PolicyName = .thompson
  /// λ₀ > 0.
  public var priorPrecision: Tunable = .value(1)
  /// σ² > 0.
  public var noiseVariance: Tunable = .value(1)
  /// Scale on the sd of a score, ≥ 0; 0 chooses by posterior mean.
  public var exploration: Double = 1
  /// γ in (0, 1].
  public var forgetting: Tunable = .value(1)
  public var intercept: Bool = false
  public var prior: PriorSource = .zero
  /// s, multiplies all of the prior mean.
  public var priorScale: Tunable = .value(1)
  /// ε in [0, 1].
  public var propensityFloor: Double = 0
  /// LinUCB's α ≥ 0.
  public var alpha: Double = 0.1
  /// LinUCB's ridge > 0.
  public var ridge: Double = 1
  /// 0 … 2⁶⁴−1.
  public var seed: UInt64 = 0
  /// In runs without steps a batch closes when this many usable rewards are in; ≥ 1.
  public var group: Int = 32
  /// How far a step may go back without being a restart; ≥ 0.
  public var stepSlack: Int = 8
  public var reward: RewardSettings = RewardSettings()

  public init() {}
}

/// How raw losses become what the posterior sees (`run.router.reward`).
public struct RewardSettings: Equatable, Sendable {
  public enum Rule: String, CaseIterable, Sendable {
    case batch
    case emaZ = "ema-z"
    case quantile
    case welford
    case none
  }

  public enum Scope: String, CaseIterable, Sendable {
    case rewardModel = "rm"
    case all
  }

  /// What a tie or an error is folded as.
  public enum Substitute: Equatable, Sendable {
    case skip
    case number(Double)
  }

  public var rule: Rule = .batch
  public var clip: Double = 2
  public var alpha: Double = 0.01
  public var minimumCount: Int = 5
  public var minimumHistory: Int = 20
  public var low: Double = 0.2
  public var high: Double = 0.8
  /// `nil` is the rule's own default: `rm` for `ema-z`, else `all`.
  public var scope: Scope?
  public var ties: Substitute = .skip
  public var errors: Substitute = .skip
  public var history: Int = 4_194_304

  public var effectiveScope: Scope { scope ?? (rule == .emaZ ? .rewardModel : .all) }

  public init() {}

  public static func == (one: RewardSettings, other: RewardSettings) -> Bool {
    one.rule == other.rule && one.clip == other.clip && one.alpha == other.alpha
      && one.minimumCount == other.minimumCount && one.minimumHistory == other.minimumHistory
      && one.low == other.low && one.high == other.high && one.effectiveScope == other.effectiveScope
      && one.ties == other.ties && one.errors == other.errors && one.history == other.history
  }
}
