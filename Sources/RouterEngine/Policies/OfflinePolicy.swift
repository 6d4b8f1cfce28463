/// The greatest prior score E_k·x: the offline router alone, whatever has been observed since.
///
/// The lowest index on ties, so without a prior it is always the first allowed. Its propensity is 1 before the floor.
///
/// Source: docs/engine.md, *Policies*; Wu & Lu's router (2025) without its online half, in its code `rpc_select_arms`
/// with `priors`. Departure: an intercept. Tested by `OfflinePolicyTests`.
package struct OfflinePolicy: RoutingPolicy {
  package let floor: PropensityFloor

  /// - Parameter propensityFloor: ε in [0, 1].
  package init(seed: UInt64 = 0, propensityFloor: Double = 0) {
    floor = PropensityFloor(share: propensityFloor, seed: seed)
  }

  package var word: String { "offline" }

  /// - Complexity: O(allowed · width) a pair.
  package mutating func verdicts(
    _ requests: [RoutingRequest], ties: TieRule, posteriors: inout PosteriorBank
  ) throws(EngineError) -> [RoutingVerdict] {
    let count = posteriors.count
    for request in requests { try request.check(count: count) }
    return requests.map { request in
      let tied = request.tied { posteriors.priorScore($0, context: request.context) }
      return RoutingVerdict(tied: tied, count: count, ties: ties)
    }
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
