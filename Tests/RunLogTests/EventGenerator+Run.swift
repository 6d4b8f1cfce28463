import RunEvents
import TestSupport

extension SeededGenerator {
  mutating func runHeader() -> RunHeader {
    let ids = (0..<Int.random(in: 1...6, using: &self)).map { "rm-\($0)" + text() }
    var router = RouterSettings()
    if chance(70) { router.apply(settingsChange()) }
    switch Int.random(in: 0..<4, using: &self) {
    case 0: router.policy = .fixed(ids[0])
    case 1: router.policy = .linucb
    default: router.policy = .thompson
    }
    if case .vectors = router.prior {
      router.prior = .vectors(ids.map { PriorVector(rewardModel: $0, mean: vector()) })
    }
    let keys = Set(names(5)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return RunHeader(
      name: text(),
      rewardModels: ids.map { id in
        RewardModelInfo(
          id: id, name: maybe { $0.text() }, cost: maybe { $0.number() }, endpoint: maybe { $0.text() })
      },
      dimension: maybe { Int.random(in: 1...4096, using: &$0) }, router: router,
      tags: keys.map { RunHeader.Tag(key: $0, value: text()) })
  }

  mutating func tunable(_ range: ClosedRange<Double>) -> Tunable {
    chance(20) ? .auto : .value(Double.random(in: range, using: &self))
  }

  mutating func settingsChange() -> RouterSettingsChange {
    var change = RouterSettingsChange()
    change.policy = maybe {
      [.thompson, .cautious, .linucb, .offline, .random, .roundRobin, .fixed("rm-0"), .fixed("ü:x")]
        .randomElement(using: &$0)!
    }
    change.priorPrecision = maybe { $0.tunable(0.001...1000) }
    change.noiseVariance = maybe { $0.tunable(0.001...1000) }
    change.exploration = maybe { Double.random(in: 0...3, using: &$0) }
    change.forgetting = maybe { $0.tunable(0.5...1) }
    change.intercept = maybe { $0.chance(50) }
    change.prior = maybe { generator in
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: .zero
      case 1:
        .file(
          name: "prior.safetensors", sha256: generator.maybe { _ in String(repeating: "0aF9", count: 16) })
      case 2: .vectors([])
      default: .vectors([PriorVector(rewardModel: "rm-0", mean: generator.vector())])
      }
    }
    change.priorScale = maybe { $0.tunable(-2...2) }
    change.propensityFloor = maybe { Double.random(in: 0...1, using: &$0) }
    change.alpha = maybe { Double.random(in: 0...1, using: &$0) }
    change.ridge = maybe { Double.random(in: 0.1...9, using: &$0) }
    change.seed = maybe { [0, 1, .max, $0.next()].randomElement(using: &$0)! }
    change.group = maybe { max(1, $0.step()) }
    change.stepSlack = maybe { $0.step() }
    if chance(50) { nameReward(&change.reward) }
    return change
  }

  private mutating func nameReward(_ change: inout RouterSettingsChange.Reward) {
    change.rule = maybe { RewardSettings.Rule.allCases.randomElement(using: &$0)! }
    change.clip = maybe { Double.random(in: 0.1...9, using: &$0) }
    change.alpha = maybe { Double.random(in: 0.001...1, using: &$0) }
    change.minimumCount = maybe { $0.step() }
    change.minimumHistory = maybe { $0.step() }
    change.low = maybe { Double.random(in: 0...1, using: &$0) }
    change.high = maybe { Double.random(in: 0...1, using: &$0) }
    change.scope = maybe { RewardSettings.Scope.allCases.randomElement(using: &$0)! }
    change.ties = maybe { $0.chance(50) ? .skip : .number($0.finite()) }
    change.errors = maybe { $0.chance(50) ? .skip : .number($0.finite()) }
    change.history = maybe { max(1, $0.step()) }
  }
}
