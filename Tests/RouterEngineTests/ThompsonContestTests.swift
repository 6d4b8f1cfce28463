import TestSupport
import Testing

@testable import RouterEngine

@Suite struct ThompsonContestTests {
  /// A bank in the middle of a run; the last of more than two arms has seen nothing.
  private func bank(
    dimension: Int, count: Int, _ generator: inout SeededGenerator, precision: Double = 0.5,
    noise: Double = 0.8, prior: Int = 0
  ) throws -> PosteriorBank {
    let settings = PosteriorSettings(
      dimension: dimension, hasIntercept: dimension % 2 == 1, priorPrecision: precision,
      noiseVariance: noise, forgetting: dimension % 3 == 1 ? 0.97 : 1)
    let matrices = (0..<count).map { _ in PriorMatrixTests.matrix(settings.width, &generator).flatMap { $0 } }
    let shape: PriorShape = [.identity, .shared(matrices[0]), .perArm(matrices)][prior]
    var bank = try PosteriorBank(
      settings: settings,
      priorMeans: (0..<count).map { $0 % 2 == 0 ? nil : generator.vector(dimension).map { $0 * 0.2 } },
      priorShape: shape)
    let observed = count > 2 ? count - 1 : count
    for close in 0..<4 {
      bank.closeBatch(
        (0..<(observed * (close % 2 == 0 ? 12 : 3))).map {
          Observation(arm: $0 % observed, context: generator.vector(dimension), reward: generator.normal())
        })
    }
    return bank
  }

  private func requests(
    _ number: Int, dimension: Int, count: Int, _ generator: inout SeededGenerator
  ) -> [RoutingRequest] {
    (0..<number).map { ordinal in
      var allowed = (0..<count).filter { _ in generator.below(4) > 0 }
      if allowed.isEmpty { allowed = [generator.below(count)] }
      let scale = [0, 1e-3, 1, 40][generator.below(4)]
      return RoutingRequest(
        decision: "d\(ordinal)", context: generator.vector(dimension).map { $0 * scale }, allowed: allowed)
    }
  }

  private func expectTheChoicesOfDecisions(
    _ policy: ThompsonPolicy, _ requests: [RoutingRequest], _ bank: PosteriorBank,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var (chooser, decider, looked, other) = (policy, policy, bank, bank)
    let choices = try chooser.choose(batch: requests, posteriors: &looked)
    let decisions = try decider.decide(batch: requests, posteriors: &other)
    #expect(choices == decisions.map(\.arm), sourceLocation: sourceLocation)
  }

  @Test(arguments: [1, 2, 3, 7, 16, 33], 1...6)
  func theWinnersAreThoseOfTheDecisions(dimension: Int, seed: Int) throws {
    var generator = SeededGenerator(seed: seed * 100 + dimension)
    let count = [1, 2, 3, 5, 8, 12][seed - 1]
    for (turn, exploration) in [0, 0.05, 1, 6].enumerated() {
      let bank = try bank(
        dimension: dimension, count: count, &generator, precision: [1e-3, 0.5, 1, 1e3][(turn + seed) % 4],
        noise: [0.01, 1, 100][turn % 3], prior: (turn + seed) % 3)
      let policy = ThompsonPolicy(
        rewardModels: (0..<count).map { "rm-\($0)" }, seed: UInt64(seed), exploration: exploration,
        propensityFloor: turn == 2 ? 0.2 : 0)
      let wanted = requests(60, dimension: dimension, count: count, &generator)
      try expectTheChoicesOfDecisions(policy, wanted, bank)
      for request in wanted.prefix(8) { try expectTheChoicesOfDecisions(policy, [request], bank) }
    }
  }

  /// Choices between closes, by one bank that remembers what it knew: as by one that has never chosen.
  @Test func whatIsRememberedIsNotOutOfDate() throws {
    var generator = SeededGenerator(seed: 8)
    var bank = try bank(dimension: 6, count: 4, &generator)
    var policy = ThompsonPolicy(rewardModels: ["a", "b", "c", "d"], seed: 2)
    for close in 0..<90 {
      let wanted = requests(5, dimension: 6, count: 4, &generator)
      var fresh = bank
      for arm in fresh.arms.indices { fresh.arms[arm].bound = nil }
      let choices = try policy.choose(batch: wanted, posteriors: &bank)
      #expect(try choices == policy.decide(batch: wanted, posteriors: &fresh).map(\.arm))
      bank.closeBatch([
        Observation(arm: close % 3, context: generator.vector(6), reward: generator.normal())
      ])
      if close == 30 { try bank.changeSettings(priorPrecision: 3, priorScale: -2) }
      if close == 50 { try bank.forget(arm: 1, keep: 0.3) }
      if close == 60 { try bank.forget(arm: 2, keep: 0) }
      if close == 70 { try bank.changeSettings(forgetting: 0.9) }
    }
  }

  /// A guess decides who is looked at first and not who wins, however wrong it is.
  @Test(arguments: [0, 1e-9, 0.3, 1e9])
  func guessesChangeNoWinner(deviation: Double) throws {
    var generator = SeededGenerator(seed: 31)
    var bank = try bank(dimension: 6, count: 6, &generator)
    for arm in bank.arms.indices where arm != 2 { bank.arms[arm].usualDeviation = deviation }
    let policy = ThompsonPolicy(rewardModels: ["a", "b", "c", "d", "e", "f"], seed: 2)
    let wanted = requests(200, dimension: 6, count: 6, &generator)
    try expectTheChoicesOfDecisions(policy, wanted, bank)
    bank.arms[2].usualDeviation = 1
    try expectTheChoicesOfDecisions(policy, wanted, bank)
  }

  /// More pairs than are decided together.
  @Test func manyPairsAreDecidedInOrder() throws {
    var generator = SeededGenerator(seed: 4)
    let bank = try bank(dimension: 2, count: 5, &generator)
    let wanted = requests(2 * ThompsonContest.limit + 7, dimension: 2, count: 5, &generator)
    let policy = ThompsonPolicy(rewardModels: ["a", "b", "c", "d", "e"], seed: 7)
    try expectTheChoicesOfDecisions(policy, wanted, bank)
  }

  /// Arms that were told the same, in another order: their means differ by rounding alone, and a bound that takes μ·x
  /// for the mean of a decision picks another of them.
  @Test func nearTiesAreDecidedAsByTheDecisions() throws {
    var generator = SeededGenerator(seed: 21)
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 24, priorPrecision: 0.01, noiseVariance: 0.1),
      priorMeans: Array(repeating: nil, count: 4))
    let told = (0..<40).map { _ in (generator.vector(24), generator.normal()) }
    for arm in 0..<4 {
      bank.closeBatch(
        told.shuffled(using: &generator).map { Observation(arm: arm, context: $0.0, reward: $0.1) })
    }
    let wanted = (0..<800).map {
      RoutingRequest(decision: "d\($0)", context: generator.vector(24), allowed: [0, 1, 2, 3])
    }
    let policy = ThompsonPolicy(rewardModels: ["a", "b", "c", "d"], seed: 7, exploration: 0)
    try expectTheChoicesOfDecisions(policy, wanted, bank)
    var decider = policy
    let arms = try decider.decide(batch: wanted, posteriors: &bank).map(\.arm)
    #expect(Set(arms).count == 4)
  }

  /// Equal draws: the lowest index, as in a decision.
  @Test func tiesGoToTheLowest() throws {
    var generator = SeededGenerator(seed: 22)
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 3), priorMeans: Array(repeating: nil, count: 3))
    let told = (0..<9).map { _ in (generator.vector(3), generator.normal()) }
    for arm in 0..<3 {
      bank.closeBatch(told.map { Observation(arm: arm, context: $0.0, reward: $0.1) })
    }
    let wanted = (0..<50).map {
      RoutingRequest(
        decision: "d\($0)", context: $0 == 7 ? [0, 0, 0] : generator.vector(3),
        allowed: $0 % 2 == 0 ? [0, 1, 2] : [1, 2])
    }
    var policy = ThompsonPolicy(rewardModels: ["a", "b", "c"], seed: 7, exploration: 0)
    #expect(try policy.choose(batch: wanted, posteriors: &bank) == wanted.map { $0.allowed[0] })
  }

  @Test(arguments: [1e120, 1e155, 1e300, 1.7e308])
  func numbersThatOverflowAreDecidedAsByTheDecisions(scale: Double) throws {
    var generator = SeededGenerator(seed: 23)
    let bank = try bank(dimension: 4, count: 5, &generator)
    let wanted = (0..<60).map {
      RoutingRequest(
        decision: "d\($0)", context: generator.vector(4).map { max(-1, min(1, $0)) * scale },
        allowed: [0, 1, 2, 3, 4])
    }
    for exploration in [0, 1, 1e200] {
      let policy = ThompsonPolicy(
        rewardModels: ["a", "b", "c", "d", "e"], seed: 7, exploration: exploration)
      try expectTheChoicesOfDecisions(policy, wanted, bank)
    }
  }

  /// What it is for: with little learnt some two of 32 arms are drawn, after much learning half; and without
  /// exploration none where means are apart.
  @Test func fewArmsAreSolvedFor() throws {
    var generator = SeededGenerator(seed: 24)
    let (dimension, count) = (40, 32)
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: dimension), priorMeans: Array(repeating: nil, count: count))
    func learn(_ rows: Int) {
      bank.closeBatch(
        (0..<(rows * count)).map {
          Observation(arm: $0 % count, context: generator.vector(dimension), reward: generator.normal())
        })
    }
    let wanted = (0..<64).map {
      RoutingRequest(decision: "d\($0)", context: generator.vector(dimension), allowed: Array(0..<count))
    }
    func solves(exploration: Double) -> Double {
      let policy = ThompsonPolicy(
        rewardModels: (0..<count).map { "rm-\($0)" }, seed: 3, exploration: exploration)
      var contest = ThompsonContest(wanted[...], policy: policy, posteriors: &bank)
      _ = contest.winners(&bank)
      return Double(contest.solves) / 64
    }
    learn(4)
    #expect(solves(exploration: 1) < 4)
    #expect(solves(exploration: 0) == 0)
    learn(400)
    for arm in bank.arms.indices { bank.arms[arm].usualDeviation = nil }
    let unguided = solves(exploration: 1)
    #expect(unguided < 18)
    // What was seen is about right, so that who is looked at first is not many more than have to be.
    #expect(bank.arms.allSatisfy { $0.usualDeviation.map { $0 > 0.01 && $0 < 0.1 } ?? true })
    #expect(bank.arms.contains { $0.usualDeviation != nil })
    #expect(solves(exploration: 1) < unguided + 3)
  }
}
