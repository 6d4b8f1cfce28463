import Foundation
import TestSupport
import Testing

@testable import RouterEngine

/// The rules with a memory, against `Golden/normalisers.json` and naive implementations.
@Suite struct RewardRuleTests {
  struct Golden: Decodable {
    var arms: [Int]
    var losses: [Double]
    var quantile: [Double]
    var quantileConstant: [Double]
    var emaZ: [Double?]
    var emaZMinimum5: [Double?]
    var emaZGlobal: [Double?]
    var welford: [Double]

    enum CodingKeys: String, CodingKey {
      case arms, losses
      case quantile = "quantile_min20"
      case quantileConstant = "quantile_constant_rewards"
      case emaZ = "ema_z_per_arm"
      case emaZMinimum5 = "ema_z_per_arm_min5_alpha05"
      case emaZGlobal = "ema_z_global"
      case welford = "welford_z"
    }

    var samples: [RewardSample] { zip(arms, losses).map { RewardSample(arm: $0, loss: $1) } }

    static func load() throws -> Golden {
      let url = try #require(
        Bundle.module.url(forResource: "normalisers", withExtension: "json", subdirectory: "Golden"))
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }
  }

  static let published = RewardRule.quantile(low: 0.2, high: 0.8, minimumHistory: 20, history: 1 << 22)

  private func normalise(_ rule: RewardRule, _ samples: [RewardSample], batch: Int = .max) -> [Double?] {
    var normaliser = RewardNormaliser(rule: rule)
    var rewards: [Double?] = []
    var rest = samples[...]
    while !rest.isEmpty {
      rewards += normaliser.normalise(Array(rest.prefix(batch)))
      rest = rest.dropFirst(batch)
    }
    return rewards
  }

  private func expectEqual(
    _ found: [Double?], _ expected: [Double?], _ tolerance: Double = 1e-12,
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(found.count == expected.count, sourceLocation: location)
    for (index, (one, other)) in zip(found, expected).enumerated() {
      #expect((one == nil) == (other == nil), "at \(index)", sourceLocation: location)
      if let one, let other {
        #expect(abs(one - other) <= tolerance, "at \(index)", sourceLocation: location)
      }
    }
  }

  @Test(arguments: [1, 7, 120]) func equalTheIndependentProgram(batch: Int) throws {
    let golden = try Golden.load()
    let samples = golden.samples
    expectEqual(normalise(Self.published, samples, batch: batch), golden.quantile)
    expectEqual(
      normalise(.emaZ(clip: 2, alpha: 0.01, minimumCount: 1), samples, batch: batch), golden.emaZ)
    expectEqual(
      normalise(.emaZ(clip: 2, alpha: 0.05, minimumCount: 5), samples, batch: batch), golden.emaZMinimum5)
    expectEqual(
      normalise(.emaZ(clip: 2, alpha: 0.01, minimumCount: 1, scope: .all), samples, batch: batch),
      golden.emaZGlobal)
    expectEqual(normalise(.welford(), samples, batch: batch), golden.welford)
    expectEqual(
      normalise(
        .quantile(low: 0.2, high: 0.8, minimumHistory: 3, history: 100),
        Array(repeating: RewardSample(arm: 0, loss: -1), count: 6)),
      golden.quantileConstant)
  }

  /// Losses of one RM: `kind` 0 normal, 1 of seven values, 2 constant.
  private func losses(_ kind: Int, _ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in
      switch kind {
      case 0: generator.normal() * 3 + 1
      case 1: Double(generator.below(7)) / 3
      default: 0.7
      }
    }
  }

  @Test(arguments: 0..<3, [1, 2, 19, 20, 21, 300]) func equalNaiveOnesByScope(kind: Int, count: Int) {
    for seed in 0..<4 {
      var generator = SeededGenerator(seed: seed * 31 + count)
      let samples = losses(kind, count, &generator).map { RewardSample(arm: generator.below(3), loss: $0) }
      let history = 1 + generator.below(60)
      let low = generator.uniform() / 2
      let high = 0.5 + generator.uniform() / 2
      let minimum = generator.below(25)
      for scope in [RewardScope.all, .rewardModel] {
        func naive(_ rule: (inout NaiveNormaliser, Double) -> Double?) -> [Double?] {
          var normalisers = Array(repeating: NaiveNormaliser(), count: 3)
          return samples.map { rule(&normalisers[scope == .all ? 0 : $0.arm], $0.loss) }
        }
        let quantile = normalise(
          .quantile(low: low, high: high, minimumHistory: minimum, history: history, scope: scope), samples)
        expectEqual(
          quantile,
          naive { $0.quantile($1, low: low, high: high, minimumHistory: minimum, history: history) }, 1e-9)
        // On a constant stream the naive mean is off by a rounding, which 1e-8 divides.
        expectEqual(
          normalise(.welford(scope: scope), samples), naive { $0.welford($1) }, kind == 2 ? 1e-6 : 1e-10)
        expectEqual(
          normalise(.emaZ(clip: 1.5, alpha: 0.1, minimumCount: 4, scope: scope), samples),
          naive { $0.emaZ($1, clip: 1.5, alpha: 0.1, minimumCount: 4) }, 1e-9)
      }
    }
  }

  @Test func aHundredThousandRewardsWithAWindowEqualASortedArray() {
    let history = 4096
    var generator = SeededGenerator(seed: 77)
    var normaliser = RewardNormaliser(
      rule: .quantile(low: 0.1, high: 0.75, minimumHistory: 50, history: history))
    var sorted: [Double] = []
    var arrivals: [Double] = []
    var worst = 0.0
    func place(_ value: Double) -> Int {
      var low = 0
      var high = sorted.count
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low
    }
    for index in 0..<100_000 {
      // Ties now and then.
      let reward = index % 3 == 0 ? Double(generator.below(40)) / 10 : generator.normal()
      arrivals.append(reward)
      if index >= history { sorted.remove(at: place(arrivals[index - history])) }
      sorted.insert(reward, at: place(reward))
      let found = normaliser.normalise([RewardSample(arm: 0, loss: -reward)]).first.flatMap { $0 } ?? .nan
      guard index >= 49 else {
        #expect(found == 0.5)
        continue
      }
      let least = NaiveNormaliser.quantile(sorted, 0.1)
      let greatest = NaiveNormaliser.quantile(sorted, 0.75)
      worst = max(worst, abs(found - min(max((reward - least) / (greatest - least), 0), 1)))
    }
    #expect(worst < 1e-12)
  }

  @Test func byRewardModelTheBatchRuleSeesEachAlone() {
    let samples = [(0, 1.0), (1, 5), (0, 3), (2, 9), (1, 6), (0, 4)].map { RewardSample(arm: $0, loss: $1) }
    let rewards = normalise(.batch(clip: 10, scope: .rewardModel), samples)
    for arm in 0..<3 {
      let places = samples.indices.filter { samples[$0].arm == arm }
      let alone = normalise(.batch(clip: 10), places.map { samples[$0] })
      #expect(places.map { rewards[$0] } == alone)
    }
    #expect(rewards[3] == nil)
  }

  @Test func whatCannotBeUsedChangesNothing() {
    let good = [0.5, 1, 3, 2].map { RewardSample(arm: 0, loss: $0) }
    let rules: [RewardRule] = [
      .emaZ(clip: 2, alpha: 0.1, minimumCount: 1), .welford(),
      .quantile(low: 0.2, high: 0.8, minimumHistory: 1, history: 10),
    ]
    for rule in rules {
      var clean = RewardNormaliser(rule: rule)
      var dirty = clean
      let expected = clean.normalise(good)
      var bad = [Double.nan, .infinity, -.infinity].map { RewardSample(arm: 0, loss: $0) }
      bad.append(RewardSample(arm: -1, loss: 1))
      bad.append(RewardSample(arm: 64, loss: 1))
      if rule != rules[2] { bad.append(RewardSample(arm: 0, loss: 1e61)) }
      #expect(dirty.normalise(bad) == bad.map { _ in nil })
      #expect(dirty.normalise(good) == expected)
      #expect(dirty == clean)
    }
  }

  @Test func changedParametersKeepTheMemoryAndAnotherRuleStartsAfresh() {
    let samples = (0..<40).map { RewardSample(arm: $0 % 2, loss: Double($0 * $0 % 17)) }
    func quantile(_ history: Int, _ low: Double) -> RewardRule {
      .quantile(low: low, high: 0.8, minimumHistory: 5, history: history)
    }
    var changed = RewardNormaliser(rule: quantile(30, 0.2))
    _ = changed.normalise(samples)
    changed.change(to: quantile(12, 0.3))
    var naive = NaiveNormaliser(losses: samples.map(\.loss))
    var found: [Double?] = []
    var expected: [Double?] = []
    for index in 0..<30 {
      let loss = Double(index * 7 % 11)
      found += changed.normalise([RewardSample(arm: 0, loss: loss)])
      expected.append(naive.quantile(loss, low: 0.3, high: 0.8, minimumHistory: 5, history: 12))
    }
    expectEqual(found, expected, 1e-12)

    for (rule, other) in [
      (RewardRule.welford(), RewardRule.welford(scope: .rewardModel)), (quantile(30, 0.2), .welford()),
      (.emaZ(clip: 2, alpha: 0.1, minimumCount: 1), .emaZ(clip: 2, alpha: 0.1, minimumCount: 1, scope: .all)),
    ] {
      var normaliser = RewardNormaliser(rule: rule)
      _ = normaliser.normalise(samples)
      normaliser.change(to: other)
      #expect(normaliser == RewardNormaliser(rule: other))
    }
    var kept = RewardNormaliser(rule: .emaZ(clip: 2, alpha: 0.1, minimumCount: 1))
    _ = kept.normalise(samples)
    kept.change(to: .emaZ(clip: 1, alpha: 0.2, minimumCount: 1))
    #expect(kept.normalise([RewardSample(arm: 0, loss: 1e9)]) == [-1])
  }

  @Test func theDigestSeesWhatLaterRewardsDependOn() {
    let rules: [RewardRule] = [
      .emaZ(clip: 2, alpha: 0.1, minimumCount: 1), .welford(), .welford(scope: .rewardModel),
      .quantile(low: 0.2, high: 0.8, minimumHistory: 1, history: 3),
      .quantile(low: 0.2, high: 0.8, minimumHistory: 1, history: 4), .batch(clip: 2),
      .batch(clip: 2, scope: .rewardModel), .none,
    ]
    func digest(_ rule: RewardRule, _ losses: [Double]) -> UInt64 {
      var normaliser = RewardNormaliser(rule: rule)
      _ = normaliser.normalise(losses.map { RewardSample(arm: 0, loss: $0) })
      var digest = StateDigest()
      normaliser.hash(into: &digest)
      return digest.value
    }
    #expect(Set(rules.map { digest($0, [1, 2]) }).count == rules.count)
    for rule in rules[..<5] { #expect(digest(rule, [1, 2]) != digest(rule, [1, 2.5])) }
    // What has left the window is forgotten, the order of the rest is not.
    #expect(digest(rules[3], [9, 1, 2, 3]) == digest(rules[3], [8, 1, 2, 3]))
    #expect(digest(rules[3], [1, 2, 3]) != digest(rules[3], [1, 3, 2]))
    #expect(digest(rules[5], [1, 2]) == digest(rules[5], [3]))
    // −0 and 0 are one reward.
    #expect(digest(rules[3], [0, 1]) == digest(rules[3], [-0.0, 1]))
  }

  /// q − m² of great losses close together is often below 0 by rounding; the reward is a number all the same.
  @Test func emaZOfGreatLossesIsNeverNone() {
    var normaliser = RewardNormaliser(
      rule: .emaZ(clip: 2, alpha: 0.01, minimumCount: 2, scope: .all))
    let losses = (0..<400).map { 1e9 + Double($0 % 7) / 8 }
    let rewards = normaliser.normalise(losses.map { RewardSample(arm: 0, loss: $0) })
    #expect(rewards.dropFirst().allSatisfy { $0 != nil })
  }
}
