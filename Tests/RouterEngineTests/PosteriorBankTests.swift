import LinearAlgebra
import TestSupport
import Testing

@testable import RouterEngine

@Suite struct PosteriorBankTests {
  static let goldenNames = [
    "posterior_small", "posterior_small_lambda50", "posterior_medium", "posterior_medium_illcond",
  ]

  private func bank(_ golden: GoldenPosterior) throws -> PosteriorBank {
    let settings = PosteriorSettings(
      dimension: golden.dimension, priorPrecision: golden.priorPrecision, noiseVariance: golden.noiseVariance)
    return try PosteriorBank(settings: settings, priorMeans: golden.priorMean)
  }

  /// Greatest error relative to max(1, |expected|).
  private func error(_ values: [Double], _ expected: [Double]) -> Double {
    guard values.count == expected.count else { return .infinity }
    return zip(values, expected).reduce(0) { max($0, abs($1.0 - $1.1) / max(1, abs($1.1))) }
  }

  @Test(arguments: goldenNames)
  func scoresBeforeEveryEventEqualGolden(name: String) throws {
    let golden = try GoldenPosterior.load(name)
    var bank = try bank(golden)
    let arms = Array(0..<bank.count)
    var worst = 0.0
    for (event, before) in zip(golden.events, golden.beforeUpdate) {
      let scores = bank.scores(of: [event.context], arms: arms)[0]
      worst = max(worst, error(scores.map(\.mean), before.mean))
      worst = max(worst, error(scores.map { $0.standardDeviation * $0.standardDeviation }, before.var))
      bank.closeBatch([Observation(arm: event.arm, context: event.context, reward: event.reward)])
    }
    #expect(worst < 1e-9)
  }

  @Test(arguments: goldenNames, [1, 5, 31, 1000])
  func finalPosteriorAndProbesEqualGolden(name: String, batch: Int) throws {
    let golden = try GoldenPosterior.load(name)
    var bank = try bank(golden)
    let observations = golden.events.map { Observation(arm: $0.arm, context: $0.context, reward: $0.reward) }
    for start in stride(from: 0, to: observations.count, by: batch) {
      bank.closeBatch(Array(observations[start..<min(start + batch, observations.count)]))
    }
    for arm in 0..<bank.count {
      #expect(error(bank.posteriorMean(arm), golden.final.mu[arm]) < 1e-9)
      #expect(error(bank.varianceDiagonal(arm), golden.final.covarianceDiagonal[arm]) < 1e-9)
      #expect(bank.observationCount(arm) == golden.events.filter { $0.arm == arm }.count)
    }
    let scores = bank.scores(of: golden.probes.map(\.context), arms: Array(0..<bank.count))
    for (probe, scores) in zip(golden.probes, scores) {
      #expect(error(scores.map(\.mean), probe.mean) < 1e-9)
      #expect(error(scores.map { $0.standardDeviation * $0.standardDeviation }, probe.var) < 1e-9)
      let draws = zip(scores, probe.z).map { $0.mean + $0.standardDeviation * $1 }
      #expect(error(draws, probe.thompsonScores) < 1e-9)
      #expect(draws.firstIndex(of: draws.max() ?? 0) == probe.thompsonChoice)
    }
  }

  @Test func oneDimensionEqualsItsClosedForm() throws {
    let settings = PosteriorSettings(
      dimension: 1, priorPrecision: 3, noiseVariance: 0.25, priorScale: 0.5)
    var bank = try PosteriorBank(settings: settings, priorMeans: [[2], nil])
    #expect(bank.scores(of: [[2]], arms: [0, 1])[0][0].mean == 2)
    #expect(abs(bank.varianceDiagonal(1)[0] - 1 / 3.0) < 1e-15)
    bank.closeBatch([
      Observation(arm: 0, context: [2], reward: 1), Observation(arm: 0, context: [-1], reward: 0.5),
    ])
    // Λ = 3 + 5/0.25 = 23, b = 3·0.5·2 + (2 − 0.5)/0.25 = 9.
    #expect(abs(bank.posteriorMean(0)[0] - 9.0 / 23) < 1e-15)
    #expect(abs(bank.averageVariance(0) - 1 / 23.0) < 1e-16)
    #expect(abs(bank.distanceFromPrior(0) - (1 - 9.0 / 23)) < 1e-15)
    let score = bank.scores(of: [[3]], arms: [0])[0][0]
    #expect(abs(score.standardDeviation * score.standardDeviation - 9 / 23.0) < 1e-15)
    #expect(bank.observationCount(0) == 2)
    #expect(bank.observationCount(1) == 0)
    #expect(bank.observationCount(7) == 0)
  }

  @Test func aChangeOfSettingsEqualsTheirUseFromTheStart() throws {
    var generator = SeededGenerator(seed: 5)
    let first = PosteriorSettings(dimension: 9, hasIntercept: true)
    var last = first
    last.priorPrecision = 7
    last.noiseVariance = 0.3
    last.priorScale = 2
    let prior = generator.vector(10)
    var changed = try PosteriorBank(settings: first, priorMeans: [prior])
    var fresh = try PosteriorBank(settings: last, priorMeans: [prior])
    let observations = (0..<40).map { _ in
      Observation(arm: 0, context: generator.vector(9), reward: generator.normal())
    }
    changed.closeBatch(observations)
    fresh.closeBatch(observations)
    let before = changed.posteriorMean(0)
    try changed.changeSettings(priorPrecision: 7, noiseVariance: 0.3, priorScale: 2)
    #expect(changed.posteriorMean(0) == fresh.posteriorMean(0))
    #expect(changed.posteriorMean(0) != before)
    #expect(changed.settings == last)
    #expect(throws: EngineError.settingOutOfRange(.noiseVariance, 0)) {
      try changed.changeSettings(noiseVariance: 0)
    }
    #expect(changed.settings == last)
  }

  @Test func settingsOutsideTheirDomainAreRefused() {
    func refusal(
      _ change: (inout PosteriorSettings) -> Void, means: [[Double]?] = [nil], limit: Int = 1 << 30
    ) -> EngineError? {
      var settings = PosteriorSettings(dimension: 3)
      change(&settings)
      do throws(EngineError) {
        _ = try PosteriorBank(settings: settings, priorMeans: means, memoryLimit: limit)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal({ _ in }) == nil)
    #expect(refusal({ $0.dimension = 0 }) == .dimensionOutOfRange(0))
    #expect(refusal({ ($0.dimension, $0.hasIntercept) = (0, true) }) == nil)
    #expect(refusal({ ($0.dimension, $0.hasIntercept) = (-1, true) }) == .dimensionOutOfRange(-1))
    #expect(refusal({ $0.dimension = 4097 }) == .dimensionOutOfRange(4097))
    #expect(refusal({ $0.dimension = .max }) == .dimensionOutOfRange(.max))
    #expect(refusal({ $0.priorPrecision = -1 }) == .settingOutOfRange(.priorPrecision, -1))
    #expect(refusal({ $0.noiseVariance = .infinity }) == .settingOutOfRange(.noiseVariance, .infinity))
    #expect(refusal({ $0.forgetting = 0 }) == .settingOutOfRange(.forgetting, 0))
    #expect(refusal({ $0.forgetting = 1.01 }) == .settingOutOfRange(.forgetting, 1.01))
    #expect(refusal({ $0.priorScale = .nan }) != nil)
    #expect(refusal({ _ in }, means: [[1, 2]]) == .priorLength(arm: 0, length: 2, expected: 3))
    #expect(refusal({ _ in }, means: [nil, [1, .nan, 0]]) == .priorOutOfRange(arm: 1))
    #expect(refusal({ $0.priorScale = 1.1e60 }) == .settingOutOfRange(.priorScale, 1.1e60))
    #expect(refusal({ $0.priorScale = -1e60 }) == nil)
    #expect(refusal({ _ in }, means: [[0, 1.1e60, 0]]) == .priorOutOfRange(arm: 0))
    #expect(refusal({ _ in }, means: [nil, [0, 0, -.infinity]]) == .priorOutOfRange(arm: 1))
    #expect(refusal({ _ in }, means: Array(repeating: nil, count: 65)) == .tooManyArms(65))
    #expect(refusal({ _ in }, limit: 95) == .memory(needed: 96, limit: 95))
    #expect(refusal({ $0.hasIntercept = true }, limit: 160) == nil)
  }
}

@Suite struct PosteriorBankMemoryTests {
  @Test func nothingLargeIsAllocatedBeforeTheFirstObservation() throws {
    let settings = PosteriorSettings(dimension: 4096)
    let block = 4096 * 4097 * 8
    var bank = try PosteriorBank(settings: settings, priorMeans: Array(repeating: nil, count: 31))
    #expect(bank.arms.allSatisfy { $0.block.isEmpty })
    #expect(throws: EngineError.memory(needed: 32 * block, limit: 4 << 30)) {
      _ = try PosteriorBank(settings: settings, priorMeans: Array(repeating: nil, count: 32))
    }
    #expect(throws: EngineError.memory(needed: 32 * block, limit: 4 << 30)) {
      try bank.addArm(priorMean: nil, present: [])
    }
    #expect(bank.count == 31)
    let wide = try PosteriorBank(
      settings: settings, priorMeans: Array(repeating: nil, count: 64), memoryLimit: 64 * block)
    #expect(wide.arms.allSatisfy { $0.block.isEmpty })
    #expect(PosteriorBank.memoryNeeded(settings: settings, count: 64) == 64 * block)
    #expect(
      PosteriorBank.memoryNeeded(settings: settings, count: 2, priorShape: .shared([])) == 3 * block)
  }

  @Test func scoresOfTheGreatestContextComeFromThePrior() throws {
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 4096, priorPrecision: 4),
      priorMeans: [Array(repeating: 0.5, count: 4096), nil])
    let context = Array(repeating: 1.0 / 64, count: 4096)
    let scores = bank.scores(of: [context, context], arms: [0, 1])
    #expect(scores[0] == scores[1])
    #expect(scores[0][0] == ScoreDistribution(mean: 32, standardDeviation: 0.5))
    #expect(scores[0][1] == ScoreDistribution(mean: 0, standardDeviation: 0.5))
  }

  @Test(arguments: [1, 64]) func everyNumberOfArmsIsFoldedByItself(count: Int) throws {
    var generator = SeededGenerator(seed: count)
    let settings = PosteriorSettings(dimension: 3)
    var bank = try PosteriorBank(settings: settings, priorMeans: Array(repeating: nil, count: count))
    let batch = (0..<(count * 9)).map {
      Observation(arm: ($0 * 37) % count, context: generator.vector(3), reward: generator.normal())
    }
    for start in stride(from: 0, to: batch.count, by: 50) {
      bank.closeBatch(Array(batch[start..<min(start + 50, batch.count)]))
    }
    let probe = generator.vector(3)
    let scores = bank.scores(of: [probe], arms: Array(0..<count))[0]
    for arm in 0..<count {
      let own = batch.filter { $0.arm == arm }
      let wanted = ReferencePosterior(
        settings: settings, prior: [0, 0, 0], observations: own.map { ($0.context, $0.reward, 1) }
      ).score(probe)
      #expect(abs(scores[arm].mean - wanted.mean) < 1e-12)
      #expect(abs(scores[arm].standardDeviation - wanted.standardDeviation) < 1e-12)
    }
  }

  /// An added arm of a prior with a matrix per arm brings a matrix of its own; nobody is the 65th.
  @Test func anAddedArmIsCountedWithItsMatrix() throws {
    let settings = PosteriorSettings(dimension: 2)
    let matrix = [2.0, 0, 0, 3]
    for (limit, isRefused) in [(6 * 48, false), (6 * 48 - 1, true)] {
      var bank = try PosteriorBank(
        settings: settings, priorMeans: [nil, nil], priorShape: .perArm([matrix, matrix]), memoryLimit: limit)
      if isRefused {
        #expect(throws: EngineError.memory(needed: 6 * 48, limit: limit)) {
          try bank.addArm(priorMean: nil, present: [0])
        }
      } else {
        try bank.addArm(priorMean: nil, present: [0])
      }
      #expect(bank.count == (isRefused ? 2 : 3))
    }
    var shared = try PosteriorBank(
      settings: settings, priorMeans: [nil, nil], priorShape: .shared(matrix), memoryLimit: 4 * 48 - 1)
    #expect(throws: EngineError.memory(needed: 4 * 48, limit: 4 * 48 - 1)) {
      try shared.addArm(priorMean: nil, present: [0])
    }
    var full = try PosteriorBank(settings: settings, priorMeans: Array(repeating: nil, count: 64))
    #expect(throws: EngineError.tooManyArms(65)) { try full.addArm(priorMean: nil, present: []) }
    #expect(full.count == 64)
  }

  /// A whole bank, whatever the processor: closes of one reward (rotations), of a few, of many.
  @Test(arguments: instructionLevels) func aBanksPosteriorIsTheSameToRounding(level: Int32) throws {
    try atInstructionLevel(level) {
      var random = SeededGenerator(seed: 6)
      for dimension in [1, 7, 17, 66] {
        let settings = PosteriorSettings(
          dimension: dimension, hasIntercept: true, priorPrecision: 2, noiseVariance: 0.5)
        var bank = try PosteriorBank(settings: settings, priorMeans: [nil, random.vector(dimension)])
        var seen: [(context: [Double], reward: Double, weight: Double)] = []
        for size in [1, 1, 1, 3, 9, 1, 40, 1, 1] {
          let batch = (0..<size).map { _ in
            Observation(arm: 0, context: random.vector(dimension), reward: random.normal())
          }
          bank.closeBatch(batch)
          seen += batch.map { ($0.context + [1], $0.reward, 1) }
          _ = bank.scores(of: [random.vector(dimension)], arms: [0])
        }
        let reference = ReferencePosterior(
          settings: settings, prior: Array(repeating: 0, count: settings.width), observations: seen)
        let contexts = (0..<21).map { _ in random.vector(dimension) }
        let together = bank.scores(of: contexts, arms: [0, 1])
        for (place, context) in contexts.enumerated() {
          let alone = bank.scores(of: [context], arms: [0, 1])
          #expect(alone[0] == together[place], "\(dimension) \(place)")
          let expected = reference.score(context + [1])
          #expect(abs(alone[0][0].mean - expected.mean) < 1e-10)
          #expect(abs(alone[0][0].standardDeviation - expected.standardDeviation) < 1e-10)
        }
      }
    }
  }
}
