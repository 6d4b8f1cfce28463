/// Always the same reward model; where it is not allowed, the first that is. The propensity is 1.
///
/// Tested by `RoutingPolicyTests`.
public struct FixedPolicy: BlindPolicy {
  public let arm: Int

  public init(arm: Int) { self.arm = arm }

  public var word: String { "fixed" }
  public var floor: PropensityFloor { .none }

  public mutating func blindVerdicts(
    _ requests: [RoutingRequest], count: Int
  ) throws(EngineError) -> [RoutingVerdict] {
    for request in requests { try request.check(count: count) }
    return requests.map { request in
      let chosen = request.allowed.contains(arm) ? arm : request.allowed[0]
      return RoutingVerdict(tied: [chosen], count: count, ties: .toTheFirst)
    }
  }
}
