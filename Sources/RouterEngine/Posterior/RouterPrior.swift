/// What an offline router gives the online engine to start from: E, M and a baseline, by reward model.
package struct RouterPrior: Equatable, Sendable {
  /// The ids of the rows; `nil` where the rows are those of the run's reward models, in their order.
  package var rewardModels: [String]?
  /// E: one row per reward model, all of length D: d, or d + 1 with the intercept last.
  package var means: [[Double]]
  /// M, of D × D numbers; where it is per arm, as many as there are rows.
  package var shape: PriorShape
  /// How hard pairs are for every reward model, where the fit knows.
  package var baseline: SharedBaseline?

  package init(
    rewardModels: [String]?, means: [[Double]], shape: PriorShape = .identity,
    baseline: SharedBaseline? = nil
  ) {
    self.rewardModels = rewardModels
    self.means = means
    self.shape = shape
    self.baseline = baseline
  }
}
