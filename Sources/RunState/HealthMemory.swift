import RouterEngine

/// What the rules of the conditions remember between events; O(1) an RM and an evaluation metric.
struct HealthMemory: Sendable {
  var selection = SelectionWatch()
  var answers = AnswerWatch()
  /// Of the last feedbacks of all RMs.
  var ties = FlagWindow(capacity: 256)
  var errors = FlagWindow(capacity: 256)
  /// Of the last losses and rewards of all RMs.
  var notFinite = FlagWindow(capacity: 64)
  /// Of the last feedback lines, known or not.
  var orphans = FlagWindow(capacity: 256)
  /// Of the last pairs, decisions and feedbacks.
  var repetitions = FlagWindow(capacity: 256)
  var zeroContexts = FlagWindow(capacity: 64)
  /// Of the last rewards that were normalised.
  var refused = FlagWindow(capacity: 256)
  /// By arm.
  var rewardModels: [RewardModelHealth] = []
  /// Rewards that came to the normalisation.
  var normalised = 0
  /// The greatest epoch in which a decision was made that has its feedback.
  var answeredEpoch: UInt32 = 0
  var predictions = LoggedPredictions()
  /// Of evaluation metrics, by rising index among `RunState.metrics`; 64 at most.
  var divergences: [(metric: Int, watch: DivergenceWatch)] = []
  /// Of all finite raw rewards.
  var rewardSum = 0.0
  var rewardCount = 0

  /// Evaluation metrics that are followed.
  static let evaluationLimit = 64

  init() {}

  func hash(into digest: inout StateDigest) {
    selection.hash(into: &digest)
    answers.hash(into: &digest)
    for window in [ties, errors, notFinite, orphans, repetitions, zeroContexts, refused] {
      window.hash(into: &digest)
    }
    for health in rewardModels { health.hash(into: &digest) }
    digest.combine(normalised)
    digest.combine(Int(answeredEpoch))
    digest.combine(predictions.count)
    for entry in divergences {
      digest.combine(entry.metric)
      entry.watch.hash(into: &digest)
    }
    digest.combine(rewardSum)
    digest.combine(rewardCount)
  }
}
