import RunEvents

/// What `rmtop summary` prints.
public struct RunSummary: Equatable, Sendable {
  public struct RewardModel: Equatable, Sendable {
    public var id: String
    public var decisions: Int
    /// Of all decisions of the run, in [0, 1]; 0 before the first.
    public var share: Double
    /// Of the last 256 decisions.
    public var recentShare: Double
    /// Posterior mean and sd over the probe set; `nil` where posteriors are unavailable or no context is known.
    public var posterior: Posterior?
    /// P(best) among the RMs present.
    public var bestProbability: Double?
    /// Mean of the finite raw rewards; `nil` without any.
    public var rewardMean: Double?
    public var ties: Int
    public var errors: Int
    /// Text of its last error.
    public var lastError: String?
    /// Its losses, rewards, scores and latencies that were NaN or infinite.
    public var nonFinite: Int
    /// Pinned or banned in some scope.
    public var isPinned: Bool
    public var isBanned: Bool
    /// How its rewards agree with the scores logged with its decisions; `nil` where none were logged: nothing can be
    /// said then.
    public var innovations: Innovations?
  }

  /// Standardised innovations of one RM: what the last 256 say, and the drift that lasts.
  public struct Innovations: Equatable, Sendable {
    /// Of the whole run.
    public var total: Int
    /// Rewards folded whose decisions had no logged scores.
    public var unscored: Int
    public var figures: InnovationWatch.Figures
    public var drift: InnovationWatch.Drift?

    init?(_ watch: InnovationWatch) {
      guard let figures = watch.figures else { return nil }
      self.figures = figures
      total = watch.count
      unscored = watch.unscored
      drift = watch.drift
    }
  }

  public struct Watched: Equatable, Sendable {
    public var metric: String
    public var better: EvaluationNames.Better
  }

  public struct Posterior: Equatable, Sendable {
    public var mean: Double
    public var standardDeviation: Double
  }

  /// The RMs that may be chosen for one category.
  public struct Allowed: Equatable, Sendable {
    /// As the log names it; `*` for any other.
    public var category: String
    /// In the order of the `run` line.
    public var rewardModels: [String]
  }

  /// Name of the run; `nil` in a log without a `run` line.
  public var run: String?
  /// Over the whole input: whole non-blank lines that are no fault, and faults.
  public var events: Int
  public var faults: Int
  /// Fields left out of events, over the whole input, by field and reason.
  public var remarks: Int
  public var remarksByField: [RemarkList.FieldCount]
  /// Of the last run, over its segments, as all that follows.
  public var decisions: Int
  public var pending: Int
  /// Feedback that answered a decision of one of the two segments before.
  public var lateOfEarlierSegments: Int
  /// Lines whose step stands alone, far beyond all others.
  public var strays: Int
  /// How far two writers are apart, once they are known.
  public var writerDistance: Int?
  /// Contexts whose numbers are all 0.
  public var zeroContexts: Int
  public var firstStep: Int?
  public var lastStep: Int?
  /// 16 hex digits.
  public var digest: String
  /// One entry per category seen, in order of first appearance, then `*`.
  public var allowed: [Allowed]
  /// λ₀, σ², s and γ in force.
  public var settings: [SettingInForce]
  /// In the order of the `run` line.
  public var rewardModels: [RewardModel]
  /// Losses, rewards, scores, latencies and metrics that were NaN or infinite.
  public var nonFinite: Int
  public var calls: CallFigures
  /// Of the last 256 decisions in which there was a choice, in [0, 1]; `nil` without any.
  public var selectionEntropy: Double?
  /// Metrics that are held against the training reward, in order of first appearance.
  public var watched: [Watched]
  /// What stands, the worst first.
  public var conditions: [HealthCondition]
}

/// A setting that the router may choose by itself, as it is in force.
public struct SettingInForce: Equatable, Sendable {
  public var setting: TunableSetting
  public var value: Double
  /// Whether the router chooses it; `value` is the default until its first choice.
  public var isAutomatic: Bool
}

/// What `rmtop posterior` prints.
public struct PosteriorReport: Equatable, Sendable {
  public struct RewardModel: Equatable, Sendable {
    public var id: String
    /// Rewards folded.
    public var observations: Int
    /// Posterior mean of the weights: `dimension` numbers, one more with an intercept.
    public var mean: [Double]
    /// Diagonal of the posterior covariance of the weights.
    public var variance: [Double]
    /// As in `RunSummary.RewardModel`.
    public var innovations: RunSummary.Innovations?
    /// Log density of its folded rewards under the settings in force, in nats (`PosteriorBank.logEvidence`).
    public var logEvidence: Double
  }

  /// Length of a context, without the intercept.
  public var dimension: Int
  /// λ₀, σ², s and γ in force.
  public var settings: [SettingInForce]
  /// In the order of the `run` line; an RM never observed has its prior.
  public var rewardModels: [RewardModel]
}
