/// Counts over the whole input (`events`, `faults`) or over the last run in it (all others).
public struct RunCounts: Equatable, Sendable {
  public var events = 0
  public var pairs = 0
  public var decisions = 0
  /// Calls that asking every RM present for every decision would have taken; `decisions` of them were made.
  public var ensembleCalls = 0
  /// Decisions made while some RM present had no `cost`: with any, costs are not told.
  public var decisionsWithoutCost = 0
  /// Sum of the `cost` of the RM chosen, and of all present, over the other decisions.
  public var cost = 0.0
  public var ensembleCost = 0.0
  /// Usable or not: all first feedbacks of known decisions.
  public var feedbacks = 0
  public var ties = 0
  public var errors = 0
  /// Losses, rewards, scores that were NaN or infinite.
  public var nonFinite = 0
  /// Feedback that came after its batch had closed.
  public var late = 0
  /// Those of them that answered a decision of one of the two segments before.
  public var lateOfEarlierSegments = 0
  /// Feedback whose decision is in neither this segment nor the two before.
  public var orphans = 0
  public var repeatedPairs = 0
  public var repeatedDecisions = 0
  public var repeatedFeedbacks = 0
  /// Feedback whose step differs from its decision's.
  public var differingSteps = 0
  /// Lines whose step stands alone, far beyond all others.
  public var strays = 0
  public var unknownTypes = 0
  /// Contexts whose numbers are all 0: they say nothing of any RM but its intercept.
  public var zeroContexts = 0
  /// Contexts dropped by the cap before their feedback came.
  public var droppedContexts = 0
  /// Usable rewards whose decision had no context, or whose context was dropped.
  public var rewardsWithoutContext = 0
  /// Normalised values that were not finite, and batches of one under the batch rule.
  public var refusedRewards = 0
  /// `applied` without a control, or a repeated `seq`.
  public var strayApplied = 0
  public var repeatedControls = 0
  /// Decisions whose logged scores differ from rmtop's fold by more than 1e-6.
  public var differingScores = 0
}

extension RunCounts {
  /// Lines that repeat an id.
  var repetitions: Int { repeatedPairs + repeatedDecisions + repeatedFeedbacks }
}
