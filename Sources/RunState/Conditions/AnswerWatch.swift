import RouterEngine

/// How long decisions wait for feedback: of the whole run, or of one RM.
///
/// Who answers late, or not every time, has done so before: what counts as silence goes by the longest wait that has
/// ended with an answer.
struct AnswerWatch: Codable, Sendable {
  /// Decisions that have to wait for a silence of the run.
  static let least = 64
  /// The same in a run that never had any feedback.
  static let many = 1000
  /// Feedbacks after which an RM is silent no more.
  static let answersToEnd = 4

  /// Decisions since the last feedback.
  private(set) var waiting = 0
  /// The epoch (how often the routing step had moved) of the first of them, and the feedbacks of the run until then.
  private(set) var firstEpoch: UInt32 = 0
  private(set) var feedbacksAtFirst = 0
  /// The greatest number of decisions, and of epochs, that have waited and were answered; `nil` before the first.
  private(set) var longest: Int?
  private(set) var longestEpochs: UInt32 = 0
  private(set) var decisions = 0
  private(set) var feedbacks = 0
  /// Feedbacks since its silence began.
  private(set) var sinceSilence = 0

  init() {}

  mutating func decide(epoch: UInt32, feedbacks: Int) {
    decisions += 1
    if waiting == 0 {
      firstEpoch = epoch
      feedbacksAtFirst = feedbacks
    }
    waiting += 1
  }

  /// - Parameter learns: whether this wait says how long waits usually are; the first always does.
  mutating func answer(epoch: UInt32, learns: Bool) {
    feedbacks += 1
    sinceSilence += 1
    if learns || longest == nil {
      longest = max(longest ?? 0, waiting)
      longestEpochs = max(longestEpochs, epochs(at: epoch))
    }
    waiting = 0
  }

  mutating func beginSilence() { sinceSilence = 0 }

  /// A restarted trainer does not answer what was decided before.
  mutating func restart() { waiting = 0 }

  /// How many epochs the first of those that wait has waited.
  func epochs(at epoch: UInt32) -> UInt32 { waiting > 0 && epoch > firstEpoch ? epoch - firstEpoch : 0 }

  /// Calls of an RM that have to wait before it is silent.
  var patience: Int { longest.map { min(Self.least, 8 + 2 * $0) } ?? 16 }

  func hash(into digest: inout StateDigest) {
    for number in [waiting, feedbacksAtFirst, longest ?? -1, decisions, feedbacks, sinceSilence] {
      digest.combine(number)
    }
    digest.combine(Int(firstEpoch))
    digest.combine(Int(longestEpochs))
  }
}
