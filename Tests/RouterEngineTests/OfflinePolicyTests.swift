import Testing

@testable import RouterEngine

@Suite struct OfflinePolicyTests {
  @Test func goesByThePriorAloneWhateverIsObserved() throws {
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 2, hasIntercept: true),
      priorMeans: [[1, 0, 0], [0, 1, 0.5], [0, 1, 0.5]])
    bank.closeBatch((0..<50).map { _ in Observation(arm: 0, context: [0, 1], reward: 10) })
    var policy = OfflinePolicy()
    func choice(_ context: [Double], _ allowed: [Int]) throws -> Int {
      let request = RoutingRequest(decision: "x", context: context, allowed: allowed)
      return try policy.decide(request, posteriors: &bank).arm
    }
    #expect(try choice([2, 0], [0, 1, 2]) == 0)
    #expect(try choice([0.4, 0], [0, 1, 2]) == 1)
    #expect(try choice([0, 1], [0, 2]) == 2)
  }
}
