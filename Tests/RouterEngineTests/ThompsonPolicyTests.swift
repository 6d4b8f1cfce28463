import Testing

@testable import RouterEngine

@Suite struct ThompsonPolicyTests {
  private let ids = ["a", "b", "c"]

  private func bank() throws -> PosteriorBank {
    try PosteriorBank(settings: PosteriorSettings(dimension: 1), priorMeans: [[1], [2], [3]])
  }

  @Test func drawsAreKeyedAndABanShiftsNone() throws {
    var bank = try bank()
    var policy = ThompsonPolicy(rewardModels: ids, seed: 5, exploration: 2)
    let all = try policy.decide(
      RoutingRequest(decision: "x", context: [1], allowed: [0, 1, 2]), posteriors: &bank)
    let banned = try policy.decide(
      RoutingRequest(decision: "x", context: [1], allowed: [0, 2]), posteriors: &bank)
    #expect(all.scores == banned.scores)
    for (arm, score) in all.scores.enumerated() {
      let z = KeyedRandom(seed: 5, decision: "x", rewardModel: ids[arm]).standardNormal
      #expect(
        score
          == DrawnScore(arm: arm, mean: Double(arm + 1), standardDeviation: 1, draw: Double(arm + 1) + 2 * z))
    }
    let best = all.scores.max { ($0.draw ?? 0) < ($1.draw ?? 0) }
    #expect(all.arm == best?.arm)
  }

  @Test func withoutExplorationTheGreatestMeanHasAllAndTiesGoToTheLowest() throws {
    var bank = try bank()
    var policy = ThompsonPolicy(rewardModels: ids, seed: 5, exploration: 0)
    let decision = try policy.decide(
      RoutingRequest(decision: "x", context: [1], allowed: [0, 1, 2]), posteriors: &bank)
    #expect(decision.arm == 2)
    #expect(decision.propensity == 1)
    let tie = try policy.decide(
      RoutingRequest(decision: "x", context: [0], allowed: [1, 2]), posteriors: &bank)
    #expect(tie.arm == 1)
    #expect(tie.propensity == 1)
  }

  @Test func theFloorLiftsEveryAllowedArm() {
    let scores = [5.0, 0, 0, 9].map { ScoreDistribution(mean: $0, standardDeviation: 0.1) }
    let propensities = thompsonPropensities(scores, allowed: [0, 1, 2], exploration: 1, floor: 0.3)
    for (value, expected) in zip(propensities, [0.8, 0.1, 0.1, 0]) { #expect(abs(value - expected) < 1e-15) }
    let uniform = thompsonPropensities(scores, allowed: [0, 1, 2, 3], exploration: 1, floor: 1)
    #expect(uniform == [0.25, 0.25, 0.25, 0.25])
    #expect(thompsonPropensities(scores, allowed: [1], exploration: 1, floor: 0.5) == [0, 1, 0, 0])
    #expect(thompsonPropensities(scores, allowed: [], exploration: 1, floor: 0.5) == [0, 0, 0, 0])
  }

  @Test func explorationScalesTheDeviations() {
    let scores = [
      ScoreDistribution(mean: 1, standardDeviation: 1), ScoreDistribution(mean: 0, standardDeviation: 1),
    ]
    let wide = thompsonPropensities(scores, allowed: [0, 1], exploration: 3, floor: 0)
    let same = bestProbabilities(scores.map { ScoreDistribution(mean: $0.mean, standardDeviation: 3) })
    #expect(wide == same)
  }

  @Test func settingsOutsideTheirDomainAreRefused() throws {
    var bank = try bank()
    let request = RoutingRequest(decision: "x", context: [1], allowed: [0])
    var unsteady = ThompsonPolicy(rewardModels: ids, seed: 5, exploration: -1)
    #expect(throws: EngineError.settingOutOfRange(.exploration, -1)) {
      try unsteady.decide(request, posteriors: &bank)
    }
    var unfounded = ThompsonPolicy(rewardModels: ids, seed: 5, propensityFloor: 1.5)
    #expect(throws: EngineError.settingOutOfRange(.propensityFloor, 1.5)) {
      try unfounded.decide(request, posteriors: &bank)
    }
  }

  @Test func contextsThatOverflowStillGetADecision() throws {
    var bank = try bank()
    bank.closeBatch([Observation(arm: 0, context: [2], reward: 1)])
    var policy = ThompsonPolicy(rewardModels: ids, seed: 5)
    let decision = try policy.decide(
      RoutingRequest(decision: "x", context: [1e300], allowed: [0, 1, 2]), posteriors: &bank)
    #expect((0...2).contains(decision.arm))
    #expect(decision.propensity.isFinite)
  }
}
