/// The probability of each score to be the greatest, exactly.
///
/// ```
/// P_k = ∫ φ((t−m_k)/s_k)/s_k Π_{j≠k} Φ((t−m_j)/s_j) dt
/// ```
/// - Parameter scores: independent normals; means finite, deviations finite and ≥ 0.
/// - Returns: as many numbers ≥ 0 with sum 1.
/// - Complexity: O(129 K) normal distribution functions where the greatest deviation is at most 3 times the smallest,
///   else O(96 K²).
///
/// Numerics: scores more than 8.5 deviations below another are dropped (they lose less than 1e-16). Like deviations:
/// trapezoid rule, 129 nodes, error below 1e-12. Unlike ones: Gauss–Legendre of 16 nodes between cuts at every
/// m + {−8.5, −3, −1, 1, 3, 8.5} s, error about 5e-15 to ratios of 1e8. A deviation of at most 1e-12 of the greatest
/// is a point mass. The sum is within 1e-9 of 1 and is then divided out.
///
/// Edge cases: among equal point masses the lowest index has all; a score that is not finite has no part, and if
/// none is finite all have the same.
///
/// Tested by `BestProbabilityTests` against Φ (two scores), symmetry, point masses and Monte Carlo.
public func bestProbabilities(_ scores: [ScoreDistribution]) -> [Double] {
  var result = Array(repeating: 0.0, count: scores.count)
  let finite = scores.indices.filter {
    scores[$0].mean.isFinite && scores[$0].standardDeviation.isFinite && scores[$0].standardDeviation >= 0
  }
  guard !finite.isEmpty else {
    return Array(repeating: scores.isEmpty ? 0 : 1 / Double(scores.count), count: scores.count)
  }
  let contest = ScoreContest(scores, places: finite)
  for (place, probability) in zip(contest.places, contest.probabilities()) { result[place] = probability }
  return result
}

/// The scores that can be the greatest, made ready for the integrals.
struct ScoreContest {
  /// Scores at most this part of the greatest deviation wide are points.
  static let pointRatio = 1e-12
  /// Up to this ratio of deviations one lattice serves all.
  static let likeRatio = 3.0

  /// Indices among the scores given: of the best point mass first, if there is one, then of the continuous scores.
  private(set) var places: [Int] = []
  /// Means and deviations of the continuous scores.
  private(set) var means: [Double] = []
  private(set) var deviations: [Double] = []
  /// Where the best point mass stands.
  private(set) var point: Double?
  /// Where the integrals begin and end.
  private(set) var lower = 0.0
  private(set) var upper = 0.0

  init(_ scores: [ScoreDistribution], places candidates: [Int]) {
    let reach = NormalDistribution.reach
    let widest = candidates.reduce(0) { max($0, scores[$1].standardDeviation) }
    func deviation(_ place: Int) -> Double {
      let deviation = scores[place].standardDeviation
      return deviation <= widest * Self.pointRatio ? 0 : deviation
    }
    let floor = candidates.reduce(-Double.infinity) { max($0, scores[$1].mean - reach * deviation($1)) }
    var pointPlace: Int?
    lower = floor
    upper = floor
    for place in candidates {
      let mean = scores[place].mean
      let width = deviation(place)
      guard mean + reach * width >= floor else { continue }
      if width == 0 {
        // A point below the floor is dropped above; the floor is at least the greatest point.
        if pointPlace == nil { pointPlace = place }
        continue
      }
      places.append(place)
      means.append(mean)
      deviations.append(width)
      upper = max(upper, mean + reach * width)
    }
    if let pointPlace {
      places.insert(pointPlace, at: 0)
      point = scores[pointPlace].mean
    }
  }

  /// P_k of `places`, in their order.
  func probabilities() -> [Double] {
    guard places.count > 1 else { return places.map { _ in 1 } }
    var result = point.map { point in
      [means.indices.reduce(1) { $0 * NormalDistribution.cumulative((point - means[$1]) / deviations[$1]) }]
    }
    let narrowest = deviations.reduce(.infinity, min)
    let widest = deviations.reduce(0, max)
    let isLike = point == nil && widest <= Self.likeRatio * narrowest
    result = (result ?? []) + (isLike ? latticeIntegrals() : panelIntegrals())
    let values = result ?? []
    let sum = values.reduce(0, +)
    return sum > 0 ? values.map { $0 / sum } : values.map { _ in 1 / Double(values.count) }
  }
}
