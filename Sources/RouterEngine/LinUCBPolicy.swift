/// LASeR's LinUCB: the greatest upper confidence bound of a ridge regression per reward model.
///
/// ```
/// A = ridge·I + Σ x xᵀ    θ = A⁻¹ Σ r x    bound = θ·x + α √(xᵀ A⁻¹ x)
/// ```
/// From the same statistics as the posteriors, without σ² and without a prior: so forgetting and intercept act as
/// there. A deterministic choice, the lowest index on ties; its propensity is 1 before the floor.
///
/// Source: Nguyen et al., *LASeR* (2024); Li et al. (2010), algorithm 1. As published a batch is decided as one, by
/// its mean context (`scope: .batch`); per pair is what LinUCB is elsewhere.
///
/// Tested by `LinUCBPolicyTests` against values of an independent program.
public struct LinUCBPolicy: RoutingPolicy {
  /// What a bound is taken for.
  public enum Scope: Sendable {
    /// Each pair's own context.
    case pair
    /// The mean context of the requests that are decided together.
    case batch
  }

  public let scope: Scope
  /// α ≥ 0.
  public let confidence: Double
  /// > 0, within `PosteriorSettings.scaleRange`.
  public let ridge: Double
  private let floor: PropensityFloor
  private var regressions: RidgeRegressions?

  /// - Parameter propensityFloor: ε in [0, 1].
  public init(
    scope: Scope = .pair, confidence: Double = 0.1, ridge: Double = 1, seed: UInt64 = 0,
    propensityFloor: Double = 0
  ) {
    self.scope = scope
    self.confidence = confidence
    self.ridge = ridge
    floor = PropensityFloor(share: propensityFloor, seed: seed)
  }

  /// - Throws: besides the protocol's, `settingOutOfRange` for `confidence`, `ridge` or floor.
  /// - Complexity: O(arms · width²) with the factors at hand; an arm with new observations costs O(width³).
  public mutating func decide(
    _ request: RoutingRequest, posteriors: inout PosteriorBank
  ) throws(EngineError) -> RoutingDecision {
    try check(request, count: posteriors.count)
    return try decide([request], posteriors)[0]
  }

  public mutating func decide(
    batch requests: [RoutingRequest], posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingDecision] {
    for request in requests { try check(request, count: posteriors.count) }
    return requests.isEmpty ? [] : try decide(requests, posteriors)
  }

  private func check(_ request: RoutingRequest, count: Int) throws(EngineError) {
    try request.check(count: count)
    try floor.check()
    guard confidence >= 0, confidence.isFinite else { throw .settingOutOfRange(.confidence, confidence) }
    guard PosteriorSettings.scaleRange.contains(ridge) else { throw .settingOutOfRange(.ridge, ridge) }
  }

  private mutating func decide(
    _ requests: [RoutingRequest], _ posteriors: PosteriorBank
  ) throws(EngineError) -> [RoutingDecision] {
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
      let chosen = request.greatest { scores[$0].draw ?? -.infinity }
      return floor.decision(chosen, request, word: "linucb", scores: scores)
    }
  }

  private static func mean(of rows: [Double], width: Int) -> [Double] {
    let count = rows.count / width
    return (0..<width).map { column in
      (0..<count).reduce(0) { $0 + rows[$1 * width + column] } / Double(count)
    }
  }
}
