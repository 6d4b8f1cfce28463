import Testing

@testable import RouterEngine

@Suite struct OffPolicyEvaluationTests {
  private let evaluation = OffPolicyEvaluation(armCount: 3)

  /// 240 rounds by formula, in 60 batches, as the independent program has them.
  private static let formulaRounds: [LoggedRound] = (0..<240).map { i in
    let x: [Double] = (0..<3).map { j in Double((i * 37 + j * 11 + (i / 7) * 5) % 17 - 8) / 8 }
    let arm = (i * i + i / 3) % 3
    let weights: [Double] = (0..<3).map { k in Double(1 + (i + 2 * k) % 4) }
    let sum = weights.reduce(0, +)
    let noise = Double((i * 29) % 23 - 11) / 16
    let slope = 0.5 * x[0] - 0.25 * x[1] * Double(arm - 1)
    return LoggedRound(
      context: x, arm: arm, propensity: Double(2 + i % 5) / 8, allowed: [0, 1, 2],
      reward: slope + 0.125 * Double(arm) + noise, target: weights.map { $0 / sum }, batch: i / 4)
  }

  /// Values of numpy and scipy: explicit inverses, exact quantiles of Student's t. The spread is over rounds for the
  /// values and over batches for the gains; these propensities are made up, so that no margin is small.
  @Test(arguments: [
    (OffPolicyMethod.ips, 0.06282676091269841, 0.0773112001660113, 0.05367332427529817),
    (.snips, 0.08175034337290299, 0.1369206882534641, 0.10096540041938745),
    (.dm, 0.1144071690896777, 0.07904119737001565, 0.03933742670204683),
    (.dr, 0.10120363943462506, 0.11217679751595362, 0.08964565639796673),
  ])
  func equalsAnIndependentProgram(
    _ method: OffPolicyMethod, value: Double, half: Double, gainHalf: Double
  ) throws {
    let report = evaluation.report(Self.formulaRounds)
    let estimate = try #require(report[method])
    #expect(abs(estimate.value.value - value) < 1e-12)
    #expect(abs(estimate.value.high - estimate.value.value - half) < 1e-7)
    #expect(abs(estimate.value.value - estimate.value.low - half) < 1e-7)
    #expect(abs(estimate.gain.value - (value - 0.123046875)) < 1e-12)
    #expect(abs(estimate.gain.high - estimate.gain.value - gainHalf) < 1e-7)
  }

  @Test func describesTheWeights() throws {
    let report = evaluation.report(Self.formulaRounds)
    #expect(report.rounds == 240 && report.batches == 60)
    #expect(abs(report.effectiveSampleSize - 176.35468524762334) < 1e-9)
    #expect(abs(report.meanWeight - 0.7685198412698412) < 1e-14)
    // These propensities are made up: the score is there to say so.
    #expect(abs(report.weightScore + 7.751181732102316) < 1e-9)
    let recorded = try #require(report.recorded)
    #expect(abs(recorded.value - 0.123046875) < 1e-15)
    #expect(abs(recorded.high - recorded.value - 0.06733209909512718) < 1e-7)
    #expect(report.unsupportedMass == 0)
  }

  /// 95 % intervals over 200 seeded runs of 300 rounds; less than 93 % would be 186. Rewards as they come, as the
  /// batch rule leaves them (the truth is then what each round would have got beside the others as they were), and
  /// such as no regression on the context can hit.
  @Test(arguments: [(false, false), (true, false), (false, true)])
  func intervalsCoverTheTruth(isNormalised: Bool, isCurved: Bool) {
    var world = SimulatedRounds()
    world.isCurved = isCurved
    if isNormalised { world.batchSize = 20 }
    var covered: [OffPolicyMethod: Int] = [:]
    var scores = 0
    var widths = 0.0
    for seed in 0..<200 {
      var rounds = world.rounds(300, seed: seed)
      let truth = isNormalised ? world.normaliseBatches(&rounds) : world.truth
      let report = evaluation.report(rounds)
      if abs(report.weightScore) < 2 { scores += 1 }
      for estimate in report.estimates {
        if estimate.value.low <= truth && truth <= estimate.value.high {
          covered[estimate.method, default: 0] += 1
        }
        widths += (estimate.value.high - estimate.value.low) / 800
      }
    }
    for method in OffPolicyMethod.allCases {
      #expect(covered[method, default: 0] >= 186, "\(method): \(covered[method, default: 0]) of 200")
    }
    #expect(scores >= 180)
    // An interval that always covers may be too wide to say anything; rewards have a spread of 0.5 to 1.
    #expect(widths < 0.35, "\(widths)")
  }

  /// The mean over 100 runs is within 4 of its standard errors of the truth, where the method promises that.
  @Test(arguments: [false, true]) func biasesAreAsPromised(isCurved: Bool) throws {
    var world = SimulatedRounds()
    world.isCurved = isCurved
    var errors: [OffPolicyMethod: [Double]] = [:]
    for seed in 0..<100 {
      for estimate in evaluation.report(world.rounds(200, seed: seed)).estimates {
        errors[estimate.method, default: []].append(estimate.value.value - world.truth)
      }
    }
    func bias(_ method: OffPolicyMethod) -> Double {
      let values = errors[method] ?? []
      let mean = values.reduce(0, +) / Double(values.count)
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error = (squares / Double(values.count - 1) / Double(values.count)).squareRoot()
      return mean / error
    }
    #expect(abs(bias(.ips)) < 4)
    #expect(abs(bias(.dr)) < 4, "with a wrong model the weights make it right")
    if isCurved {
      #expect(abs(bias(.dm)) > 4, "the direct method has nothing but its model")
    } else {
      #expect(abs(bias(.dm)) < 4)
    }
  }

  /// Propensities logged wrong: IPS is off, what has a right model is not (DM), and DR leans on it.
  @Test func theModelCarriesWrongPropensities() throws {
    let world = SimulatedRounds()
    var errors: [OffPolicyMethod: Double] = [:]
    for seed in 0..<40 {
      var rounds = world.rounds(400, seed: seed)
      for index in rounds.indices { rounds[index].propensity = [0.2, 0.5, 0.3][rounds[index].arm] }
      for estimate in evaluation.report(rounds).estimates {
        errors[estimate.method, default: 0] += (estimate.value.value - world.truth) / 40
      }
    }
    #expect(abs(errors[.ips] ?? 0) > 0.03)
    #expect(abs(errors[.dr] ?? 1) < 0.015)
    #expect(abs(errors[.dm] ?? 1) < 0.015)
  }

  @Test(arguments: 0..<8) func aShiftOfRewardsShiftsAllButIPS(_ seed: Int) throws {
    let world = SimulatedRounds()
    var shifted = world
    shifted.shift = 100
    let (one, other) = (
      evaluation.report(world.rounds(150, seed: seed)), evaluation.report(shifted.rounds(150, seed: seed))
    )
    for method in OffPolicyMethod.allCases {
      let (before, after) = (try #require(one[method]), try #require(other[method]))
      if method == .ips {
        #expect(abs(after.value.value - before.value.value - 100) > 0.1)
        continue
      }
      let tolerance = method == .snips ? 1e-9 : 1e-3
      if method != .dr { #expect(abs(after.value.value - before.value.value - 100) < tolerance) }
    }
    let (a, b) = (try #require(one[.snips]), try #require(other[.snips]))
    #expect(abs(a.gain.low - b.gain.low) < 1e-9)
  }

  /// The recorded policy asked about itself: every weight is 1, every gain 0.
  @Test func theRecordedPolicyIsWhatHappened() throws {
    var rounds = SimulatedRounds().rounds(120, seed: 5)
    for index in rounds.indices { rounds[index].target = SimulatedRounds.logging(rounds[index].context) }
    let report = evaluation.report(rounds)
    #expect(abs(report.effectiveSampleSize - 120) < 1e-9)
    #expect(abs(report.meanWeight - 1) < 1e-12)
    for method in [OffPolicyMethod.ips, .snips] {
      let gain = try #require(report[method]).gain
      #expect(abs(gain.value) < 1e-12 && abs(gain.high - gain.low) < 1e-12)
    }
  }

  @Test func refusesWithoutSupport() throws {
    var rounds = SimulatedRounds().rounds(200, seed: 1)
    // The third arm was banned in all of them; the other policy goes on choosing it.
    rounds.removeAll { $0.arm == 2 }
    for index in rounds.indices { rounds[index].allowed = [0, 1] }
    let report = evaluation.report(rounds)
    guard case .missingSupport(let mass, let certain, let arms) = report.refusal else {
      Issue.record("\(report)")
      return
    }
    #expect(mass > 0.2 && certain == 0 && arms == [2])
    #expect(report.estimates.isEmpty && report.recorded != nil)
    #expect(report.refusal?.description.contains("(reward model 3)") == true)
    // Allowed, but never chosen: no better.
    for index in rounds.indices { rounds[index].allowed = [0, 1, 2] }
    #expect(evaluation.report(rounds).refusal == report.refusal)
    // Without that mass there is an answer.
    for index in rounds.indices { rounds[index].target = [0.5, 0.5, 0] }
    #expect(evaluation.report(rounds).refusal == nil)
  }

  @Test func aBanInSomeRoundsIsEnough() {
    var rounds = SimulatedRounds().rounds(200, seed: 1)
    var banned = 0
    for index in rounds.indices where index >= 150 && rounds[index].arm != 0 {
      rounds[index].allowed = [1, 2]
      banned += 1
    }
    #expect(banned > 10)
    guard case .missingSupport(_, _, let arms) = evaluation.report(rounds).refusal else {
      Issue.record("rounds in which arm 0 was not allowed passed")
      return
    }
    #expect(arms == [0])
  }

  @Test func certainChoicesAnswerOnlyForThemselves() {
    var rounds = SimulatedRounds().rounds(200, seed: 2)
    for index in rounds.indices { rounds[index].propensity = 1 }
    let report = evaluation.report(rounds)
    guard case .missingSupport(_, let certain, _) = report.refusal else {
      Issue.record("\(report)")
      return
    }
    #expect(certain == 1)
    #expect(report.refusal?.description.contains("propensity_floor") == true)
    for index in rounds.indices { rounds[index].target = (0..<3).map { $0 == rounds[index].arm ? 1 : 0 } }
    #expect(evaluation.report(rounds).refusal == nil)
  }

  @Test func refusesTooFewRounds() {
    let rounds = SimulatedRounds().rounds(400, seed: 3)
    #expect(evaluation.report([]).refusal == .noRounds)
    guard case .fewEffectiveRounds(let size, let count) = evaluation.report(Array(rounds.prefix(25))).refusal
    else {
      Issue.record("25 rounds were enough")
      return
    }
    #expect(size < 25 && count == 25)
    var rare = rounds
    // One round weighs as much as all others together: less than 5 %.
    rare[7].propensity = 1e-6
    guard case .fewEffectiveRounds = evaluation.report(rare).refusal else {
      Issue.record("a single round decided")
      return
    }
    var few = rounds
    for index in few.indices { few[index].batch = index / 50 }
    #expect(evaluation.report(few).refusal == .fewBatches(8))
    #expect(
      OffPolicyRefusal.fewBatches(1).description == "the rounds come from 1 batch; an interval needs 10")
  }

  @Test func hugeNumbersAreRefusedAndNeverPrinted() {
    var rounds = SimulatedRounds().rounds(100, seed: 4)
    rounds[3].reward = 1e308
    rounds[4].reward = 1e308
    #expect(evaluation.report(rounds).refusal == .notFinite)
    rounds[3].reward = .nan
    rounds[4].propensity = 0
    #expect(evaluation.report(rounds).rounds == 98)
    #expect(evaluation.report(rounds).refusal == nil)
    // A square of it is beyond all numbers, its product with a small one is not.
    for huge in [1e61, 1e200, .infinity] {
      rounds[5].context[0] = huge
      #expect(evaluation.report(rounds).refusal == .notFinite)
    }
    rounds[5].context[0] = 1e59
    #expect(evaluation.report(rounds).refusal == nil)
  }

  @Test func aBudgetLeavesTheRegressionsOut() {
    let report = OffPolicyEvaluation(armCount: 3, modelBudget: 10).report(
      SimulatedRounds().rounds(200, seed: 1))
    #expect(report.estimates.map(\.method) == [.ips, .snips])
    #expect(report.modelRefusal == .modelTooLarge(width: 3))
    #expect(report.refusal == nil)
  }

  /// Rewards of a batch that move together: counting them as independent would make the interval far too short.
  @Test func batchesWidenTheInterval() throws {
    var rounds = SimulatedRounds().rounds(400, seed: 6)
    for index in rounds.indices { rounds[index].batch = index / 20 }
    for index in rounds.indices { rounds[index].reward = index / 20 % 2 == 0 ? 1 : -1 }
    let together = try #require(evaluation.report(rounds)[.snips]).value
    for index in rounds.indices { rounds[index].batch = index }
    let apart = try #require(evaluation.report(rounds)[.snips]).value
    #expect(together.high - together.low > 3 * (apart.high - apart.low))
  }
}
