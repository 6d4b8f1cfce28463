/// The greatest prior score E_k·x: the offline router alone, whatever has been observed since.
///
/// The lowest index on ties, so without a prior it is always the first allowed. Its propensity is 1 before the floor.
///
/// Source: docs/engine.md, *Policies*; Wu & Lu's router (2025) without its online half, in its code `rpc_select_arms`
/// with `priors`. Departure: an intercept. Tested by `OfflinePolicyTests`.
public struct OfflinePolicy: RoutingPolicy {
  private let floor: PropensityFloor

  /// - Parameter propensityFloor: ε in [0, 1].
  public init(seed: UInt64 = 0, propensityFloor: Double = 0) {
    floor = PropensityFloor(share: propensityFloor, seed: seed)
  }

  /// - Throws: besides the protocol's, `settingOutOfRange` for the floor.
  /// - Complexity: O(allowed · width).
  public mutating func decide(
    _ request: RoutingRequest, posteriors: inout PosteriorBank
  ) throws(EngineError) -> RoutingDecision {
    try request.check(count: posteriors.count)
    try floor.check()
    let chosen = request.greatest { posteriors.priorScore($0, context: request.context) }
    return floor.decision(chosen, request, word: "offline")
  }
}

extension PosteriorBank {
  /// E_k·x, before `priorScale`; what a context lacks counts as zero, and what it has too much is ignored.
  func priorScore(_ arm: Int, context: [Double]) -> Double {
    let mean = arms[arm].priorMean
    var score = settings.hasIntercept ? mean[settings.dimension] : 0
    for (entry, weight) in zip(context.prefix(settings.dimension), mean) { score += entry * weight }
    return score
  }
}
