import RouterEngine

/// What the router believes of one RM over the probe set.
package struct Belief: Equatable, Codable, Sendable {
  /// Mean of μ·x over the probes.
  package var mean: Double
  /// √(mean of xᵀΛ⁻¹x), without noise.
  package var standardDeviation: Double
  /// P(best) among all RMs in the run, banned ones too.
  package var bestProbability: Double
  /// Observations folded.
  package var observations: Int
  /// tr(Λ⁻¹)/d.
  package var averageVariance: Double
  /// ‖μ − sE‖.
  package var distanceFromPrior: Double

  func hash(into digest: inout StateDigest) {
    digest.combine(mean)
    digest.combine(standardDeviation)
    digest.combine(bestProbability)
    digest.combine(observations)
    digest.combine(averageVariance)
    digest.combine(distanceFromPrior)
  }
}
