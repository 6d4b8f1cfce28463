import RouterEngine

/// A keyed bootstrap over groups: the same resamples for every policy, so that differences are paired.
///
/// Source: docs/engine.md, *Routing accuracy*; percentile intervals as of Efron (1979). Tested by
/// `EvaluationReportTests`.
struct GroupResamples {
  static let count = 2000

  /// By resample, how often each group was drawn.
  private let draws: [[UInt16]]

  /// - Complexity: O(resamples · groups).
  init(groups: Int) {
    draws = (0..<Self.count).map { resample in
      var stream = KeyedStream(seed: UInt64(resample), purpose: "bootstrap")
      var counts = Array(repeating: UInt16(0), count: groups)
      for _ in 0..<groups { counts[stream.index(below: groups)] += 1 }
      return counts
    }
  }

  /// The 2.5 and 97.5 percentiles of Σ draws·sums / Σ draws·weights.
  ///
  /// - Parameter sums: by group, a weighted sum; `weights` likewise.
  func interval(mean: Double, sums: [Double], weights: [Double]) -> IntervalEstimate {
    var values = draws.compactMap { counts -> Double? in
      var (sum, weight) = (0.0, 0.0)
      for group in counts.indices where counts[group] > 0 {
        sum += Double(counts[group]) * sums[group]
        weight += Double(counts[group]) * weights[group]
      }
      return weight > 0 ? sum / weight : nil
    }
    values.sort()
    guard !values.isEmpty else { return IntervalEstimate(value: mean, low: mean, high: mean) }
    // Where all groups say the same the quantiles are the mean, but for a last bit.
    return IntervalEstimate(
      value: mean, low: min(mean, Self.quantile(values, 0.025)), high: max(mean, Self.quantile(values, 0.975))
    )
  }

  /// By linear interpolation at (n − 1)q.
  static func quantile(_ sorted: [Double], _ q: Double) -> Double {
    let position = Double(sorted.count - 1) * q
    let below = Int(position)
    let part = position - Double(below)
    guard below + 1 < sorted.count else { return sorted[below] }
    return sorted[below] * (1 - part) + sorted[below + 1] * part
  }
}
