import RouterEngine

/// What the rules of the conditions remember of one RM.
struct RewardModelHealth: Codable, Sendable {
  /// Of its last feedbacks.
  var ties = FlagWindow(capacity: 64)
  var errors = FlagWindow(capacity: 64)
  /// Of its last losses and rewards.
  var notFinite = FlagWindow(capacity: 64)
  var answers = AnswerWatch()
  /// Of its finite raw rewards, and of its score margins.
  var reward = ConstancyWatch()
  var margin = ConstancyWatch()
  /// Rewards that came to the normalisation.
  var normalised = 0

  init() {}

  func hash(into digest: inout StateDigest) {
    for window in [ties, errors, notFinite] { window.hash(into: &digest) }
    answers.hash(into: &digest)
    reward.hash(into: &digest)
    margin.hash(into: &digest)
    digest.combine(normalised)
  }
}
