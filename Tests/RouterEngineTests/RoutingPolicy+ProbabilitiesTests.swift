import TestSupport
import Testing

@testable import RouterEngine

/// What a policy would do is what it does: its choices and their propensities.
@Suite struct RoutingPolicyProbabilitiesTests {
  private static let ids = ["a", "b", "c", "d"]

  private func bank(seed: Int) throws -> PosteriorBank {
    var generator = SeededGenerator(seed: seed)
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 3, hasIntercept: true),
      priorMeans: [[0.1, 0, 0, 0.2], nil, [0, 0.3, 0, 0], [0, 0, 0.1, -0.1]])
    for _ in 0..<6 {
      bank.closeBatch(
        (0..<5).map { _ in
          Observation(
            arm: Int.random(in: 0..<4, using: &generator),
            context: (0..<3).map { _ in Double.random(in: -1...1, using: &generator) },
            reward: Double.random(in: -1...1, using: &generator))
        })
    }
    return bank
  }

  private func requests(seed: Int) -> [RoutingRequest] {
    var generator = SeededGenerator(seed: seed)
    let allowed = [[0, 1, 2, 3], [1, 3], [0, 2, 3], [2]]
    return (0..<24).map { index in
      RoutingRequest(
        decision: "d\(index)", context: (0..<3).map { _ in Double.random(in: -1...1, using: &generator) },
        allowed: allowed[index % 4], pinned: index % 4 == 3 ? 2 : nil)
    }
  }

  @Test(arguments: [0, 0.2]) func probabilitiesAreThePropensitiesOfTheChoices(floor: Double) throws {
    let policies: [any RoutingPolicy] = [
      ThompsonPolicy(rewardModels: Self.ids, seed: 3, exploration: 0.7, propensityFloor: floor),
      ThompsonPolicy(rewardModels: Self.ids, seed: 3, exploration: 0, propensityFloor: floor),
      CautiousPolicy(seed: 3, propensityFloor: floor),
      LinUCBPolicy(confidence: 0.5, ridge: 2, seed: 3, propensityFloor: floor),
      OfflinePolicy(seed: 3, propensityFloor: floor), RandomPolicy(seed: 3), RoundRobinPolicy(),
      FixedPolicy(arm: 1),
    ]
    for rule in policies {
      var policy = rule
      var target = rule
      var posteriors = try bank(seed: 9)
      var own: PosteriorBank? = posteriors
      for request in requests(seed: 4) {
        let decision = try policy.decide(request, posteriors: &posteriors)
        let probabilities = try target.probabilities(request, count: 4, posteriors: &own)
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12, "\(rule.word)")
        #expect(abs(probabilities[decision.arm] - decision.propensity) < 1e-12, "\(rule.word) \(request)")
        for arm in 0..<4 where !request.allowed.contains(arm) { #expect(probabilities[arm] == 0) }
        #expect(own != nil)
      }
    }
  }

  /// A context that says nothing of anybody speaks for none of those allowed, before anything is known and after.
  @Test func exactTiesAreSplitEvenly() throws {
    var known = try PosteriorBank(
      settings: PosteriorSettings(dimension: 2), priorMeans: [[1, 0], nil, nil, [0.5, 0.5]])
    known.closeBatch([Observation(arm: 1, context: [1, 0], reward: 1)])
    let fresh = try PosteriorBank(
      settings: PosteriorSettings(dimension: 2, hasIntercept: true),
      priorMeans: Array(repeating: nil, count: 4))
    func thompson(_ exploration: Double) -> (Double) -> any RoutingPolicy {
      { ThompsonPolicy(rewardModels: Self.ids, seed: 1, exploration: exploration, propensityFloor: $0) }
    }
    func linucb(_ confidence: Double) -> (Double) -> any RoutingPolicy {
      { LinUCBPolicy(confidence: confidence, propensityFloor: $0) }
    }
    let rules: [((Double) -> any RoutingPolicy, PosteriorBank)] = [
      (thompson(1), known), (thompson(0), known),
      (thompson(0), fresh),
      ({ OfflinePolicy(propensityFloor: $0) }, known), (linucb(0.5), known),
      (linucb(0), fresh),
      ({ CautiousPolicy(seed: 1, propensityFloor: $0) }, fresh),
    ]
    for (rule, bank) in rules {
      for (floor, each) in [(0, 1.0 / 3), (0.3, 1.0 / 3)] {
        var target = rule(floor)
        var posteriors: PosteriorBank? = bank
        let request = RoutingRequest(decision: "d", context: [0, 0], allowed: [0, 1, 3])
        let found = try target.probabilities(request, count: 4, posteriors: &posteriors)
        for arm in [0, 1, 3] { #expect(abs(found[arm] - each) < 1e-15, "\(target.word)") }
        #expect(found[2] == 0)
      }
    }
    // Of those that are equal the best alone.
    var offline = OfflinePolicy()
    var posteriors: PosteriorBank? = known
    let request = RoutingRequest(decision: "d", context: [1, 1], allowed: [0, 1, 2, 3])
    #expect(try offline.probabilities(request, count: 4, posteriors: &posteriors) == [0.5, 0, 0, 0.5])
  }

  /// Cautious: the best on average is one of two, and a third is sure to be better than either.
  @Test func cautiousSplitsTheBestOnAverageAndTheChallengers() throws {
    var bank: PosteriorBank? = try PosteriorBank(
      settings: PosteriorSettings(dimension: 1, hasIntercept: true, priorPrecision: 1e6),
      priorMeans: [[0, 0.5], [0, 0.5], [2, 0], [2, 0]])
    var target = CautiousPolicy(seed: 1)
    func found(_ context: Double) throws -> [Double] {
      let request = RoutingRequest(decision: "d", context: [context], allowed: [0, 1, 2, 3])
      return try target.probabilities(request, count: 4, posteriors: &bank)
    }
    #expect(try found(0) == [0.5, 0.5, 0, 0])
    #expect(try found(1) == [0, 0, 0.5, 0.5])
  }

  /// A pinned round is nobody's turn; one in which a single arm is left is that arm's.
  @Test func aPinTakesNoTurn() throws {
    var none: PosteriorBank?
    var turns = RoundRobinPolicy()
    func chosen(_ allowed: [Int], pinned: Int? = nil) throws -> Int? {
      let request = RoutingRequest(decision: "d", context: [], allowed: allowed, pinned: pinned)
      return try turns.probabilities(request, count: 4, posteriors: &none).firstIndex(of: 1)
    }
    #expect(try chosen([2], pinned: 2) == 2)
    #expect(try chosen([0, 1, 2, 3]) == 0)
    #expect(try chosen([2]) == 2)
    #expect(try chosen([0, 1, 2, 3]) == 3)
  }

  @Test func settingsOutOfTheirDomainAreRefused() throws {
    var bank: PosteriorBank? = try bank(seed: 1)
    let request = RoutingRequest(decision: "d", context: [1, 2, 3], allowed: [0, 1])
    for floor in [-0.1, 1.1, .infinity] {
      var target = OfflinePolicy(propensityFloor: floor)
      #expect(throws: EngineError.settingOutOfRange(.propensityFloor, floor)) {
        try target.probabilities(request, count: 4, posteriors: &bank)
      }
    }
    for exploration in [-1, Double.infinity] {
      var target = ThompsonPolicy(rewardModels: Self.ids, seed: 1, exploration: exploration)
      #expect(throws: EngineError.settingOutOfRange(.exploration, exploration)) {
        try target.probabilities(request, count: 4, posteriors: &bank)
      }
    }
    // A floor of 1 is the uniform choice.
    var floored = OfflinePolicy(propensityFloor: 1)
    #expect(try floored.probabilities(request, count: 4, posteriors: &bank) == [0.5, 0.5, 0, 0])
  }

  @Test func whatIsMissingIsAnError() throws {
    var none: PosteriorBank?
    let request = RoutingRequest(decision: "d", context: [1, 2, 3], allowed: [0, 1])
    var thompson = ThompsonPolicy(rewardModels: Self.ids, seed: 1)
    #expect(throws: EngineError.nothingAllowed) {
      try thompson.probabilities(request, count: 4, posteriors: &none)
    }
    var random = RandomPolicy(seed: 1)
    #expect(try random.probabilities(request, count: 4, posteriors: &none) == [0.5, 0.5, 0, 0])
    #expect(throws: EngineError.unknownArm(1)) {
      try random.probabilities(request, count: 1, posteriors: &none)
    }
    var cautious = CautiousPolicy(seed: 1)
    var flat: PosteriorBank? = try PosteriorBank(
      settings: PosteriorSettings(dimension: 3), priorMeans: [nil, nil])
    #expect(throws: EngineError.interceptNeeded) {
      try cautious.probabilities(request, count: 2, posteriors: &flat)
    }
    #expect(flat != nil, "the posteriors are given back after a throw")
    var floored = OfflinePolicy(propensityFloor: 2)
    #expect(throws: EngineError.settingOutOfRange(.propensityFloor, 2)) {
      try floored.probabilities(request, count: 2, posteriors: &flat)
    }
  }
}
