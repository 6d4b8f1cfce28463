import RouterEngine

/// How policies did on the streams of all splits.
public struct EvaluationReport: Equatable, Sendable {
  /// One policy.
  public struct Row: Equatable, Sendable {
    public var policy: EvaluationPolicy
    /// The part of all pairs that was routed to an RM that is right; the mean over splits.
    public var accuracy: IntervalEstimate
    /// Of the pairs on which an RM is right.
    public var solvableAccuracy: Double
    /// Pairs of a stream that an RM has right and the policy has not; the mean over splits.
    public var regret: Double
    /// Accuracy less that of the best single RM, on the same pairs.
    public var difference: IntervalEstimate
    /// Regret so far, after each part of the stream (`EvaluationReport.curvePoints`); the mean over splits.
    public var regretCurve: [Double]
    /// By category, as `categories` has them.
    public var categoryAccuracy: [Double]
  }

  /// One category of the pairs that were streamed.
  public struct Category: Equatable, Sendable {
    /// `nil`: pairs without one.
    public var name: String?
    /// Pairs of it in all streams together.
    public var pairs: Int
  }

  /// What the calibrated fits of the splits said.
  public struct Gates: Equatable, Sendable {
    public var open: Int
    public var splits: Int
    /// Mean cross-validated gain.
    public var gain: Double
  }

  /// Places of a regret curve: after 0, 1/100, …, all of the stream.
  public static let curvePoints = 101

  /// In the order asked for.
  public var rows: [Row]
  /// In byte order, pairs without a category last.
  public var categories: [Category]
  /// The part of the streamed pairs on which an RM is right.
  public var solvableShare: Double
  public var seeds: Int
  /// Pairs and groups of the file; reward models.
  public var pairs: Int
  public var groups: Int
  public var rewardModels: Int
  /// Mean pairs of an offline part and of a stream.
  public var offlinePairs: Double
  public var streamPairs: Double
  public var gates: Gates?
}
