import TestSupport
import Testing

@testable import RouterEngine

@Suite struct SharedBaselineTests {
  private static func makeBank(
    _ dimension: Int, intercept: Bool, _ generator: inout SeededGenerator
  ) throws -> PosteriorBank {
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: dimension, hasIntercept: intercept, noiseVariance: 0.3),
      priorMeans: (0..<3).map { _ in generator.vector(dimension + (intercept ? 1 : 0)) })
    bank.closeBatch(
      (0..<7).map { index in
        Observation(arm: index % 2, context: generator.vector(dimension), reward: generator.normal())
      })
    return bank
  }

  /// docs/engine.md's words, with sums over the others written out.
  @Test(arguments: [4, 5, 9, 40], [false, true]) func ruleBatchIsItsWords(count: Int, intercept: Bool) throws
  {
    for seed in 0..<5 {
      var generator = SeededGenerator(seed: seed * 100 + count)
      var bank = try Self.makeBank(4, intercept: intercept, &generator)
      let baseline = SharedBaseline(weights: generator.vector(4), level: 0.7, gain: 0.42)
      let samples = (0..<count).map { _ in
        ContextualSample(arm: generator.below(3), loss: generator.normal(), context: generator.vector(4))
      }
      let clip = 0.9
      let losses = samples.map(\.loss)
      let mean = losses.reduce(0, +) / Double(count)
      let deviation = (losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
      var own: [Double] = []
      var expected: [Double] = []
      for sample in samples {
        let weights = bank.posteriorMean(sample.arm)
        let context = try #require(sample.context)
        own.append(zip(weights, context + (intercept ? [1] : [])).reduce(0) { $0 + $1.0 * $1.1 })
        expected.append(
          0.7 + zip(baseline.weights, context).reduce(0) { $0 + $1.0 * $1.1 } + own.last!)
      }
      let rewards = baseline.residuals(samples, rule: .batch(clip: clip), posteriors: &bank)
      for place in samples.indices {
        let others = samples.indices.filter { $0 != place }
        let otherLosses = others.reduce(0) { $0 + losses[$1] } / Double(count - 1)
        let otherExpected = others.reduce(0) { $0 + expected[$1] } / Double(count - 1)
        let z = min(max((otherLosses - losses[place]) / deviation, -clip), clip)
        let wanted = 0.42 * z - (expected[place] - otherExpected) + own[place]
        #expect(abs((rewards[place] ?? .nan) - wanted) < 1e-12)
      }
    }
  }

  @Test func ruleNoneTakesTheBaselineOffCorrectness() throws {
    var generator = SeededGenerator(seed: 1)
    var bank = try Self.makeBank(2, intercept: true, &generator)
    let baseline = SharedBaseline(weights: [0.5, -1], level: 0.25, gain: 9)
    func reward(_ loss: Double) -> Double? {
      baseline.residuals(
        [ContextualSample(arm: 0, loss: loss, context: [1, 0.25])], rule: .none, posteriors: &bank)[0]
    }
    #expect(reward(-1) == 0.5)
    #expect(reward(0) == -0.5)
    #expect(reward(-0.5) == 0)
    #expect(reward(-1.0000001) == nil)
    #expect(reward(1e-9) == nil)
    #expect(reward(.nan) == nil)
  }

  /// What takes no part does not count for the four, nor in the means.
  @Test func whatIsNotUsableTakesNoPart() throws {
    var generator = SeededGenerator(seed: 2)
    var bank = try Self.makeBank(2, intercept: false, &generator)
    let baseline = SharedBaseline(weights: [1, 1], level: 0.5, gain: 0.4)
    let good = (0..<4).map { _ in
      ContextualSample(arm: generator.below(3), loss: generator.normal(), context: generator.vector(2))
    }
    let bad = [
      ContextualSample(arm: 3, loss: 1, context: [1, 1]),
      ContextualSample(arm: -1, loss: 1, context: [1, 1]),
      ContextualSample(arm: 0, loss: .infinity, context: [1, 1]),
      ContextualSample(arm: 0, loss: 1, context: nil),
      ContextualSample(arm: 0, loss: 1, context: [1]), ContextualSample(arm: 0, loss: 1, context: [1e61, 0]),
    ]
    let rule = RewardRule.batch(clip: 2)
    let alone = baseline.residuals(good, rule: rule, posteriors: &bank)
    #expect(alone.allSatisfy { $0 != nil })
    let mixed = baseline.residuals(bad + good + bad, rule: rule, posteriors: &bank)
    let nothing = [Double?](repeating: nil, count: bad.count)
    #expect(mixed == nothing + alone + nothing)
    let three = baseline.residuals(Array(good[..<3]) + bad, rule: rule, posteriors: &bank)
    #expect(three == Array(repeating: nil, count: 3 + bad.count))
    let none = baseline.residuals([], rule: rule, posteriors: &bank)
    #expect(none == [])
  }

  @Test func otherRulesHaveNone() throws {
    var generator = SeededGenerator(seed: 3)
    var bank = try Self.makeBank(2, intercept: false, &generator)
    let baseline = SharedBaseline(weights: [1, 1], level: 0.5, gain: 0.4)
    let samples = (0..<6).map { _ in ContextualSample(arm: 0, loss: -0.5, context: [0, 0]) }
    for rule in [
      RewardRule.batch(clip: 2, scope: .rewardModel), .emaZ(clip: 2, alpha: 0.1, minimumCount: 1),
      .quantile(low: 0.2, high: 0.8, minimumHistory: 1, history: 9), .welford(),
    ] {
      #expect(!SharedBaseline.supports(rule))
      let rewards = baseline.residuals(samples, rule: rule, posteriors: &bank)
      #expect(rewards == Array(repeating: nil, count: 6))
    }
    #expect(SharedBaseline.supports(.batch(clip: 1)) && SharedBaseline.supports(.none))
  }
}
