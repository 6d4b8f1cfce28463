/// Uniform over the allowed, keyed by (seed, decision); the propensity is 1/|allowed|.
///
/// Tested by `RoutingPolicyTests`.
package struct RandomPolicy: BlindPolicy {
  package let seed: UInt64

  package init(seed: UInt64) { self.seed = seed }

  package var word: String { "random" }
  package var floor: PropensityFloor { .none }

  package mutating func blindVerdicts(
    _ requests: [RoutingRequest], count: Int
  ) throws(EngineError) -> [RoutingVerdict] {
    for request in requests { try request.check(count: count) }
    return requests.map { request in
      let random = KeyedRandom(seed: seed, decision: request.decision)
      var verdict = RoutingVerdict(tied: request.allowed, count: count, ties: .shared)
      verdict.choice = request.allowed[random.index(below: request.allowed.count)]
      return verdict
    }
  }
}
