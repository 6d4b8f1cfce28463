import CKernels

/// The probability of each score to be the greatest, exactly.
///
/// ```
/// P_k = ∫ φ((t−m_k)/s_k)/s_k Π_{j≠k} Φ((t−m_j)/s_j) dt
/// ```
/// φ, Φ: density and distribution function of the standard normal.
///
/// - Parameter scores: m_k and s_k of independent normals, in units of the normalised reward; means finite, deviations
///   finite and ≥ 0.
/// - Returns: as many numbers ≥ 0 with sum 1.
/// - Complexity: O(129 K) normal distribution functions where the greatest deviation is at most 3 times the smallest,
///   else O(96 K²). Up to 64 scores the result is all that is allocated.
///
/// Numerics: scores more than 8.5 deviations below another are dropped (they lose less than 1e-16). Like deviations:
/// trapezoid rule, 129 nodes, error below 1e-12. Unlike ones: Gauss–Legendre of 16 nodes between cuts at every
/// m + {−8.5, −3, −1, 1, 3, 8.5} s, error below 1e-12 to ratios of 1e8. A deviation of at most 1e-12 of the greatest
/// is a point mass. The sum is within 1e-9 of 1 and is then divided out. The same bits on every x86 instruction set.
///
/// Edge cases: equal point masses at the top share alike, as the limit of ever narrower equal deviations does (a context
/// of zeros says nothing of any reward model, and so nothing for one of them); a score that is not finite has no part, and if
/// none is finite all have the same. Of more than 64 scores, the 64 with the greatest upper ends (m + 8.5 s) have a
/// part; a router has no more.
///
/// Source: docs/engine.md, *Propensity and P(best), exactly*. Departure: the published router samples, and has no
/// number for either.
///
/// Tested by `BestProbabilityTests` against Φ (two scores), symmetry, point masses and Monte Carlo, and by
/// `NormalKernelTests`.
package func bestProbabilities(_ scores: [ScoreDistribution]) -> [Double] {
  var values: [Double]
  if scores.count <= Int(RMTOP_BEST_LIMIT) {
    values = bestIntegrals(scores, rule: RMTOP_BEST_AUTO)
  } else {
    let ends = scores.map { score -> Double in
      let end = score.mean + 8.5 * score.standardDeviation
      return end.isFinite ? end : -.infinity
    }
    let kept = scores.indices.sorted { (ends[$0], $1) > (ends[$1], $0) }
      .prefix(Int(RMTOP_BEST_LIMIT)).sorted()
    values = Array(repeating: 0, count: scores.count)
    for (offset, value) in zip(kept, bestIntegrals(kept.map { scores[$0] }, rule: RMTOP_BEST_AUTO)) {
      values[offset] = value
    }
  }
  let sum = values.reduce(0, +)
  if sum > 0 {
    for index in values.indices { values[index] /= sum }
  } else {
    for index in values.indices { values[index] = 1 / Double(values.count) }
  }
  return values
}

/// The integrals P_k before their sum is divided out.
///
/// - Parameters:
///   - scores: at most 64.
///   - rule: one of the kernel's rules; tests name the quadrature.
///   - level: the greatest instruction level to be used.
func bestIntegrals(
  _ scores: [ScoreDistribution], rule: some BinaryInteger, level: Int32 = .max
) -> [Double] {
  Array(unsafeUninitializedCapacity: scores.count) { integrals, initialized in
    guard let integrals = integrals.baseAddress else { return }
    scores.withUnsafeBytes { bytes in
      // A score is its mean and its deviation, two doubles without padding.
      let pairs = bytes.assumingMemoryBound(to: Double.self)
      guard let pairs = pairs.baseAddress else { return }
      let isDone = rmtop_best_integrals(pairs, scores.count, Int32(rule), level, integrals)
      if !isDone { integrals.initialize(repeating: 0, count: scores.count) }
    }
    initialized = scores.count
  }
}
