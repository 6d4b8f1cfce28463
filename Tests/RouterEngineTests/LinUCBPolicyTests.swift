import Testing

@testable import RouterEngine

@Suite struct LinUCBPolicyTests {
  /// σ², λ₀ and prior means of the posteriors are other ones: they must have no part.
  @Test(arguments: [
    "posterior_small", "posterior_small_lambda50", "posterior_medium", "posterior_medium_illcond",
  ])
  func equalsTheIndependentProgram(name: String) throws {
    let golden = try GoldenPosterior.load(name)
    var bank = try PosteriorBank(
      settings: PosteriorSettings(
        dimension: golden.dimension, priorPrecision: golden.priorPrecision,
        noiseVariance: golden.noiseVariance), priorMeans: golden.priorMean)
    var policy = LinUCBPolicy(confidence: golden.linucb.alpha, ridge: golden.linucb.ridge)
    for (index, (event, expected)) in zip(golden.events, golden.linucb.beforeUpdate).enumerated() {
      let decision = try policy.decide(
        RoutingRequest(decision: "\(index)", context: event.context, allowed: Array(0..<bank.count)),
        posteriors: &bank)
      #expect(decision.arm == expected.choice)
      for (score, value) in zip(decision.scores, expected.scores) {
        #expect(abs((score.draw ?? .nan) - value) < 1e-9)
      }
      bank.closeBatch([Observation(arm: event.arm, context: event.context, reward: event.reward)])
    }
  }

  @Test func aBatchHasTheBoundsOfItsMeanContext() throws {
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 2, hasIntercept: true), priorMeans: [nil, nil])
    bank.closeBatch([
      Observation(arm: 0, context: [1, 0], reward: 2), Observation(arm: 1, context: [0, 1], reward: 2),
    ])
    let contexts = [[3.0, 0], [0, 1], [0, 1.5]]
    let requests = contexts.enumerated().map {
      RoutingRequest(decision: "\($0)", context: $1, allowed: $0 == 1 ? [1] : [0, 1])
    }
    var policy = LinUCBPolicy(scope: .batch)
    let decisions = try policy.decide(batch: requests, posteriors: &bank)
    let mean = RoutingRequest(decision: "m", context: [1, 2.5 / 3], allowed: [0, 1])
    let single = try policy.decide(mean, posteriors: &bank)
    #expect(decisions.map(\.arm) == [0, 1, 0])
    for decision in decisions {
      for (one, other) in zip(decision.scores, single.scores) {
        #expect(abs((one.draw ?? .nan) - (other.draw ?? .nan)) < 1e-14)
      }
    }
    var byPair = LinUCBPolicy()
    #expect(try byPair.decide(batch: requests, posteriors: &bank).map(\.arm) == [0, 1, 1])
  }

  @Test func followsForksForgettingAndNewArms() throws {
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 1), priorMeans: [nil, nil])
    let request = RoutingRequest(decision: "x", context: [1], allowed: [0, 1])
    var policy = LinUCBPolicy(confidence: 0)
    bank.closeBatch([Observation(arm: 0, context: [1], reward: 4)])
    var fork = bank
    func means(_ bank: inout PosteriorBank) throws -> [Double] {
      try policy.decide(request, posteriors: &bank).scores.map { ($0.mean * 1e12).rounded() / 1e12 }
    }
    bank.closeBatch([Observation(arm: 1, context: [1], reward: 6)])
    fork.closeBatch([Observation(arm: 1, context: [1], reward: -6)])
    #expect(try means(&bank) == [2, 3])
    #expect(try means(&fork) == [2, -3])
    try bank.forget(arm: 0, keep: 0.5)
    #expect(try means(&bank) == [1.333333333333, 3])
    try bank.forget(arm: 1, keep: 0)
    try bank.addArm(priorMean: [9], present: [0])
    #expect(try means(&bank)[1...] == [0, 0])
  }

  @Test func settingsOutsideTheirDomainAreRefused() throws {
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 1), priorMeans: [nil])
    let request = RoutingRequest(decision: "x", context: [1], allowed: [0])
    var bold = LinUCBPolicy(confidence: -1)
    #expect(throws: EngineError.settingOutOfRange(.confidence, -1)) {
      try bold.decide(request, posteriors: &bank)
    }
    var flat = LinUCBPolicy(ridge: 0)
    #expect(throws: EngineError.settingOutOfRange(.ridge, 0)) {
      try flat.decide(batch: [request], posteriors: &bank)
    }
    var floorless = LinUCBPolicy(propensityFloor: 2)
    #expect(throws: EngineError.settingOutOfRange(.propensityFloor, 2)) {
      try floorless.decide(request, posteriors: &bank)
    }
  }

  /// Without observations the deviation is ‖x‖/√ridge, whatever λ₀ and σ² are.
  @Test func theRidgeIsTheOnlyPrior() throws {
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 1, priorPrecision: 7, noiseVariance: 0.3), priorMeans: [[5]])
    var policy = LinUCBPolicy(confidence: 3, ridge: 4)
    let request = RoutingRequest(decision: "x", context: [2], allowed: [0])
    let score = try policy.decide(request, posteriors: &bank).scores[0]
    #expect(score.mean == 0 && score.standardDeviation == 1 && score.draw == 3)
    // A = 4 + 4 = 8, θ = 2·6/8, deviation 2/√8.
    bank.closeBatch([Observation(arm: 0, context: [2], reward: 6)])
    let observed = try policy.decide(request, posteriors: &bank).scores[0]
    #expect(abs(observed.mean - 3) < 1e-12)
    #expect(abs(observed.standardDeviation - 0.5.squareRoot()) < 1e-12)
  }
}
