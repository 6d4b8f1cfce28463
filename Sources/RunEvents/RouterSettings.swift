/// A number that the router may also choose by itself from the evidence (`"auto"` in the log).
package enum Tunable: Equatable, Codable, Sendable {
  case value(Double)
  case auto

  /// The number, or `nil` for `auto`.
  package var number: Double? {
    if case .value(let number) = self { number } else { nil }
  }
}

/// Where the prior means come from (`run.router.prior`).
package enum PriorSource: Equatable, Codable, Sendable {
  /// Prior mean zero.
  case zero
  /// One vector per named RM, of length `dim` or `dim + 1` (intercept last), in the order of the line.
  case vectors([PriorVector])
  /// A plain file name beside the log, and the SHA-256 it must have.
  case file(name: String, sha256: String?)
}

/// The prior mean of one RM.
package struct PriorVector: Equatable, Codable, Sendable {
  package var rewardModel: String
  package var mean: [Double]

  package init(rewardModel: String, mean: [Double]) {
    self.rewardModel = rewardModel
    self.mean = mean
  }
}

/// `run.router`: every field filled in; an absent field of a log means the default here, for ever.
package struct RouterSettings: Equatable, Codable, Sendable {
  package var policy: PolicyName = .thompson
  /// λ₀ > 0.
  package var priorPrecision: Tunable = .value(1)
  /// σ² > 0.
  package var noiseVariance: Tunable = .value(1)
  /// Scale on the sd of a score, ≥ 0; 0 chooses by posterior mean.
  package var exploration: Double = 1
  /// γ in (0, 1].
  package var forgetting: Tunable = .value(1)
  package var intercept: Bool = false
  package var prior: PriorSource = .zero
  /// s, multiplies all of the prior mean.
  package var priorScale: Tunable = .value(1)
  /// ε in [0, 1].
  package var propensityFloor: Double = 0
  /// LinUCB's α ≥ 0.
  package var alpha: Double = 0.1
  /// LinUCB's ridge > 0.
  package var ridge: Double = 1
  /// 0 … 2⁶⁴−1.
  package var seed: UInt64 = 0
  /// In runs without steps a batch closes when this many usable rewards are in; ≥ 1.
  package var group: Int = 32
  /// How far a step may go back without being a restart; ≥ 0.
  package var stepSlack: Int = 8
  package var reward: RewardSettings = RewardSettings()

  package init() {}
}

/// How raw losses become what the posterior sees (`run.router.reward`).
package struct RewardSettings: Equatable, Codable, Sendable {
  package enum Rule: String, CaseIterable, Codable, Sendable {
    case batch
    case emaZ = "ema-z"
    case quantile
    case welford
    case none
  }

  package enum Scope: String, CaseIterable, Codable, Sendable {
    case rewardModel = "rm"
    case all
  }

  /// What a tie or an error is folded as.
  package enum Substitute: Equatable, Codable, Sendable {
    case skip
    case number(Double)
  }

  package var rule: Rule = .batch
  package var clip: Double = 2
  package var alpha: Double = 0.01
  package var minimumCount: Int = 5
  package var minimumHistory: Int = 20
  package var low: Double = 0.2
  package var high: Double = 0.8
  /// `nil` is the rule's own default: `rm` for `ema-z`, else `all`.
  package var scope: Scope?
  package var ties: Substitute = .skip
  package var errors: Substitute = .skip
  package var history: Int = 4_194_304

  package var effectiveScope: Scope { scope ?? (rule == .emaZ ? .rewardModel : .all) }

  package init() {}

  package static func == (one: RewardSettings, other: RewardSettings) -> Bool {
    one.rule == other.rule && one.clip == other.clip && one.alpha == other.alpha
      && one.minimumCount == other.minimumCount && one.minimumHistory == other.minimumHistory
      && one.low == other.low && one.high == other.high && one.effectiveScope == other.effectiveScope
      && one.ties == other.ties && one.errors == other.errors && one.history == other.history
  }
}
