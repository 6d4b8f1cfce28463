package import RouterEngine

/// How policies did on the streams of all splits.
package struct EvaluationReport: Equatable, Sendable {
  /// One policy.
  package struct Row: Equatable, Sendable {
    package var policy: EvaluationPolicy
    /// The part of all pairs that was routed to an RM that is right; the mean over splits.
    package var accuracy: IntervalEstimate
    /// Of the pairs on which an RM is right.
    package var solvableAccuracy: Double
    /// Pairs of a stream that an RM has right and the policy has not; the mean over splits.
    package var regret: Double
    /// Accuracy less that of the best single RM, on the same pairs.
    package var difference: IntervalEstimate
    /// Regret so far, after each part of the stream (`EvaluationReport.curvePoints`); the mean over splits.
    package var regretCurve: [Double]
    /// By category, as `categories` has them.
    package var categoryAccuracy: [Double]
  }

  /// One category of the pairs that were streamed.
  package struct Category: Equatable, Sendable {
    /// `nil`: pairs without one.
    package var name: String?
    /// Pairs of it in all streams together.
    package var pairs: Int
  }

  /// What the calibrated fits of the splits said.
  package struct Gates: Equatable, Sendable {
    package var open: Int
    package var splits: Int
    /// Mean cross-validated gain.
    package var gain: Double
  }

  /// Places of a regret curve: after 0, 1/100, …, all of the stream.
  package static let curvePoints = 101

  /// In the order asked for.
  package var rows: [Row]
  /// In byte order, pairs without a category last.
  package var categories: [Category]
  /// The part of the streamed pairs on which an RM is right.
  package var solvableShare: Double
  package var seeds: Int
  /// Pairs and groups of the file; reward models.
  package var pairs: Int
  package var groups: Int
  package var rewardModels: Int
  /// Mean pairs of an offline part and of a stream.
  package var offlinePairs: Double
  package var streamPairs: Double
  package var gates: Gates?
}
