package import RunEvents

/// What `rmtop summary` prints.
package struct RunSummary: Equatable, Sendable {
  package struct RewardModel: Equatable, Sendable {
    package var id: String
    package var decisions: Int
    /// Of all decisions of the run, in [0, 1]; 0 before the first.
    package var share: Double
    /// Of the last 256 decisions.
    package var recentShare: Double
    /// Posterior mean and sd over the probe set; `nil` where posteriors are unavailable or no context is known.
    package var posterior: Posterior?
    /// P(best) among the RMs present.
    package var bestProbability: Double?
    /// Mean of the finite raw rewards; `nil` without any.
    package var rewardMean: Double?
    package var ties: Int
    package var errors: Int
    /// Text of its last error.
    package var lastError: String?
    /// Its losses, rewards, scores and latencies that were NaN or infinite.
    package var nonFinite: Int
    /// Pinned or banned in some scope.
    package var isPinned: Bool
    package var isBanned: Bool
    /// How its rewards agree with the scores logged with its decisions; `nil` where none were logged: nothing can be
    /// said then.
    package var innovations: Innovations?
  }

  /// Standardised innovations of one RM: what the last 256 say, and the drift that lasts.
  package struct Innovations: Equatable, Sendable {
    /// Of the whole run.
    package var total: Int
    /// Rewards folded whose decisions had no logged scores.
    package var unscored: Int
    package var figures: InnovationWatch.Figures
    package var drift: InnovationWatch.Drift?

    init?(_ watch: InnovationWatch) {
      guard let figures = watch.figures else { return nil }
      self.figures = figures
      total = watch.count
      unscored = watch.unscored
      drift = watch.drift
    }
  }

  /// What of the run the fold has looked at by itself: at the closes that the belief law has.
  package struct Thinned: Equatable, Sendable {
    /// Of the run, and those at which the law looked.
    package var closes: Int
    package var looks: Int
    /// Decisions whose logged scores were held against rmtop's fold, after how many closes, and those that differ.
    package var auditedDecisions: Int
    package var auditedCloses: Int
    package var differing: Int
    /// Closes some of whose rewards the fold predicted, for want of logged scores.
    package var predictedCloses: Int
  }

  package struct Watched: Equatable, Sendable {
    package var metric: String
    package var better: EvaluationNames.Better
  }

  /// One category's row of the heat map.
  package struct Category: Equatable, Sendable {
    package var name: String
    /// Of all decisions of the run.
    package var decisions: Int
    /// How many decisions, and how many rewards, the recent numbers are of.
    package var recentDecisions: Int
    package var recentRewards: Int
    /// Mean of its finite raw rewards; `nil` without any.
    package var rewardMean: Double?
    /// Contexts that P(best) is a mean over, at most.
    package var probes: Int
    /// By arm.
    package var rewardModels: [Cell]

    package struct Cell: Equatable, Sendable {
      package var decisions: Int
      /// Of the category's last 64 decisions; `nil` before the first.
      package var recentShare: Double?
      package var rewardMean: Double?
      /// Of the category's last 64 rewards, those that are this one's.
      package var recentRewardMean: Double?
      /// Mean of P(best) over the category's probes; `nil` where nothing is known.
      package var bestProbability: Double?
    }
  }

  package struct Posterior: Equatable, Sendable {
    package var mean: Double
    package var standardDeviation: Double
  }

  /// The RMs that may be chosen for one category.
  package struct Allowed: Equatable, Sendable {
    /// As the log names it; `*` for any other.
    package var category: String
    /// In the order of the `run` line.
    package var rewardModels: [String]
  }

  /// Name of the run; `nil` in a log without a `run` line.
  package var run: String?
  /// Over the whole input: whole non-blank lines that are no fault, and faults.
  package var events: Int
  package var faults: Int
  /// Fields left out of events, over the whole input, by field and reason.
  package var remarks: Int
  package var remarksByField: [RemarkList.FieldCount]
  /// Of the last run, over its segments, as all that follows.
  package var decisions: Int
  package var pending: Int
  /// Feedback that answered a decision of one of the two segments before.
  package var lateOfEarlierSegments: Int
  /// Lines whose step stands alone, far beyond all others.
  package var strays: Int
  /// How far two writers are apart, once they are known.
  package var writerDistance: Int?
  /// Contexts whose numbers are all 0.
  package var zeroContexts: Int
  package var firstStep: Int?
  package var lastStep: Int?
  /// 16 hex digits.
  package var digest: String
  /// One entry per category seen, in order of first appearance, then `*`.
  package var allowed: [Allowed]
  /// λ₀, σ², s and γ in force.
  package var settings: [SettingInForce]
  /// In the order of the `run` line.
  package var rewardModels: [RewardModel]
  /// In the order of `RunState.categoryOrder`.
  package var categories: [Category]
  /// Losses, rewards, scores, latencies and metrics that were NaN or infinite.
  package var nonFinite: Int
  package var calls: CallFigures
  /// Of the last 256 decisions in which there was a choice, in [0, 1]; `nil` without any.
  package var selectionEntropy: Double?
  package var thinned: Thinned
  /// Metrics that are held against the training reward, in order of first appearance.
  package var watched: [Watched]
  /// What stands, the worst first.
  package var conditions: [HealthCondition]
}

/// A setting that the router may choose by itself, as it is in force.
package struct SettingInForce: Equatable, Sendable {
  package var setting: TunableSetting
  package var value: Double
  /// Whether the router chooses it; `value` is the default until its first choice.
  package var isAutomatic: Bool
}

/// What `rmtop posterior` prints.
package struct PosteriorReport: Equatable, Sendable {
  package struct RewardModel: Equatable, Sendable {
    package var id: String
    /// Rewards folded.
    package var observations: Int
    /// Posterior mean of the weights: `dimension` numbers, one more with an intercept.
    package var mean: [Double]
    /// Diagonal of the posterior covariance of the weights.
    package var variance: [Double]
    /// As in `RunSummary.RewardModel`.
    package var innovations: RunSummary.Innovations?
    /// Log density of its folded rewards under the settings in force, in nats (`PosteriorBank.logEvidence`).
    package var logEvidence: Double
  }

  /// Length of a context, without the intercept.
  package var dimension: Int
  /// λ₀, σ², s and γ in force.
  package var settings: [SettingInForce]
  /// In the order of the `run` line; an RM never observed has its prior.
  package var rewardModels: [RewardModel]
}
