/// What one decision of the log came to: which RM took which pair, as the fold understood it.
package struct RoutedDecision: Equatable, Codable, Sendable {
  /// Id of the RM that was chosen.
  package var rewardModel: String
  /// Its index among `RunState.rewardModels`.
  package var arm: Int
  /// The pair's category, as the log names it.
  package var category: String?
  /// Its own step, its pair's, or the routing step; `nil` in a segment without steps.
  package var step: Int?
  /// Who decided.
  package var by: String?

  package init(rewardModel: String, arm: Int, category: String? = nil, step: Int? = nil, by: String? = nil) {
    self.rewardModel = rewardModel
    self.arm = arm
    self.category = category
    self.step = step
    self.by = by
  }
}
