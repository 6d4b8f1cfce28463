/// The allowed reward models in turn, by index.
///
/// The one policy with a memory: the turn after the last choice. A pinned decision takes no turn. What comes is
/// certain, so propensities are 1: its choices do not depend on the context, but they cannot be reweighted.
///
/// Tested by `RoundRobinPolicyTests`.
public struct RoundRobinPolicy: RoutingPolicy {
  /// The arm whose turn it is, if it is allowed then; a router that resumes gives it back.
  public private(set) var turn: Int

  public init(turn: Int = 0) { self.turn = turn }

  public mutating func decide(
    _ request: RoutingRequest, posteriors: inout PosteriorBank
  ) throws(EngineError) -> RoutingDecision {
    try request.check(count: posteriors.count)
    let chosen = request.allowed.first { $0 >= turn } ?? request.allowed[0]
    if request.pinned == nil { turn = chosen + 1 }
    return RoutingDecision(arm: chosen, by: request.word("roundrobin"), propensity: 1)
  }
}
