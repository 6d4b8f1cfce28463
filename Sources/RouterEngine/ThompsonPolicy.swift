/// Thompson sampling: one draw of every reward model's score, the greatest allowed one is chosen.
///
/// Draws are keyed by (seed, decision, reward model), so a ban shifts no other draw. With probability
/// `propensityFloor` the choice is uniform over the allowed instead.
public struct ThompsonPolicy: RoutingPolicy {
  /// Ids by arm: they key the draws.
  public let rewardModels: [String]
  public let seed: UInt64
  /// Scale on the standard deviations, ≥ 0; 0 chooses by posterior mean.
  public let exploration: Double
  /// ε in [0, 1].
  public let propensityFloor: Double

  public init(
    rewardModels: [String], seed: UInt64, exploration: Double = 1, propensityFloor: Double = 0
  ) {
    self.rewardModels = rewardModels
    self.seed = seed
    self.exploration = exploration
    self.propensityFloor = propensityFloor
  }

  /// - Throws: besides the protocol's, `settingOutOfRange` for exploration or floor.
  public mutating func decide(
    _ request: RoutingRequest, posteriors: inout PosteriorBank
  ) throws(EngineError) -> RoutingDecision {
    let count = min(rewardModels.count, posteriors.count)
    try request.check(count: count)
    guard exploration >= 0, exploration.isFinite else { throw .settingOutOfRange(.exploration, exploration) }
    guard propensityFloor >= 0, propensityFloor <= 1 else {
      throw .settingOutOfRange(.propensityFloor, propensityFloor)
    }
    let beliefs = posteriors.scores(of: [request.context], arms: Array(0..<count))[0]
    let scores = beliefs.enumerated().map { arm, belief in
      let random = KeyedRandom(seed: seed, decision: request.decision, rewardModel: rewardModels[arm])
      let draw = belief.mean + exploration * belief.standardDeviation * random.standardNormal
      return DrawnScore(
        arm: arm, mean: belief.mean, standardDeviation: belief.standardDeviation, draw: draw)
    }
    var chosen = Self.greatest(among: request.allowed) { scores[$0].draw ?? -.infinity }
    if propensityFloor > 0 {
      let random = KeyedRandom(seed: seed, decision: request.decision)
      if random.uniform < propensityFloor {
        chosen = request.allowed[random.index(below: request.allowed.count)]
      }
    }
    let propensities = thompsonPropensities(
      beliefs, allowed: request.allowed, exploration: exploration, floor: propensityFloor)
    return RoutingDecision(
      arm: chosen, by: request.word("thompson"), propensity: propensities[chosen], scores: scores)
  }

  /// The first of the arms with the greatest value; NaN is never the greatest.
  private static func greatest(among arms: [Int], value: (Int) -> Double) -> Int {
    var best = arms[0]
    var bestValue = value(best)
    for arm in arms.dropFirst() {
      let candidate = value(arm)
      if candidate > bestValue || (bestValue.isNaN && !candidate.isNaN) {
        best = arm
        bestValue = candidate
      }
    }
    return best
  }
}

/// The probabilities with which Thompson sampling chooses each arm: 0 for what is not allowed, sum 1.
///
/// (1 − ε) P_k + ε/|allowed|, P over the allowed arms with deviations times the exploration scale.
///
/// - Parameters:
///   - scores: by arm.
///   - allowed: arms that may be chosen; with a pin, that one alone.
///   - exploration: scale on the deviations, ≥ 0; at 0 the greatest mean has all, the lowest index on ties.
///   - floor: ε in [0, 1].
/// - Complexity: as `bestProbabilities`.
public func thompsonPropensities(
  _ scores: [ScoreDistribution], allowed: [Int], exploration: Double, floor: Double
) -> [Double] {
  var result = Array(repeating: 0.0, count: scores.count)
  let best = bestProbabilities(
    allowed.map { arm in
      ScoreDistribution(
        mean: scores[arm].mean, standardDeviation: scores[arm].standardDeviation * exploration)
    })
  for (arm, probability) in zip(allowed, best) {
    result[arm] = (1 - floor) * probability + floor / Double(allowed.count)
  }
  return result
}
