/// What a closed batch made of one feedback, for those who listen beside the fold.
struct ClosedReward: Codable, Sendable {
  var hash: IdentifierHash
  /// As the run's rule normalised it (or what a tie or an error stands for); `nil` where the rule gave none.
  var reward: Double?
}
