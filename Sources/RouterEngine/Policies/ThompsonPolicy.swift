/// Thompson sampling: one draw of every reward model's score, the greatest allowed one is chosen.
///
/// Draws are keyed by (seed, decision, reward model), so a ban shifts no other draw. With probability
/// `propensityFloor` the choice is uniform over the allowed instead.
/// ```
/// draw_k = μ_k·x + e √(xᵀ Λ_k⁻¹ x) ε_k    ε_k ~ N(0, 1), independent over arms and decisions    choose argmax
/// ```
/// Properties: a ban shifts no other draw; the logged propensity is the probability of the choice, exactly, not an
/// estimate of it. Edge cases: the lowest index on ties; exploration 0 chooses by posterior mean, with certainty.
///
/// Source: Wu & Lu, *Reward Model Routing in Alignment* (2025), section 3.3: w_k ~ N(μ_k, Σ_k) for every pair and
/// reward model, choose argmax x·w_k; in its code `rpc_select_arms`. Departures: a score is drawn in place of a weight
/// vector (the same law, one number for d); draws are keyed; the exploration scale; a floor under propensities, for
/// off-policy estimates; nothing is added to Λ's diagonal (1e-8 there).
///
/// Tested by `ThompsonPolicyTests` and `RoutingPolicyTests`.
package struct ThompsonPolicy: RoutingPolicy {
  /// Ids by arm: they key the draws.
  package private(set) var rewardModels: [String]
  package let seed: UInt64
  /// Scale on the standard deviations, ≥ 0; 0 chooses by posterior mean.
  package let exploration: Double
  /// ε in [0, 1].
  package let propensityFloor: Double

  package init(
    rewardModels: [String], seed: UInt64, exploration: Double = 1, propensityFloor: Double = 0
  ) {
    self.rewardModels = rewardModels
    self.seed = seed
    self.exploration = exploration
    self.propensityFloor = propensityFloor
  }

  package var word: String { "thompson" }
  package var floor: PropensityFloor { PropensityFloor(share: propensityFloor, seed: seed) }

  package mutating func follow(rewardModels: [String]) { self.rewardModels = rewardModels }

  /// Together they take less than half of the time of one by one: contexts are solved eight at a time.
  ///
  /// - Throws: besides the protocol's, `settingOutOfRange` for exploration.
  /// - Complexity: O(arms · width²) a pair with the factors at hand, and `bestProbabilities`.
  package mutating func verdicts(
    _ requests: [RoutingRequest], ties: TieRule, posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingVerdict] {
    for request in requests { try check(request, count: posteriors.count) }
    let beliefs = posteriors.scores(of: requests.map(\.context), arms: arms(posteriors))
    return zip(requests, beliefs).map { verdict($0, $1, ties) }
  }

  /// The same arms: a reward model that cannot win for a pair is not solved for (`ThompsonContest`).
  ///
  /// - Complexity: O(arms · width) for a pair, O(width²) for each of its reward models that may win, and O(width²) for
  ///   each reward model that has learnt since somebody chose.
  package mutating func choose(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [Int] {
    try floor.check()
    for request in requests { try check(request, count: posteriors.count) }
    let floor = floor
    var chosen: [Int] = []
    chosen.reserveCapacity(requests.count)
    for start in stride(from: 0, to: requests.count, by: ThompsonContest.limit) {
      let some = requests[start..<min(start + ThompsonContest.limit, requests.count)]
      var contest = ThompsonContest(some, policy: self, posteriors: &posteriors)
      for (request, winner) in zip(some, contest.winners(&posteriors)) {
        chosen.append(floor.settle(winner, request))
      }
    }
    return chosen
  }

  private func arms(_ posteriors: PosteriorBank) -> [Int] {
    Array(0..<min(rewardModels.count, posteriors.count))
  }

  private func check(_ request: RoutingRequest, count: Int) throws(EngineError) {
    try request.check(count: min(rewardModels.count, count))
    guard exploration >= 0, exploration.isFinite else { throw .settingOutOfRange(.exploration, exploration) }
  }

  /// ε_k.
  func normal(_ request: RoutingRequest, _ arm: Int) -> Double {
    KeyedRandom(seed: seed, decision: request.decision, rewardModel: rewardModels[arm]).standardNormal
  }

  func draw(_ belief: ScoreDistribution, normal: Double) -> Double {
    belief.mean + exploration * belief.standardDeviation * normal
  }

  private func verdict(
    _ request: RoutingRequest, _ beliefs: [ScoreDistribution], _ ties: TieRule
  ) -> RoutingVerdict {
    let scores = beliefs.enumerated().map { arm, belief in
      DrawnScore(
        arm: arm, mean: belief.mean, standardDeviation: belief.standardDeviation,
        draw: draw(belief, normal: normal(request, arm)))
    }
    return RoutingVerdict(
      choice: request.greatest { scores[$0].draw ?? -.infinity },
      chances: thompsonPropensities(
        beliefs, allowed: request.allowed, exploration: exploration, floor: 0, ties: ties),
      scores: scores)
  }
}

/// The probabilities with which Thompson sampling chooses each arm: 0 for what is not allowed, sum 1.
///
/// (1 − ε) P_k + ε/|allowed|, P over the allowed arms with deviations times the exploration scale.
///
/// - Parameters:
///   - scores: by arm.
///   - allowed: arms that may be chosen; with a pin, that one alone.
///   - exploration: scale on the deviations, ≥ 0; at 0 the greatest mean has all.
///   - floor: ε in [0, 1].
///   - ties: of equal scores without deviation.
/// - Complexity: as `bestProbabilities`.
///
/// Source: docs/engine.md, *Propensity and P(best), exactly*. Tested by `ThompsonPolicyTests` against frequencies of
/// choices.
package func thompsonPropensities(
  _ scores: [ScoreDistribution], allowed: [Int], exploration: Double, floor: Double,
  ties: TieRule = .shared
) -> [Double] {
  var result = Array(repeating: 0.0, count: scores.count)
  let scaled = allowed.map { arm in
    ScoreDistribution(mean: scores[arm].mean, standardDeviation: scores[arm].standardDeviation * exploration)
  }
  var best = bestProbabilities(scaled)
  if ties == .toTheFirst {
    let points = scaled.indices.filter { scaled[$0].standardDeviation == 0 && best[$0] > 0 }
    for index in points.dropFirst() {
      best[points[0]] += best[index]
      best[index] = 0
    }
  }
  for (arm, probability) in zip(allowed, best) {
    result[arm] = (1 - floor) * probability + floor / Double(allowed.count)
  }
  return result
}
