import TestSupport
import Testing

@testable import RouterEngine

@Suite struct PosteriorBankFoldingTests {
  struct Shape: Sendable, CustomStringConvertible {
    var dimension: Int
    var count: Int
    var seed: Int
    var description: String { "d \(dimension) n \(count) seed \(seed)" }
  }

  static let shapes = [1, 2, 3, 7, 8, 9, 17, 40].flatMap { dimension in
    [1, 7, 8, 33].map { Shape(dimension: dimension, count: $0, seed: dimension * 100 + $0) }
  }

  @Test(arguments: shapes)
  func aBatchEqualsItsObservationsOneByOne(shape: Shape) throws {
    var generator = SeededGenerator(seed: shape.seed)
    let settings = PosteriorSettings(dimension: shape.dimension, priorPrecision: 0.5, noiseVariance: 0.2)
    var whole = try PosteriorBank(settings: settings, priorMeans: [generator.vector(shape.dimension), nil])
    var single = whole
    let observations = (0..<shape.count).map { _ in
      Observation(
        arm: generator.below(2), context: generator.vector(shape.dimension), reward: generator.normal())
    }
    whole.closeBatch(observations)
    for observation in observations { single.closeBatch([observation]) }
    let probes = (0..<11).map { _ in generator.vector(shape.dimension) }
    for (one, other) in zip(whole.scores(of: probes, arms: [0, 1]), single.scores(of: probes, arms: [0, 1])) {
      for (left, right) in zip(one, other) {
        #expect(abs(left.mean - right.mean) < 1e-10)
        #expect(abs(left.standardDeviation - right.standardDeviation) < 1e-10)
      }
    }
  }

  @Test(arguments: shapes)
  func posteriorsEqualEliminationWithForgettingInterceptPriorAndScale(shape: Shape) throws {
    var generator = SeededGenerator(seed: shape.seed + 1)
    let settings = PosteriorSettings(
      dimension: shape.dimension, hasIntercept: true, priorPrecision: 0.7, noiseVariance: 0.4,
      priorScale: 1.5,
      forgetting: 0.9)
    let prior = generator.vector(shape.dimension + 1)
    var bank = try PosteriorBank(settings: settings, priorMeans: [prior])
    var reference: [(context: [Double], reward: Double, weight: Double)] = []
    for _ in 0..<6 {
      for index in reference.indices { reference[index].weight *= 0.9 }
      let batch = (0..<(generator.below(shape.count) + 1)).map { _ in
        Observation(arm: 0, context: generator.vector(shape.dimension), reward: generator.normal())
      }
      bank.closeBatch(batch)
      reference += batch.map { ($0.context + [1], $0.reward, 1) }
    }
    let expected = ReferencePosterior(settings: settings, prior: prior, observations: reference)
    for (value, wanted) in zip(bank.posteriorMean(0), expected.mean) { #expect(abs(value - wanted) < 1e-10) }
    for (index, value) in bank.varianceDiagonal(0).enumerated() {
      #expect(abs(value - expected.covariance[index][index]) < 1e-10)
    }
    let probe = generator.vector(shape.dimension)
    let score = bank.scores(of: [probe], arms: [0])[0][0]
    let wanted = expected.score(probe + [1])
    #expect(abs(score.mean - wanted.mean) < 1e-9)
    #expect(abs(score.standardDeviation - wanted.standardDeviation) < 1e-9)
  }

  @Test func forgettingLeadsBackToThePrior() throws {
    var generator = SeededGenerator(seed: 3)
    let settings = PosteriorSettings(dimension: 5, priorPrecision: 2, forgetting: 0.5)
    let prior = generator.vector(5)
    var bank = try PosteriorBank(settings: settings, priorMeans: [prior, nil])
    bank.closeBatch((0..<20).map { _ in Observation(arm: 0, context: generator.vector(5), reward: 1) })
    #expect(bank.distanceFromPrior(0) > 0.1)
    for _ in 0..<60 { bank.closeBatch([]) }
    #expect(bank.distanceFromPrior(0) < 1e-12)
    #expect(abs(bank.averageVariance(0) - 0.5) < 1e-12)
    #expect(bank.observationCount(0) == 20)
  }

  @Test func forgetScalesAndResetEqualsAFreshArm() throws {
    var generator = SeededGenerator(seed: 4)
    let settings = PosteriorSettings(dimension: 4)
    let fresh = try PosteriorBank(settings: settings, priorMeans: [nil, nil])
    var bank = fresh
    bank.closeBatch(
      (0..<10).map { Observation(arm: $0 % 2, context: generator.vector(4), reward: generator.normal()) })
    var halved = bank
    try halved.forget(arm: 1, keep: 0.4)
    #expect(halved.observationCount(1) == 2)
    #expect(halved.observationCount(0) == 5)
    #expect(halved.averageVariance(1) > bank.averageVariance(1))
    #expect(halved.posteriorMean(0) == bank.posteriorMean(0))
    try bank.forget(arm: nil, keep: 0)
    #expect(digest(bank) == digest(fresh))
    #expect(throws: EngineError.unknownArm(2)) { try bank.forget(arm: 2, keep: 0) }
    #expect(throws: EngineError.settingOutOfRange(.keep, 1)) { try bank.forget(arm: nil, keep: 1) }
  }

  @Test func whatCannotBeFoldedChangesNothing() throws {
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 2), priorMeans: [nil])
    bank.closeBatch([Observation(arm: 0, context: [1, 2], reward: 1)])
    let before = digest(bank)
    let refused = bank.closeBatch([
      Observation(arm: 1, context: [1, 2], reward: 1), Observation(arm: -1, context: [1, 2], reward: 1),
      Observation(arm: 0, context: [1], reward: 1), Observation(arm: 0, context: [1, 2, 3], reward: 1),
      Observation(arm: 0, context: [1, .nan], reward: 1),
      Observation(arm: 0, context: [1, 2], reward: .infinity),
      Observation(arm: 0, context: [1e61, 2], reward: 1),
    ])
    #expect(refused == 7)
    #expect(digest(bank) == before)
  }

  @Test(arguments: 1...6)
  func varianceIsNeverNegativeHoweverBadTheRows(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    for exponent in [-60.0, -12, 0, 6, 12, 60] {
      let scale = pow10(exponent)
      let settings = PosteriorSettings(dimension: 6, priorPrecision: 1e-3, noiseVariance: 1e-2)
      var bank = try PosteriorBank(settings: settings, priorMeans: [nil])
      let row = generator.vector(6).map { $0 * scale }
      for size in [1, 3, 40] {
        bank.closeBatch(Array(repeating: Observation(arm: 0, context: row, reward: 1), count: size))
        let scores = bank.scores(of: [row, generator.vector(6), Array(repeating: 0, count: 6)], arms: [0])
        for score in scores {
          #expect(score[0].standardDeviation >= 0)
          #expect(score[0].mean.isFinite)
        }
        #expect(scores[2][0] == ScoreDistribution(mean: 0, standardDeviation: 0))
        #expect(bank.varianceDiagonal(0).allSatisfy { $0 >= 0 && $0.isFinite })
      }
    }
  }

  @Test func anAddedArmStartsFromTheMeanOfThePresentPriors() throws {
    let settings = PosteriorSettings(dimension: 2)
    var bank = try PosteriorBank(settings: settings, priorMeans: [[1, 2], [3, 6], [100, 100]])
    try bank.addArm(priorMean: nil, present: [0, 1])
    try bank.addArm(priorMean: [7, 8], present: [0])
    try bank.addArm(priorMean: nil, present: [])
    #expect(bank.count == 6)
    #expect(bank.posteriorMean(3) == [2, 4])
    #expect(bank.posteriorMean(4) == [7, 8])
    #expect(bank.posteriorMean(5) == [0, 0])
    #expect(throws: EngineError.priorLength(arm: 6, length: 1, expected: 2)) {
      try bank.addArm(priorMean: [1], present: [])
    }
    #expect(bank.count == 6)
  }

  /// Two banks that differ in one number of an arm's statistics alone.
  @Test func everyStatisticIsInTheDigest() throws {
    func folded(
      _ rows: [[Double]], _ rewards: [Double], forgetting: Double = 1, tracksEvidence: Bool = false,
      keep: Double? = nil
    ) throws -> UInt64 {
      var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 2), priorMeans: [nil])
      bank.tracksEvidence = tracksEvidence
      let batch = rows.indices.map { Observation(arm: 0, context: rows[$0], reward: rewards[$0]) }
      bank.closeBatch(batch)
      try bank.changeSettings(forgetting: forgetting)
      bank.closeBatch([])
      if let keep { try bank.forget(arm: 0, keep: keep) }
      return digest(bank)
    }
    let zeros = Array(repeating: [0.0, 0], count: 8)
    let none = Array(repeating: 0.0, count: 8)
    var first = zeros
    first[0] = [1, 0]
    var second = zeros
    second[0] = [0, 1]
    var both = zeros
    both[0] = [1, 1]
    let one = [1.0] + none.dropFirst()
    let base = try folded(zeros, none)
    // S₁₁, S₂₂ and S₁₂; c; q; the effective count; n; the evidence.
    #expect(try folded(first, none) != base)
    #expect(try folded(second, none) != base)
    var apart = first
    apart[1] = [0, 1]
    #expect(try folded(both, none) != folded(apart, none))
    #expect(try folded(first, one) != folded(first, one.map { -$0 }))
    #expect(try folded(zeros, one) != base)
    #expect(try folded(zeros, none, forgetting: 0.5) != base)
    #expect(try folded(zeros, none, forgetting: 0.5) != folded(zeros, none, keep: 0.5))
    #expect(try folded(zeros, none, tracksEvidence: true) != base)
  }

  /// Λ = 4096 · 11ᵀ + λ₀ I, in which λ₀ is lost and the second pivot is 0 exactly: the diagonal is raised by 2⁻⁵⁰ of its
  /// greatest entry, so the variance of what was never seen is 2/(2⁻⁵⁰ · 4096).
  @Test func aSingularMatrixIsRaisedBy50BitsOfItsDiagonal() throws {
    let settings = PosteriorSettings(dimension: 2, priorPrecision: 1e-20, noiseVariance: 1)
    var bank = try PosteriorBank(settings: settings, priorMeans: [nil])
    bank.closeBatch(Array(repeating: Observation(arm: 0, context: [16, 16], reward: 1), count: 16))
    let unseen = bank.scores(of: [[1, -1]], arms: [0])[0][0].standardDeviation
    let expected = 2 / (0x1p-50 * 4096)
    #expect(abs(unseen * unseen / expected - 1) < 0.1)
  }

  private func pow10(_ exponent: Double) -> Double { Double("1e\(Int(exponent))") ?? 1 }

  private func digest(_ bank: PosteriorBank) -> UInt64 {
    var digest = StateDigest()
    bank.hashStatistics(into: &digest)
    return digest.value
  }
}
