/// The allowed reward models in turn, by index.
///
/// The one policy with a memory: the turn after the last choice. A pinned decision takes no turn. What comes is
/// certain, so propensities are 1: its choices do not depend on the context, but they cannot be reweighted.
///
/// Tested by `RoundRobinPolicyTests`.
package struct RoundRobinPolicy: BlindPolicy {
  /// The arm whose turn it is, if it is allowed then; a router that resumes gives it back.
  package private(set) var turn: Int

  package init(turn: Int = 0) { self.turn = turn }

  package var word: String { "roundrobin" }
  package var floor: PropensityFloor { .none }

  package mutating func resume(after arm: Int) { turn = arm + 1 }

  package mutating func blindVerdicts(
    _ requests: [RoutingRequest], count: Int
  ) throws(EngineError) -> [RoutingVerdict] {
    for request in requests { try request.check(count: count) }
    return requests.map { request in
      let chosen = request.allowed.first { $0 >= turn } ?? request.allowed[0]
      if request.pinned == nil { turn = chosen + 1 }
      return RoutingVerdict(tied: [chosen], count: count, ties: .toTheFirst)
    }
  }
}
