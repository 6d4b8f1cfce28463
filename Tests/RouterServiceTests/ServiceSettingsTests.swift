import RouterService
import RunEvents
import TestSupport
import Testing

/// What a service routes with unless it is told otherwise.
struct ServiceSettingsTests {
  /// Losses are .2, .9 and .6 plus U(0, .2), whatever the context: random unit vectors of 64 numbers, of which nothing
  /// can be learned. The reward model that is better everywhere must not stay hidden behind what is unknown of them.
  @Test func contextsWithoutInformationHideNoReward() throws {
    var early: [Double] = []
    var late: [Double] = []
    for seed in 0..<20 {
      let choices = try choices(seed: UInt64(seed))
      early.append(Double(choices[176..<240].count { $0 == "a" }) / 64)
      late.append(Double(choices[240..<480].count { $0 == "a" }) / 240)
    }
    #expect(late.reduce(0, +) / 20 >= 0.8)
    #expect(early.reduce(0, +) / 20 >= 0.6)
    #expect(late.allSatisfy { $0 >= 0.5 } && early.allSatisfy { $0 >= 0.5 }, "\(early) \(late)")
  }

  private func choices(seed: UInt64) throws -> [String] {
    var random = SeededGenerator(seed: 1000 + seed)
    var settings = RouterSettings.ofService
    settings.seed = seed
    let desk = try TestDesk(rewardModels: ["a", "b", "c"], settings: settings)
    let losses = ["a": 0.2, "b": 0.9, "c": 0.6]
    var chosen: [String] = []
    for step in 1...60 {
      let ids = (0..<8).map { "\(step)-\($0)" }
      let decided = try ids.map { try desk.decide($0, step: step, context: random.unit(64)) }
      for (id, rewardModel) in zip(ids, decided) {
        try desk.feedback(id, loss: try #require(losses[rewardModel]) + 0.2 * random.uniform())
      }
      chosen += decided
    }
    return chosen
  }
}
