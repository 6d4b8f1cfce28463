import RouterEngine
import Wording

/// What is wrong with the run as long as it stands, and what the rules remember between events; O(1) an RM and an
/// evaluation metric.
package struct Conditions: RandomAccessCollection, Codable, Sendable {
  /// In the order in which they were raised.
  var standing: [HealthCondition] = []
  /// What has begun and what is over since the last look.
  private var changes: [RunFact] = []
  /// By arm; printable.
  private var names: [String] = []

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
  /// By arm, as far as an RM has been decided for.
  var rewardModels: [RewardModelHealth] = []
  /// By arm: how its rewards agree with what the router's logged scores said of them.
  package internal(set) var innovations: [InnovationWatch] = []
  /// By arm: how many of its rewards lay within what was predicted for them.
  package internal(set) var coverage: [PredictionCoverage] = []
  /// Rewards that came to the normalisation.
  var normalised = 0
  /// The greatest epoch in which a decision was made that has its feedback.
  var answeredEpoch: UInt32 = 0
  var predictions = LoggedPredictions()
  /// Of evaluation metrics, by rising index among `Charts.metrics`; 64 at most.
  var divergences: [EvaluationWatch] = []
  /// Of all finite raw rewards.
  var rewardSum = 0.0
  var rewardCount = 0

  struct EvaluationWatch: Codable, Sendable {
    var metric: Int
    var watch: DivergenceWatch
  }

  /// Evaluation metrics that are followed.
  static let evaluationLimit = 64

  init() {}

  package var startIndex: Int { 0 }
  package var endIndex: Int { standing.count }
  package subscript(index: Int) -> HealthCondition { standing[index] }

  mutating func appendArm(name: String) {
    names.append(printableName(name, limit: 64))
    innovations.append(InnovationWatch())
    coverage.append(PredictionCoverage())
  }

  /// An RM's id, safe to print.
  func name(_ arm: Int) -> String { names[arm] }

  mutating func note(_ change: RunFact) { changes.append(change) }

  var hasChanges: Bool { !changes.isEmpty }

  /// What is to be said since the last look.
  mutating func drainChanges() -> [RunFact] {
    defer { changes = [] }
    return changes
  }

  /// Of the rules' memory; innovations, coverage and what stands are hashed apart.
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
