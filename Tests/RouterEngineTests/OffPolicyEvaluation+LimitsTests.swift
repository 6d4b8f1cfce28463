import Testing

@testable import RouterEngine

/// What is just enough for an estimate, and what is just not.
@Suite struct OffPolicyEvaluationLimitsTests {
  private let evaluation = OffPolicyEvaluation(armCount: 3)

  /// `count` rounds of weight 1 in batches of one, and as many of weight 0 as there are to be altogether.
  private func even(_ count: Int, of all: Int? = nil, batches: Int? = nil) -> [LoggedRound] {
    (0..<(all ?? count)).map { index in
      LoggedRound(
        context: [Double(index % 5)], arm: index % 2, propensity: 0.5, allowed: [0, 1],
        reward: Double(index % 3), target: index < count ? [0.5, 0.5] : index % 2 == 0 ? [0, 1] : [1, 0],
        batch: index % (batches ?? (all ?? count)))
    }
  }

  @Test func exactlyEnoughIsEnough() {
    #expect(evaluation.report(even(30)).refusal == nil)
    #expect(evaluation.report(even(29)).refusal == .fewEffectiveRounds(29, rounds: 29))
    // 5 %.
    #expect(evaluation.report(even(30, of: 600)).refusal == nil)
    #expect(evaluation.report(even(30, of: 601)).refusal == .fewEffectiveRounds(30, rounds: 601))
    let enough = evaluation.report(even(40, batches: 10))
    #expect(enough.refusal == nil && enough.recorded != nil)
    let few = evaluation.report(even(40, batches: 9))
    #expect(few.refusal == .fewBatches(9) && few.recorded == nil)
  }

  @Test func weightsThatAreAllAlikeHaveNoScore() {
    let report = evaluation.report(even(40))
    #expect(report.weightScore == 0 && report.greatestWeight == 1)
    var rounds = even(40)
    rounds[7].propensity = 0.25
    #expect(evaluation.report(rounds).greatestWeight == 2)
    #expect(BatchSpread(batches: [3, 3, 3]).standardError([1, 2, -1]) == 0, "one batch has no spread")
  }

  /// One choice in a thousand without support is let pass; two are not, and the arm with more of it stands first.
  @Test func aThousandthWithoutSupportIsLetPass() {
    var rounds = even(1000)
    rounds[0].target = [0, 0, 1]
    #expect(evaluation.report(rounds).unsupportedMass == 0.001)
    #expect(evaluation.report(rounds).refusal == nil)
    rounds[1].target = [0, 0, 1]
    guard case .missingSupport(_, _, let arms) = evaluation.report(rounds).refusal else {
      Issue.record("two in a thousand passed")
      return
    }
    #expect(arms == [2])
    // Arm 0 is not allowed in some rounds that would take it, with more mass than arm 2 has.
    for index in [3, 5, 7] {
      rounds[index].allowed = [1]
      rounds[index].target = [1, 0]
    }
    guard case .missingSupport(_, _, let ranked) = evaluation.report(rounds).refusal else { return }
    #expect(ranked == [0, 2])
  }

  @Test func whatIsNoProbabilityIsLeftOut() {
    var rounds = even(40)
    rounds[0].target = [-0.5, 1.5]
    rounds[1].target = [0.25, 0.25, 0.25, 0.25]
    rounds[2].arm = 3
    rounds[3].propensity = 1.5
    rounds[4].target = [.nan, 1]
    rounds[5].propensity = 1
    #expect(evaluation.report(rounds).rounds == 35)
  }
}
