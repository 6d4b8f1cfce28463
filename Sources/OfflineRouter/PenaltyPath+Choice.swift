extension PenaltyPath {
  /// What cross-validation chose.
  struct Choice: Equatable {
    /// Index of λ.
    var step: Int
    /// cvMSE(λ).
    var error: Double
    /// The cross-validated gain of routing over the best single RM of the other folds, and its clustered error.
    var gain: Double
    var gainError: Double
    /// Index of the mean label's own λ, and its cvMSE.
    var meanStep: Int
    var meanError: Double
  }

  /// The largest λ whose mean error is within one group-clustered standard error of the least:
  /// SE = √(Σ_g (Σ_{i∈g}(D_i − D̄))²)/N, D_i = e_i(λ) − e_i(λ_min). For the mean label the λ of least error.
  ///
  /// - Parameter groupCount: with one group there is nothing to cross-validate: the greatest penalty for both.
  func choice(groups: [Int], groupCount: Int) -> Choice {
    let last = Self.penalties.count - 1
    let steps = Array(0...last)
    let means = steps.map { Self.mean(column(errors, $0)) }
    let labelMeans = steps.map { Self.mean(column(meanErrors, $0)) }
    var chosen = last
    var meanStep = last
    if groupCount > 1 {
      let least = Self.leastIndex(means)
      meanStep = Self.leastIndex(labelMeans)
      let best = column(errors, least)
      chosen =
        steps.last { step in
          let differences = zip(column(errors, step), best).map { $0 - $1 }
          return means[step] - means[least] <= Self.clusteredError(differences, groups: groups, groupCount)
        } ?? least
    }
    let gain = column(gains, chosen)
    return Choice(
      step: chosen, error: means[chosen], gain: Self.mean(gain),
      gainError: Self.clusteredError(gain, groups: groups, groupCount), meanStep: meanStep,
      meanError: labelMeans[meanStep])
  }

  private func column(_ values: [Double], _ step: Int) -> [Double] {
    stride(from: step, to: values.count, by: Self.penalties.count).map { values[$0] }
  }

  private static func leastIndex(_ values: [Double]) -> Int {
    values.indices.reduce(0) { values[$1] < values[$0] ? $1 : $0 }
  }

  /// Over the numbers that are there.
  private static func mean(_ values: [Double]) -> Double {
    let known = values.filter { !$0.isNaN }
    return known.reduce(0, +) / Double(max(1, known.count))
  }

  /// √(Σ_g (Σ_{i∈g} (v_i − v̄))²)/N over the numbers that are there.
  static func clusteredError(_ values: [Double], groups: [Int], _ groupCount: Int) -> Double {
    let mean = mean(values)
    var sums = Array(repeating: 0.0, count: groupCount)
    var count = 0.0
    for (value, group) in zip(values, groups) where !value.isNaN {
      sums[group] += value - mean
      count += 1
    }
    return sums.reduce(0) { $0 + $1 * $1 }.squareRoot() / max(1, count)
  }
}
