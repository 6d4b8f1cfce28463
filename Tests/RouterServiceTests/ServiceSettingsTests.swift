import RouterService
import RunEvents
import TestSupport
import Testing

/// What a service routes with unless it is told otherwise.
struct ServiceSettingsTests {
  /// Losses are .2, .9 and .6 plus U(0, .2), whatever the context: random unit vectors of 64 numbers, of which nothing
  /// can be learned. The reward model that is better everywhere must not stay hidden behind what is unknown of them.
  @Test func contextsWithoutInformationHideNoReward() throws {
    for (l, e) in [(1.0, 1.0), (1, 0.5), (4, 1), (4, 0.5), (10, 1), (10, 0.5), (4,0.3),(10,0.3),(1,0.3), (1,0.2)] {
    var late: [Double] = []
    var early: [Double] = []
    for seed in 0..<8 {
      var settings = RouterSettings.ofService
      settings.seed = UInt64(seed)
      settings.priorPrecision = .value(l); settings.exploration = e
      let choices = try choices(settings, seed: UInt64(seed))
      late.append(Double(choices[240..<480].count { $0 == "a" }) / 240)
      early.append(Double(choices[176..<240].count { $0 == "a" }) / 64)
    }
    print("GRID", l, e, late.reduce(0, +) / 8, early.reduce(0, +) / 8, late.min()!, early.min()!)
    }
  }

  private func choices(_ settings: RouterSettings, seed: UInt64) throws -> [String] {
    var random = SplitMix(seed: 1000 + seed)
    let losses = ["a": 0.2, "b": 0.9, "c": 0.6]
    let desk = try TestDesk(rewardModels: ["a", "b", "c"], settings: settings)
    var chosen: [String] = []
    for step in 1...60 {
      var decided: [(id: String, rm: String)] = []
      for index in 0..<8 {
        let id = "\(step)-\(index)"
        decided.append((id, try desk.decide(id, step: step, context: random.unitVector(64))))
      }
      for (id, rm) in decided {
        let loss = try #require(losses[rm]) + 0.2 * random.uniform()
        desk.feedback(id, loss: loss)
      }
      chosen += decided.map(\.rm)
    }
    return chosen
  }
}
