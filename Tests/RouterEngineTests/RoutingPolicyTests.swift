import TestSupport
import Testing

@testable import RouterEngine

/// What every policy keeps, whatever it chooses by.
@Suite struct RoutingPolicyTests {
  static let ids = ["alpha", "beta", "gamma", "delta"]

  enum Kind: String, CaseIterable, Sendable {
    case thompson, thompsonWithFloor, greedy, random, fixed
    case cautious, cautiousWithFloor, linucb, linucbByBatch, linucbWithFloor, offline, offlineWithFloor,
      roundRobin

    func policy(seed: UInt64) -> any RoutingPolicy {
      switch self {
      case .thompson: ThompsonPolicy(rewardModels: ids, seed: seed)
      case .thompsonWithFloor: ThompsonPolicy(rewardModels: ids, seed: seed, propensityFloor: 0.3)
      case .greedy: ThompsonPolicy(rewardModels: ids, seed: seed, exploration: 0)
      case .random: RandomPolicy(seed: seed)
      case .fixed: FixedPolicy(arm: 2)
      case .cautious: CautiousPolicy(seed: seed)
      case .cautiousWithFloor: CautiousPolicy(seed: seed, propensityFloor: 0.3)
      case .linucb: LinUCBPolicy()
      case .linucbByBatch: LinUCBPolicy(scope: .batch)
      case .linucbWithFloor: LinUCBPolicy(seed: seed, propensityFloor: 0.3)
      case .offline: OfflinePolicy()
      case .offlineWithFloor: OfflinePolicy(seed: seed, propensityFloor: 0.3)
      case .roundRobin: RoundRobinPolicy()
      }
    }
  }

  private func bank() throws -> PosteriorBank {
    var generator = SeededGenerator(seed: 77)
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 3, hasIntercept: true),
      priorMeans: [[0.1, 0.2, -0.1], [-0.4, 0.1, 0], nil, [0, 0.3, 0.2]])
    bank.closeBatch(
      (0..<24).map {
        Observation(arm: $0 % 3, context: generator.vector(3), reward: generator.normal())
      })
    return bank
  }

  private func request(_ ordinal: Int, allowed: [Int], pinned: Int? = nil) -> RoutingRequest {
    var generator = SeededGenerator(seed: ordinal)
    return RoutingRequest(
      decision: "d\(ordinal)", context: generator.vector(3), allowed: allowed, pinned: pinned)
  }

  @Test(arguments: Kind.allCases)
  func choosesAmongTheAllowedWithItsPropensity(kind: Kind) throws {
    var bank = try bank()
    var policy = kind.policy(seed: 1)
    for ordinal in 0..<60 {
      for allowed in [[0, 1, 2, 3], [1, 3], [0], [0, 2, 3]] {
        let decision = try policy.decide(request(ordinal, allowed: allowed), posteriors: &bank)
        #expect(allowed.contains(decision.arm))
        #expect(decision.propensity > 0 && decision.propensity <= 1)
        if allowed.count == 1 { #expect(decision.propensity == 1) }
        #expect(decision.by != "pin")
      }
    }
  }

  /// All but `roundRobin`, whose turn is a memory by design.
  @Test(arguments: Kind.allCases.filter { $0 != .roundRobin })
  func isDeterministicUnderItsSeedAndKeyedByDecision(kind: Kind) throws {
    var bank = try bank()
    var forward = kind.policy(seed: 9)
    var backward = kind.policy(seed: 9)
    let requests = (0..<20).map { request($0, allowed: [0, 1, 2, 3]) }
    let decisions = try requests.map { try forward.decide($0, posteriors: &bank) }
    let reversed = try requests.reversed().map { try backward.decide($0, posteriors: &bank) }
    #expect(decisions == reversed.reversed())
  }

  @Test(arguments: Kind.allCases)
  func aPinIsObeyedAndNamed(kind: Kind) throws {
    var bank = try bank()
    var policy = kind.policy(seed: 1)
    let decision = try policy.decide(request(3, allowed: [1], pinned: 1), posteriors: &bank)
    #expect(decision.arm == 1)
    #expect(decision.by == "pin")
    #expect(decision.propensity == 1)
  }

  @Test(arguments: Kind.allCases)
  func refusesWhatItCannotDo(kind: Kind) throws {
    var bank = try bank()
    var policy = kind.policy(seed: 1)
    #expect(throws: EngineError.nothingAllowed) {
      try policy.decide(request(1, allowed: []), posteriors: &bank)
    }
    #expect(throws: EngineError.unknownArm(4)) {
      try policy.decide(request(1, allowed: [0, 4]), posteriors: &bank)
    }
    #expect(throws: EngineError.unknownArm(-1)) {
      try policy.decide(request(1, allowed: [-1]), posteriors: &bank)
    }
  }

  /// A batch is decided as its pairs one by one (by its mean context, the one of equal contexts), or not at all.
  @Test(arguments: Kind.allCases)
  func aBatchIsDecidedAsItsPairsOrNotAtAll(kind: Kind) throws {
    var bank = try bank()
    var together = kind.policy(seed: 3)
    var apart = kind.policy(seed: 3)
    let requests = (0..<11).map { ordinal in
      var wanted = request(ordinal, allowed: ordinal % 3 == 0 ? [1, 2] : [0, 1, 2, 3])
      if kind == .linucbByBatch { wanted.context = [0.5, -0.25, 1] }
      return wanted
    }
    let broken = requests + [request(99, allowed: [])]
    #expect(throws: EngineError.nothingAllowed) { try together.decide(batch: broken, posteriors: &bank) }
    #expect(try together.decide(batch: [], posteriors: &bank) == [])
    let decisions = try together.decide(batch: requests, posteriors: &bank)
    #expect(try decisions == requests.map { try apart.decide($0, posteriors: &bank) })
  }

  /// Who asks for choices alone is given those of the decisions, and refused what is refused there.
  @Test(arguments: Kind.allCases)
  func choicesAreThoseOfTheDecisions(kind: Kind) throws {
    var bank = try bank()
    var chooser = kind.policy(seed: 3)
    var decider = kind.policy(seed: 3)
    let requests = (0..<40).map { request($0, allowed: [[0, 1, 2, 3], [1, 2], [3], [0, 3]][$0 % 4]) }
    #expect(throws: EngineError.nothingAllowed) {
      try chooser.choose(batch: requests + [request(99, allowed: [])], posteriors: &bank)
    }
    #expect(throws: EngineError.unknownArm(4)) {
      try chooser.choose(batch: [request(99, allowed: [0, 4])], posteriors: &bank)
    }
    #expect(try chooser.choose(batch: [], posteriors: &bank) == [])
    let choices = try chooser.choose(batch: requests, posteriors: &bank)
    #expect(try choices == decider.decide(batch: requests, posteriors: &bank).map(\.arm))
  }

  /// Over the arms that can be taken, found by the propensity that each decision states for its own.
  @Test(arguments: [Kind.cautiousWithFloor, .linucbWithFloor, .offlineWithFloor, .thompsonWithFloor])
  func flooredPropensitiesSumToOne(kind: Kind) throws {
    var bank = try bank()
    var policy = kind.policy(seed: 5)
    var propensities: [Int: Double] = [:]
    for ordinal in 0..<400 {
      let wanted = RoutingRequest(decision: "d\(ordinal)", context: [0.3, -0.2, 0.9], allowed: [0, 1, 3])
      let decision = try policy.decide(wanted, posteriors: &bank)
      propensities[decision.arm] = decision.propensity
      #expect(decision.propensity >= 0.3 / 3 - 1e-15)
    }
    #expect(propensities.count == 3)
    #expect(abs(propensities.values.reduce(0, +) - 1) < 1e-12)
  }

  @Test(arguments: Kind.allCases)
  func statisticsDoNotChange(kind: Kind) throws {
    var bank = try bank()
    var before = StateDigest()
    bank.hashStatistics(into: &before)
    var policy = kind.policy(seed: 1)
    _ = try policy.decide(request(1, allowed: [0, 1]), posteriors: &bank)
    var after = StateDigest()
    bank.hashStatistics(into: &after)
    #expect(before.value == after.value)
  }

  /// Frequencies over 3,000 decisions of one context against the propensity of each; bound at five standard errors.
  @Test(arguments: [Kind.thompson, .thompsonWithFloor, .random])
  func propensitiesAreTheFrequencies(kind: Kind) throws {
    var bank = try bank()
    var policy = kind.policy(seed: 4)
    var counts = Array(repeating: 0.0, count: 4)
    var propensities = Array(repeating: 0.0, count: 4)
    for ordinal in 0..<3000 {
      let wanted = RoutingRequest(decision: "d\(ordinal)", context: [0.3, -0.2, 0.9], allowed: [0, 1, 3])
      let decision = try policy.decide(wanted, posteriors: &bank)
      counts[decision.arm] += 1
      propensities[decision.arm] = decision.propensity
    }
    #expect(abs(propensities.reduce(0, +) - 1) < 1e-12)
    for (count, propensity) in zip(counts, propensities) {
      #expect(abs(count - 3000 * propensity) <= 5 * (3000 * propensity * (1 - propensity)).squareRoot())
    }
  }

  @Test func theGreatestIsNeverNaNAndTheFirstOfEqualOnes() {
    func greatest(_ values: [Double]) -> Int {
      RoutingRequest(decision: "x", context: [], allowed: Array(values.indices)).greatest { values[$0] }
    }
    #expect(greatest([.nan, -1]) == 1)
    #expect(greatest([.nan, 1, 2]) == 2)
    #expect(greatest([1, .nan, 1]) == 0)
    #expect(greatest([.nan, .nan]) == 0)
  }
}
