/// Always the same reward model; where it is not allowed, the first that is. The propensity is 1.
///
/// Tested by `RoutingPolicyTests`.
package struct FixedPolicy: BlindPolicy {
  package let arm: Int

  package init(arm: Int) { self.arm = arm }

  package var word: String { "fixed" }
  package var floor: PropensityFloor { .none }

  package mutating func blindVerdicts(
    _ requests: [RoutingRequest], count: Int
  ) throws(EngineError) -> [RoutingVerdict] {
    for request in requests { try request.check(count: count) }
    return requests.map { request in
      let chosen = request.allowed.contains(arm) ? arm : request.allowed[0]
      return RoutingVerdict(tied: [chosen], count: count, ties: .toTheFirst)
    }
  }
}
