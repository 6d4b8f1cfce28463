/// What is believed of one reward model's mean reward for one context: N(mean, standardDeviation²).
///
/// Without observation noise, and before exploration scales the standard deviation.
package struct ScoreDistribution: Equatable, Sendable {
  /// μ·x.
  package var mean: Double
  /// √(xᵀ Λ⁻¹ x) ≥ 0.
  package var standardDeviation: Double

  package init(mean: Double, standardDeviation: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

/// One normalised reward with the context it was earned in.
package struct Observation: Equatable, Sendable {
  package var arm: Int
  /// `PosteriorSettings.dimension` numbers, without the intercept's 1.
  package var context: [Double]
  /// Normalised.
  package var reward: Double

  package init(arm: Int, context: [Double], reward: Double) {
    self.arm = arm
    self.context = context
    self.reward = reward
  }
}
