import TestSupport
import Testing

@testable import RouterEngine

@Suite struct CautiousPolicyTests {
  private func settings(_ precision: Double) -> PosteriorSettings {
    PosteriorSettings(dimension: 1, hasIntercept: true, priorPrecision: precision)
  }

  private func choice(_ bank: inout PosteriorBank, _ context: Double, _ allowed: [Int]) throws -> Int {
    var policy = CautiousPolicy(seed: 1)
    let request = RoutingRequest(decision: "x", context: [context], allowed: allowed)
    let decision = try policy.decide(request, posteriors: &bank)
    #expect(decision.propensity == 1 && decision.by == "cautious")
    return decision.arm
  }

  /// Deviations are √(2/λ₀)·√(1 + x²): at λ₀ = 8 and x = 1 a lead must be above √(4/8).
  @Test func leavesTheBestOnAverageOnlyForASureGain() throws {
    var bank = try PosteriorBank(
      settings: settings(8), priorMeans: [[0.70, 0.5], [0.5, 0.6], [2, 0], [2.01, -0.02]])
    #expect(try choice(&bank, 1, [0, 1]) == 1)
    #expect(try choice(&bank, 1, [0, 1, 2]) == 2)
    #expect(try choice(&bank, 1, [1, 2, 3]) == 2)
    #expect(try choice(&bank, 1, [0, 2]) == 2)
    #expect(try choice(&bank, 0, [0, 1, 2, 3]) == 1)
    var unsure = try PosteriorBank(settings: settings(1), priorMeans: [[0.7, 0.5], [0.5, 0.6], [2, 0]])
    #expect(try choice(&unsure, 1, [0, 1, 2]) == 1)
  }

  @Test func theInterceptsMeanIsThatOfThePosterior() throws {
    var generator = SeededGenerator(seed: 5)
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 6, hasIntercept: true, noiseVariance: 0.3, priorScale: 0.5),
      priorMeans: [generator.vector(7), generator.vector(7)])
    bank.closeBatch(
      (0..<30).map { _ in Observation(arm: 0, context: generator.vector(6), reward: generator.normal()) })
    for arm in 0..<2 {
      #expect(abs(bank.interceptMean(arm) - bank.posteriorMean(arm)[6]) < 1e-13)
    }
  }

  @Test func withoutAnInterceptItIsRefused() throws {
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 1), priorMeans: [nil])
    var policy = CautiousPolicy(seed: 1)
    #expect(throws: EngineError.interceptNeeded) {
      try policy.decide(RoutingRequest(decision: "x", context: [1], allowed: [0]), posteriors: &bank)
    }
  }

  /// Both variances count, under one root: at λ₀ = 8 and x = 1 the lead must be above √(1/4 + 1/4), not √(1/4) or 1/2.
  @Test func theLeadIsHeldAgainstTheDeviationOfTheDifference() throws {
    var below = try PosteriorBank(settings: settings(8), priorMeans: [[0, 0.5], [1.2, 0]])
    #expect(try choice(&below, 1, [0, 1]) == 0)
    var above = try PosteriorBank(settings: settings(8), priorMeans: [[0, 0.5], [1.215, 0]])
    #expect(try choice(&above, 1, [0, 1]) == 1)
    // A lead of exactly the deviation (1, without rounding) is none.
    var equal = try PosteriorBank(settings: settings(4), priorMeans: [[0, 0.5], [1.5, 0]])
    #expect(try choice(&equal, 1, [0, 1]) == 0)
  }

  /// The surest gain is taken, not the greatest mean: arm 1 leads by 1.5 and is unsure, arm 2 by 1.2 and is not.
  @Test func theChallengerIsTheSurest() throws {
    let priors: [[Double]?] = [[0, 0.5], [2, 0], [1.7, 0]]
    var bank = try PosteriorBank(settings: settings(20), priorMeans: priors)
    #expect(try choice(&bank, 1, [0, 1, 2]) == 1)
    // What arms 0 and 2 were expected to give, many times over: their means stay, their deviations vanish.
    for (arm, weights) in [(0, [0, 0.5]), (2, [1.7, 0])] {
      for context in [1.0, -1] {
        let reward = weights[0] * context + weights[1]
        bank.closeBatch(
          Array(repeating: Observation(arm: arm, context: [context], reward: reward), count: 1000))
      }
    }
    try bank.changeSettings(priorPrecision: 3)
    #expect(try choice(&bank, 1, [0, 1]) == 1)
    #expect(try choice(&bank, 1, [0, 1, 2]) == 2)
  }
}
