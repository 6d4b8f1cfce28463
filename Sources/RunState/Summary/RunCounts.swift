/// Counts over the whole input (`events`, `faults`) or over the last run in it (all others).
package struct RunCounts: Equatable, Codable, Sendable {
  package var events = 0
  package var pairs = 0
  package var decisions = 0
  /// Calls that asking every RM present for every decision would have taken; `decisions` of them were made.
  package var ensembleCalls = 0
  /// Decisions made while some RM present had no `cost`: with any, costs are not told.
  package var decisionsWithoutCost = 0
  /// Sum of the `cost` of the RM chosen, and of all present, over the other decisions.
  package var cost = 0.0
  package var ensembleCost = 0.0
  /// Usable or not: all first feedbacks of known decisions.
  package var feedbacks = 0
  package var ties = 0
  package var errors = 0
  /// Losses, rewards, scores that were NaN or infinite.
  package var nonFinite = 0
  /// Feedback that came after its batch had closed.
  package var late = 0
  /// Those of them that answered a decision of one of the two segments before.
  package var lateOfEarlierSegments = 0
  /// Feedback whose decision is in neither this segment nor the two before.
  package var orphans = 0
  package var repeatedPairs = 0
  package var repeatedDecisions = 0
  package var repeatedFeedbacks = 0
  /// Feedback whose step differs from its decision's.
  package var differingSteps = 0
  /// Lines whose step stands alone, far beyond all others.
  package var strays = 0
  package var unknownTypes = 0
  /// Contexts whose numbers are all 0: they say nothing of any RM but its intercept.
  package var zeroContexts = 0
  /// Contexts dropped by the cap before their feedback came.
  package var droppedContexts = 0
  /// Usable rewards whose decision had no context, or whose context was dropped.
  package var rewardsWithoutContext = 0
  /// Normalised values that were not finite, and batches of one under the batch rule.
  package var refusedRewards = 0
  /// `applied` without a control, or a repeated `seq`.
  package var strayApplied = 0
  package var repeatedControls = 0
  /// Audited decisions whose logged scores differ from rmtop's fold by more than 1e-6.
  package var differingScores = 0
  /// Decisions whose logged scores were held against rmtop's fold, and the closes after which some were: those that the
  /// belief law has chosen. Before the first close it is the prior that they are held against.
  package var auditedDecisions = 0
  package var auditedCloses = 0
  /// Closes some of whose rewards rmtop's fold predicted because no scores were logged with their decisions.
  package var predictedCloses = 0
  /// Closes at which the belief law has looked at the posteriors.
  package var looks = 0
}

extension RunCounts {
  /// Lines that repeat an id.
  var repetitions: Int { repeatedPairs + repeatedDecisions + repeatedFeedbacks }
}
