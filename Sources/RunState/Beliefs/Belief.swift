import RouterEngine

/// What the router believes of one RM over the probe set.
package struct Belief: Equatable, Codable, Sendable {
  /// Mean of μ·x over the probes.
  package var mean: Double
  /// √(mean of xᵀΛ⁻¹x), without noise.
  package var standardDeviation: Double
  /// P(best) among all RMs in the run, banned ones too; 0 of a prior, of which nobody asks it.
  package var bestProbability: Double
  /// Observations folded.
  package var observations: Int
}
