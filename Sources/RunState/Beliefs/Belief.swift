import RouterEngine

/// What the router believes of one RM over the probe set.
public struct Belief: Equatable, Sendable {
  /// Mean of μ·x over the probes.
  public var mean: Double
  /// √(mean of xᵀΛ⁻¹x), without noise.
  public var standardDeviation: Double
  /// P(best) among all RMs in the run, banned ones too.
  public var bestProbability: Double
  /// Observations folded.
  public var observations: Int
  /// tr(Λ⁻¹)/d.
  public var averageVariance: Double
  /// ‖μ − sE‖.
  public var distanceFromPrior: Double

  func hash(into digest: inout StateDigest) {
    digest.combine(mean)
    digest.combine(standardDeviation)
    digest.combine(bestProbability)
    digest.combine(observations)
    digest.combine(averageVariance)
    digest.combine(distanceFromPrior)
  }
}
