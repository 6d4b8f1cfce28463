import Testing

@testable import RouterEngine

@Suite struct RoundRobinPolicyTests {
  @Test func takesTheAllowedInTurnAndAPinTakesNone() throws {
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 1), priorMeans: Array(repeating: nil, count: 4))
    var policy = RoundRobinPolicy()
    func choice(_ allowed: [Int], pinned: Int? = nil) throws -> Int {
      let request = RoutingRequest(decision: "x", context: [1], allowed: allowed, pinned: pinned)
      return try policy.decide(request, posteriors: &bank).arm
    }
    #expect(try (0..<5).map { _ in try choice([0, 1, 2, 3]) } == [0, 1, 2, 3, 0])
    #expect(try choice([3], pinned: 3) == 3)
    #expect(try choice([0, 1, 2, 3]) == 1)
    #expect(try choice([0, 3]) == 3)
    #expect(policy.turn == 4)
    var resumed = RoundRobinPolicy(turn: 2)
    let request = RoutingRequest(decision: "y", context: [1], allowed: [0, 1, 2, 3])
    #expect(try resumed.decide(request, posteriors: &bank).arm == 2)
    #expect(throws: EngineError.nothingAllowed) {
      try resumed.decide(RoutingRequest(decision: "z", context: [1], allowed: []), posteriors: &bank)
    }
    #expect(resumed.turn == 3)
  }
}
