/// What rule `ema-z` remembers.
///
/// ```
/// z = clip((m − ℓ)/√(max(q − m², 0) + 1e-6), ±clip), then   m ← m + α(ℓ − m)   q ← q + α(ℓ² − q)
/// ```
/// Numerics: q − m² loses digits where the mean is far greater than the deviation (at a ratio of 1e7 all of them); that
/// is the published rule.
///
/// Source: Wu & Lu's code (2025), `rpc_update_arm`. Tested by `RewardRuleTests`.
struct MovingMoments: Equatable, Codable, Sendable {
  /// m and q: exponential averages of ℓ and ℓ².
  var mean = 0.0
  var square = 0.0
  var count = 0

  /// The loss's z, clipped, by the averages before it; then takes the loss into them. `nil` while too few were seen.
  mutating func normalise(_ loss: Double, clip: Double, alpha: Double, minimumCount: Int) -> Double? {
    guard loss.magnitude <= RewardRule.lossLimit else { return nil }
    // Saturates where a log is longer than an Int counts, which none is.
    count += count < Int.max ? 1 : 0
    guard count > 1 else {
      mean = loss
      square = loss * loss
      return nil
    }
    let variance = max(square - mean * mean, 0) + 1e-6
    let z = (mean - loss) / variance.squareRoot()
    mean += alpha * (loss - mean)
    square += alpha * (loss * loss - square)
    return count < minimumCount ? nil : min(max(z, -clip), clip)
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(mean)
    digest.combine(square)
    digest.combine(count)
  }
}

/// What rule `welford` remembers.
///
/// ```
/// n ← n + 1   δ = r − mean   mean ← mean + δ/n   M ← M + δ(r − mean)   z = (r − mean)/(√(M/(n − 1)) + 1e-8)
/// ```
/// Source: Wu & Lu's code (2025), `BayesianRouter.normalize_reward` of `utils4.py`; Welford (1962); Knuth, *The Art of
/// Computer Programming* 2, 4.2.2 (15), (16). Tested by `RewardRuleTests`.
struct RunningMoments: Equatable, Codable, Sendable {
  var mean = 0.0
  /// Sum of squared deviations from the mean.
  var squares = 0.0
  var count = 0

  /// Takes a reward, then gives its z by the moments with it.
  mutating func normalise(_ reward: Double) -> Double? {
    guard reward.magnitude <= RewardRule.lossLimit else { return nil }
    count += count < Int.max ? 1 : 0
    let deviation = reward - mean
    mean += deviation / Double(count)
    squares += deviation * (reward - mean)
    guard count > 1 else { return 0 }
    return (reward - mean) / ((squares / Double(count - 1)).squareRoot() + 1e-8)
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(mean)
    digest.combine(squares)
    digest.combine(count)
  }
}

extension RewardHistory {
  /// Takes a reward, then gives its place between two quantiles of the history with it:
  /// clip((r − q_low)/(q_high − q_low), 0, 1), or 1[r > q_low] where q_high ≤ q_low; 0.5 below `minimumHistory`.
  ///
  /// - Complexity: O(log history).
  mutating func normalise(_ reward: Double, low: Double, high: Double, minimumHistory: Int) -> Double {
    append(reward)
    guard count >= minimumHistory else { return 0.5 }
    let least = ranked.quantile(low)
    let greatest = ranked.quantile(high)
    guard greatest > least else { return reward > least ? 1 : 0 }
    // Their difference may be beyond the greatest number; that of their quarters is not.
    let unit = (greatest - least).isFinite && (reward - least).isFinite ? 1 : 0.25
    return min(max((reward * unit - least * unit) / (greatest * unit - least * unit), 0), 1)
  }
}
