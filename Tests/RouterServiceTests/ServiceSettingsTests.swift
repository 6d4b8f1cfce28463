import Router
import RouterEngine
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
      early.append(Double(choices[176..<240].count { $0 == 0 }) / 64)
      late.append(Double(choices[240..<480].count { $0 == 0 }) / 240)
    }
    #expect(late.reduce(0, +) / 20 >= 0.8)
    #expect(early.reduce(0, +) / 20 >= 0.6)
    #expect(late.allSatisfy { $0 >= 0.5 } && early.allSatisfy { $0 >= 0.5 }, "\(early) \(late)")
  }

  /// Sixty steps of eight pairs, by the router that a service owns.
  private func choices(seed: UInt64) throws -> [Int] {
    var random = SeededGenerator(seed: 1000 + seed)
    var settings = RouterSettings.ofService
    settings.seed = seed
    var router = Router<[Double]>()
    router.begin(settings, dimension: 64)
    for id in ["a", "b", "c"] { router.append(id) }
    #expect(router.prepare().started)
    var chosen: [Int] = []
    for step in 0..<60 {
      let pairs = (0..<8).map {
        (decision: "\(step)-\($0)", context: random.unit(64), category: String?.none)
      }
      let arms = try router.decide(batch: pairs).map(\.arm)
      for (pair, arm) in zip(pairs, arms) {
        let loss = [0.2, 0.9, 0.6][arm] + 0.2 * random.uniform()
        _ = router.take(.loss(loss), arm: arm, key: pair.context)
      }
      _ = router.close(contexts: router.batch.items.map(\.key))
      chosen += arms
    }
    return chosen
  }
}
