import Testing

@testable import RouterEngine

@Suite struct OffPolicyReportTests {
  @Test func refusalsAreSentencesWithTheirNumbers() {
    func missing(_ mass: Double, _ certain: Double, _ arms: [Int] = []) -> String {
      OffPolicyRefusal.missingSupport(mass: mass, certain: certain, arms: arms).description
    }
    #expect(missing(0.25, 0.5).contains("25% of their choices"))
    #expect(missing(0.25, 0.5).contains("50% of the recorded choices were certain"))
    #expect(
      missing(0.25, 0.49, [4, 0, 1, 2, 3]).hasSuffix(
        "(reward model 5, reward model 1, reward model 2, reward model 3): no weight can stand for them"))
    #expect(missing(0.0005, 0).contains("<0.1% of") && missing(0.001, 0).contains(" 0.1% of"))
    #expect(missing(.nan, 0).contains("?% of"))
    #expect(
      OffPolicyRefusal.fewEffectiveRounds(12.34, rounds: 200).description
        == "the 200 rounds are worth 12.3 (6.2%) under the other settings; "
        + "at least 30 and 5% are needed for an estimate")
  }

  /// A logged 1 may be a rounded one.
  @Test func nearlyOneIsCertain() {
    var round = LoggedRound(
      context: [], arm: 0, propensity: 1, allowed: [0, 1], reward: 0, target: [1, 0], batch: 0)
    #expect(round.isCertain)
    round.propensity = 1 - 1e-12
    #expect(round.isCertain)
    round.propensity = 1 - 1e-6
    #expect(!round.isCertain)
  }
}
