/// Always the same reward model; where it is not allowed, the first that is. The propensity is 1.
///
/// Tested by `RoutingPolicyTests`.
public struct FixedPolicy: RoutingPolicy {
  public let arm: Int

  public init(arm: Int) { self.arm = arm }

  public mutating func decide(
    _ request: RoutingRequest, posteriors: inout PosteriorBank
  ) throws(EngineError) -> RoutingDecision {
    try request.check(count: posteriors.count)
    let chosen = request.allowed.contains(arm) ? arm : request.allowed[0]
    return RoutingDecision(arm: chosen, by: request.word("fixed"), propensity: 1)
  }
}
