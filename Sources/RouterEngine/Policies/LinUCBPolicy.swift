/// LASeR's LinUCB: the greatest upper confidence bound of a ridge regression per reward model.
///
/// ```
/// A = ridge·I + Σ x xᵀ    θ = A⁻¹ Σ r x    bound = θ·x + α √(xᵀ A⁻¹ x)
/// ```
/// From the same statistics as the posteriors, without σ² and without a prior: so forgetting and intercept act as
/// there.
///
/// Properties: a deterministic choice; its propensity is 1 before the floor. A logged mean and deviation are θ·x and
/// √(xᵀ A⁻¹ x), and the draw is the bound.
///
/// Numerics: A = L Lᵀ as for posteriors; θ·x and the variance are products of solved triangles, never of inverses.
///
/// Edge cases: the lowest index on ties, so on the first contexts RM by RM in order; a bound that is NaN is never the
/// greatest; an arm without observations has θ = 0 and deviation ‖x‖/√ridge.
///
/// Source: Nguyen et al., *LASeR* (2024), who use LinUCB as of Li et al., *A Contextual-Bandit Approach to Personalized
/// News Article Recommendation* (2010), algorithm 1, with ridge = 1. As published a batch is decided as one, by its
/// mean context (`scope: .batch`); per pair is what LinUCB is elsewhere. Departures: ridge is a setting; a floor under
/// propensities, for off-policy estimates.
///
/// Tested by `LinUCBPolicyTests` against values of an independent program, and by `RoutingPolicyTests`.
package struct LinUCBPolicy: RoutingPolicy {
  /// What a bound is taken for.
  package enum Scope: Sendable {
    /// Each pair's own context.
    case pair
    /// The mean context of the requests that are decided together.
    case batch
  }

  package let scope: Scope
  /// α ≥ 0.
  package let confidence: Double
  /// > 0, within `PosteriorSettings.scaleRange`.
  package let ridge: Double
  package let floor: PropensityFloor
  private var regressions: RidgeRegressions?

  /// - Parameters:
  ///   - confidence: α ≥ 0, in standard deviations of θ·x at unit noise.
  ///   - ridge: > 0, within `PosteriorSettings.scaleRange`; in squared units of a context.
  ///   - seed: keys the floor's choices.
  ///   - propensityFloor: ε in [0, 1].
  package init(
    scope: Scope = .pair, confidence: Double = 0.1, ridge: Double = 1, seed: UInt64 = 0,
    propensityFloor: Double = 0
  ) {
    self.scope = scope
    self.confidence = confidence
    self.ridge = ridge
    floor = PropensityFloor(share: propensityFloor, seed: seed)
  }

  package var word: String { "linucb" }

  /// - Throws: besides the protocol's, `settingOutOfRange` for `confidence` or `ridge`.
  /// - Complexity: O(arms · width²) with the factors at hand; an arm with new observations costs O(width³).
  package mutating func verdicts(
    _ requests: [RoutingRequest], ties: TieRule, posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingVerdict] {
    for request in requests { try request.check(count: posteriors.count) }
    guard confidence >= 0, confidence.isFinite else { throw .settingOutOfRange(.confidence, confidence) }
    guard PosteriorSettings.scaleRange.contains(ridge) else { throw .settingOutOfRange(.ridge, ridge) }
    guard !requests.isEmpty else { return [] }
    var current = regressions ?? RidgeRegressions(ridge: ridge)
    try current.follow(posteriors)
    let width = posteriors.settings.width
    var rows: [Double] = []
    for request in requests { rows += posteriors.row(of: request.context) }
    if scope == .batch { rows = Self.mean(of: rows, width: width) }
    let beliefs = current.scores(rows: rows)
    regressions = current
    return requests.enumerated().map { index, request in
      let scores = beliefs[scope == .batch ? 0 : index].enumerated().map { arm, belief in
        DrawnScore(
          arm: arm, mean: belief.mean, standardDeviation: belief.standardDeviation,
          draw: belief.mean + confidence * belief.standardDeviation)
      }
      let tied = request.tied { scores[$0].draw ?? -.infinity }
      return RoutingVerdict(tied: tied, count: scores.count, ties: ties, scores: scores)
    }
  }

  private static func mean(of rows: [Double], width: Int) -> [Double] {
    let count = rows.count / width
    return (0..<width).map { column in
      (0..<count).reduce(0) { $0 + rows[$1 * width + column] } / Double(count)
    }
  }
}
