import LinearAlgebra

/// The best on average, unless another is surely better for this context: for a router whose prior says little.
///
/// ```
/// b = the allowed arm with the greatest posterior mean of the intercept now
/// gain_j = μ_j·x − μ_b·x − √(xᵀ Λ_j⁻¹ x + xᵀ Λ_b⁻¹ x)
/// ```
/// The allowed j ≠ b with the greatest gain is chosen if that is above 0, else b.
///
/// Properties: the choice is certain, its propensity 1 before the floor. Scores of different arms are independent, so
/// the root is the deviation of the difference: one of them has to be crossed, whatever `exploration` is.
///
/// Edge cases: the lowest index on ties, for b and for j; with one arm allowed, that one; a gain of exactly 0 is b.
///
/// Source: docs/engine.md, *Online*; ours, for a gate that cross-validation closed. The published router has no such
/// policy.
///
/// Tested by `CautiousPolicyTests` and `RoutingPolicyTests`.
package struct CautiousPolicy: RoutingPolicy {
  package let floor: PropensityFloor

  /// - Parameters:
  ///   - seed: keys the floor's choices.
  ///   - propensityFloor: ε in [0, 1].
  package init(seed: UInt64, propensityFloor: Double = 0) {
    floor = PropensityFloor(share: propensityFloor, seed: seed)
  }

  package var word: String { "cautious" }

  /// - Throws: besides the protocol's, `interceptNeeded` where the posteriors have none.
  /// - Complexity: O(arms · width²) with the factors at hand; the intercept's mean is the first step of a back
  ///   substitution and costs O(1).
  package mutating func verdicts(
    _ requests: [RoutingRequest], ties: TieRule, posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingVerdict] {
    for request in requests { try request.check(count: posteriors.count) }
    guard posteriors.settings.hasIntercept else { throw .interceptNeeded }
    let beliefs = posteriors.scores(of: requests.map(\.context), arms: Array(0..<posteriors.count))
    return zip(requests, beliefs).map { request, beliefs in
      let averages = request.tied { posteriors.interceptMean($0) }
      let verdicts = averages.map { average in
        RoutingVerdict(
          tied: Self.choices(from: average, request, beliefs), count: beliefs.count, ties: ties,
          scores: beliefs.undrawn)
      }
      var verdict = verdicts[0]
      guard ties == .shared, verdicts.count > 1 else { return verdict }
      for arm in verdict.chances.indices {
        verdict.chances[arm] = verdicts.reduce(0) { $0 + $1.chances[arm] / Double(verdicts.count) }
      }
      return verdict
    }
  }

  /// The arms with the greatest gain over the best on average, if that is above 0; else that one.
  private static func choices(
    from average: Int, _ request: RoutingRequest, _ beliefs: [ScoreDistribution]
  ) -> [Int] {
    let ground = beliefs[average]
    func gain(_ arm: Int) -> Double {
      guard arm != average else { return -.infinity }
      let belief = beliefs[arm]
      let variance =
        belief.standardDeviation * belief.standardDeviation + ground.standardDeviation
        * ground.standardDeviation
      return belief.mean - ground.mean - variance.squareRoot()
    }
    let challengers = request.tied(value: gain)
    return gain(challengers[0]) > 0 ? challengers : [average]
  }
}

extension PosteriorBank {
  /// The last entry of μ: with an intercept, its posterior mean.
  ///
  /// μ = L⁻ᵀ v, so the last entry is the last of v over the last of the diagonal of L.
  ///
  /// - Complexity: O(1) with the factor at hand, else O(width³).
  package mutating func interceptMean(_ arm: Int) -> Double {
    arms[arm].makeFactor(settings)
    let last = settings.width - 1
    guard arms[arm].isObserved else { return settings.priorScale * arms[arm].priorMean[last] }
    return arms[arm].halfMean[last] / arms[arm].block.pivot(last)
  }
}

extension [ScoreDistribution] {
  /// The scores of a decision in which nothing was drawn, by arm.
  var undrawn: [DrawnScore] {
    enumerated().map { arm, belief in
      DrawnScore(arm: arm, mean: belief.mean, standardDeviation: belief.standardDeviation, draw: nil)
    }
  }
}
