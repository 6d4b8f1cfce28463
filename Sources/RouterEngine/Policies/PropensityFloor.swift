/// With probability ε a choice is made uniformly over the allowed instead, so that no propensity is below ε/|allowed|.
///
/// ```
/// p′ = (1 − ε) p + ε/|allowed|
/// ```
/// Properties: p′ sums to 1 over the allowed where p does; ε = 0 draws nothing and changes no bit.
///
/// Edge cases: with one arm allowed p′ = 1; at ε = 1 the choice is uniform. The draw is keyed by (seed, decision), so
/// it is the same for every policy.
///
/// Source: docs/engine.md, *Propensity and P(best), exactly*; the floor that inverse propensity weighting needs. Not in
/// the published router.
///
/// Tested by `RoutingPolicyTests` and `ThompsonPolicyTests`.
package struct PropensityFloor: Sendable {
  /// ε in [0, 1].
  package let share: Double
  /// Keys its draws.
  package let seed: UInt64

  package init(share: Double, seed: UInt64) {
    self.share = share
    self.seed = seed
  }

  /// Of policies that are to keep no propensity.
  static let none = PropensityFloor(share: 0, seed: 0)

  func check() throws(EngineError) {
    guard share >= 0, share <= 1 else { throw .settingOutOfRange(.propensityFloor, share) }
  }

  /// The arm that is taken where the policy would take `chosen`.
  func settle(_ chosen: Int, _ request: RoutingRequest) -> Int {
    guard share > 0 else { return chosen }
    let random = KeyedRandom(seed: seed, decision: request.decision)
    return random.uniform < share ? request.allowed[random.index(below: request.allowed.count)] : chosen
  }

  /// (1 − ε) p + ε/|allowed|.
  func raise(_ probability: Double, _ request: RoutingRequest) -> Double {
    (1 - share) * probability + share / Double(request.allowed.count)
  }
}

extension RoutingRequest {
  /// The allowed arms that have the greatest value; where all are NaN, the first.
  func tied(value: (Int) -> Double) -> [Int] {
    let best = greatest(value: value)
    let bestValue = value(best)
    return bestValue.isNaN ? [best] : allowed.filter { value($0) == bestValue }
  }

  /// The first of the allowed arms with the greatest value; NaN is never the greatest.
  func greatest(value: (Int) -> Double) -> Int {
    var best = allowed[0]
    var bestValue = value(best)
    for arm in allowed.dropFirst() {
      let candidate = value(arm)
      if candidate > bestValue || (bestValue.isNaN && !candidate.isNaN) {
        best = arm
        bestValue = candidate
      }
    }
    return best
  }
}
