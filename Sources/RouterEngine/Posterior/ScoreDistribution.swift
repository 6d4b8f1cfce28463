/// What is believed of one reward model's mean reward for one context: N(mean, standardDeviation²).
///
/// Without observation noise, and before exploration scales the standard deviation.
public struct ScoreDistribution: Equatable, Sendable {
  /// μ·x.
  public var mean: Double
  /// √(xᵀ Λ⁻¹ x) ≥ 0.
  public var standardDeviation: Double

  public init(mean: Double, standardDeviation: Double) {
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

/// One normalised reward with the context it was earned in.
public struct Observation: Equatable, Sendable {
  public var arm: Int
  /// `PosteriorSettings.dimension` numbers, without the intercept's 1.
  public var context: [Double]
  /// Normalised.
  public var reward: Double

  public init(arm: Int, context: [Double], reward: Double) {
    self.arm = arm
    self.context = context
    self.reward = reward
  }
}
