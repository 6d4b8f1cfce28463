import RouterEngine

/// What the audit signals remember between events; O(1) an RM and an evaluation metric.
struct AlarmMemory: Sendable {
  var selection = SelectionWatch()
  var decisionsSinceFeedback = 0
  var outcomes = RecentOutcomes(capacity: 256)
  /// By arm.
  var outcomesByArm: [RecentOutcomes] = []
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
    digest.combine(decisionsSinceFeedback)
    outcomes.hash(into: &digest)
    for outcomes in outcomesByArm { outcomes.hash(into: &digest) }
    digest.combine(predictions.count)
    for entry in divergences {
      digest.combine(entry.metric)
      entry.watch.hash(into: &digest)
    }
    digest.combine(rewardSum)
    digest.combine(rewardCount)
  }
}

/// The last feedbacks, of all RMs or of one: how many were ties and errors.
struct RecentOutcomes: Sendable {
  enum Outcome: UInt8, Sendable {
    case reward
    case tie
    case error
  }

  let capacity: Int
  private var ring: [Outcome] = []
  private var oldest = 0
  private(set) var ties = 0
  private(set) var errors = 0

  init(capacity: Int) { self.capacity = capacity }

  var isFull: Bool { ring.count == capacity }

  mutating func append(_ outcome: Outcome) {
    count(outcome, 1)
    guard isFull else {
      ring.append(outcome)
      return
    }
    count(ring[oldest], -1)
    ring[oldest] = outcome
    oldest = (oldest + 1) % capacity
  }

  private mutating func count(_ outcome: Outcome, _ difference: Int) {
    switch outcome {
    case .reward: break
    case .tie: ties += difference
    case .error: errors += difference
    }
  }

  func hash(into digest: inout StateDigest) {
    for number in [ring.count, oldest, ties, errors] { digest.combine(number) }
    for outcome in ring { digest.combine(Int(outcome.rawValue)) }
  }
}
