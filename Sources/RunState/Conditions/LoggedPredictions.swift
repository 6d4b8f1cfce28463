/// What a router said of the RM that it chose, before it had the reward: the `mean` and `sd` of a decision's `scores`.
struct LoggedPrediction: Equatable, Codable, Sendable {
  /// μ·x.
  var mean: Double
  /// √(xᵀ Λ⁻¹ x), before exploration scales it and without the noise of a reward; finite, ≥ 0.
  var standardDeviation: Double

  /// (r − m)/√(σ² + v), about N(0, 1) while rewards come as the posterior says.
  ///
  /// - Returns: `nil` where it is not a finite number. Beyond ±`InnovationWatch.greatest` it is cut, so that the sums
  ///   over a window are finite.
  func innovation(reward: Double, noiseVariance: Double) -> Double? {
    // Beside a deviation whose square could overflow the noise is nothing.
    let isHuge = standardDeviation > 1e100
    let deviation =
      isHuge ? standardDeviation : (noiseVariance + standardDeviation * standardDeviation).squareRoot()
    let innovation = (reward - mean) / deviation
    guard deviation > 0, innovation.isFinite else { return nil }
    return min(max(innovation, -InnovationWatch.greatest), InnovationWatch.greatest)
  }
}

/// Predictions of decisions whose reward is not folded yet: at most 4,096, the oldest dropped first.
struct LoggedPredictions: Codable, Sendable {
  static let capacity = 4096

  private var predictions = ArrivalQueue<LoggedPrediction>()

  init() {}

  var count: Int { predictions.count }

  subscript(hash: IdentifierHash) -> LoggedPrediction? { predictions[hash] }

  /// - Complexity: amortised O(1).
  mutating func insert(_ prediction: LoggedPrediction, for hash: IdentifierHash) {
    predictions.insert(prediction, for: hash)
    while predictions.count > Self.capacity { _ = predictions.removeOldest() }
  }

  @discardableResult
  mutating func remove(_ hash: IdentifierHash) -> LoggedPrediction? { predictions.remove(hash) }
}
