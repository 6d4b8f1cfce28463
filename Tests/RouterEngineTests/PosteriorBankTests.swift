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
    #expect(refusal({ $0.dimension = 4097 }) == .dimensionOutOfRange(4097))
    #expect(refusal({ $0.dimension = .max }) == .dimensionOutOfRange(.max))
    #expect(refusal({ $0.priorPrecision = -1 }) == .settingOutOfRange(.priorPrecision, -1))
    #expect(refusal({ $0.noiseVariance = .infinity }) == .settingOutOfRange(.noiseVariance, .infinity))
    #expect(refusal({ $0.forgetting = 0 }) == .settingOutOfRange(.forgetting, 0))
    #expect(refusal({ $0.forgetting = 1.01 }) == .settingOutOfRange(.forgetting, 1.01))
    #expect(refusal({ $0.priorScale = .nan }) != nil)
    #expect(refusal({ _ in }, means: [[1, 2]]) == .priorLength(arm: 0, length: 2, expected: 3))
    #expect(refusal({ _ in }, means: [nil, [1, .nan, 0]]) == .priorOutOfRange(arm: 1))
    #expect(refusal({ _ in }, means: Array(repeating: nil, count: 65)) == .tooManyArms(65))
    #expect(refusal({ _ in }, limit: 95) == .memory(needed: 96, limit: 95))
    #expect(refusal({ $0.hasIntercept = true }, limit: 160) == nil)
  }
}
