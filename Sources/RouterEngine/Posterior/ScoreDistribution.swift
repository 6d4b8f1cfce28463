import ElementaryFunctions

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

  /// The density at a value: exp(−z² / 2) / (σ √2π), z = (x − mean) / σ.
  ///
  /// - Returns: 0 where it is too small for a double; NaN without a positive, finite deviation.
  package func density(at value: Double) -> Double {
    guard standardDeviation > 0, standardDeviation.isFinite else { return .nan }
    let z = (value - mean) / standardDeviation
    return exp(-z * z / 2) / (standardDeviation * (2 * Double.pi).squareRoot())
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
