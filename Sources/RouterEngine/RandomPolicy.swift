/// Uniform over the allowed, keyed by (seed, decision); the propensity is 1/|allowed|.
///
/// Tested by `RoutingPolicyTests`.
public struct RandomPolicy: RoutingPolicy {
  public let seed: UInt64

  public init(seed: UInt64) { self.seed = seed }

  public mutating func decide(
    _ request: RoutingRequest, posteriors: inout PosteriorBank
  ) throws(EngineError) -> RoutingDecision {
    try request.check(count: posteriors.count)
    let random = KeyedRandom(seed: seed, decision: request.decision)
    let arm = request.allowed[random.index(below: request.allowed.count)]
    return RoutingDecision(
      arm: arm, by: request.word("random"), propensity: 1 / Double(request.allowed.count))
  }
}
