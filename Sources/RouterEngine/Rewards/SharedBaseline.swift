/// How hard a pair is for every reward model alike, as an offline fit knows it: c₀ + f₀·φ.
///
/// Source: docs/engine.md, *Rewards*, *Baseline*; ours. Tested by `SharedBaselineTests`.
package struct SharedBaseline: Equatable, Codable, Sendable {
  /// f₀, of length d; it acts on the context without the constant.
  package var weights: [Double]
  /// c₀, the mean correctness of a reward model.
  package var level: Double
  /// κ ≥ 0, what one standard deviation of a batch's losses is in units of correctness.
  package var gain: Double

  package init(weights: [Double], level: Double, gain: Double) {
    self.weights = weights
    self.level = level
    self.gain = gain
  }

  /// c₀ + f₀·φ; what a context lacks counts as zero.
  ///
  /// - Complexity: O(d).
  package func value(at context: [Double]) -> Double {
    var sum = level
    for (weight, entry) in zip(weights, context) { sum += weight * entry }
    return sum
  }
}
