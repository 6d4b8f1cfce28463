/// How hard a pair is for every reward model alike, as an offline fit knows it: c₀ + f₀·φ.
///
/// Source: docs/engine.md, *Rewards*, *Baseline*; ours. Tested by `SharedBaselineTests`.
public struct SharedBaseline: Equatable, Sendable {
  /// f₀, of length d; it acts on the context without the constant.
  public var weights: [Double]
  /// c₀, the mean correctness of a reward model.
  public var level: Double
  /// κ ≥ 0, what one standard deviation of a batch's losses is in units of correctness.
  public var gain: Double

  public init(weights: [Double], level: Double, gain: Double) {
    self.weights = weights
    self.level = level
    self.gain = gain
  }

  /// c₀ + f₀·φ; what a context lacks counts as zero.
  ///
  /// - Complexity: O(d).
  public func value(at context: [Double]) -> Double {
    var sum = level
    for (weight, entry) in zip(weights, context) { sum += weight * entry }
    return sum
  }
}
