import RouterEngine
import RunEvents
import RunLog
import RunState
import Simulator
import Testing

/// Simulated runs asked about: nobody knows better what their router would have done, and what is true.
@Suite struct WhatIfTests {
  private func ask(_ question: WhatIfQuestion, _ settings: SimulationSettings) throws -> WhatIf {
    var state = RunState()
    var whatIf = WhatIf(question)
    for line in SampleLogs.lines(try SampleLogs.bytes(settings)) {
      state.fold(line)
      whatIf.fold(line, recorded: state)
    }
    return whatIf
  }

  /// Asked about itself the run answers with its own propensities: every weight is 1.
  @Test(arguments: [Scenario.specialists, .collapse, .messy])
  func nothingDifferentIsWhatHappened(scenario: Scenario) throws {
    let whatIf = try ask(
      WhatIfQuestion(),
      SimulationSettings(scenario: scenario, steps: 30, dimension: 4, seed: 3, pairsPerStep: 8))
    let report = whatIf.report(modelBudget: 0)
    #expect(abs(report.reward.meanWeight - 1) < 1e-6)
    #expect(abs(report.reward.greatestWeight - 1) < 1e-4)
    #expect(report.reward.refusal == nil)
    let snips = try #require(report.reward[.snips])
    #expect(abs(snips.gain.value) < 1e-6)
    let tally = report.tally
    #expect(tally.eligible > 100)
    // Every decision is in one of the reasons, in the estimates, or waits for its batch.
    let unanswered = tally.withoutContext + tally.withoutAnswer
    let leftOut = unanswered + tally.pinned + tally.withoutPropensity + tally.withoutReward
    #expect(leftOut + tally.eligible + report.waiting == tally.decisions)
  }

  /// Other settings to ask about; what is banned is the RM that was chosen most.
  private static func questions(_ log: [LogLine]) -> [WhatIfQuestion] {
    var greedy = WhatIfQuestion()
    greedy.change.exploration = 0
    greedy.change.propensityFloor = 0.1
    var random = WhatIfQuestion()
    random.change.policy = .random
    var tight = WhatIfQuestion()
    tight.change.priorPrecision = .value(100)
    var linucb = WhatIfQuestion()
    linucb.change.policy = .linucb
    var state = RunState()
    for line in log { state.fold(line) }
    let most = state.rewardModels.max { $0.decisions < $1.decisions }?.info.id
    var banned = WhatIfQuestion()
    banned.controls = [ControlEvent(sequence: "1", action: .ban, rewardModel: most)]
    return [greedy, random, tight, linucb, banned]
  }

  /// Estimates from the choices that were made, against the labels of all that were not: short runs, few batches, and
  /// weights up to 30. 200 runs of each took 93 to 100 % (see `OffPolicyEvaluation`); here are as many as are quick.
  @Test func intervalsHoldTheTruthOfTheLabels() throws {
    var covered: [OffPolicyMethod: Int] = [:]
    var answered = 0
    var width = 0.0
    for seed in 100..<108 {
      let settings = SimulationSettings(
        scenario: .specialists, steps: 12, rewardModels: 3, dimension: 4, seed: UInt64(seed), pairsPerStep: 16
      )
      let log = SampleLogs.lines(try SampleLogs.bytes(settings))
      var state = RunState()
      var asked = Self.questions(log).map { WhatIf($0) }
      for line in log {
        state.fold(line)
        for index in asked.indices { asked[index].fold(line, recorded: state) }
      }
      for whatIf in asked {
        let report = whatIf.report()
        guard let correctness = report.correctness, let truth = report.correctnessTruth else { continue }
        if correctness.refusal == nil { answered += 1 }
        for estimate in correctness.estimates {
          width += estimate.value.high - estimate.value.low
          if estimate.value.low <= truth && truth <= estimate.value.high {
            covered[estimate.method, default: 0] += 1
          }
        }
      }
    }
    #expect(answered >= 30)
    // Shares of right choices have a spread of 0.5; an interval over all of [0, 1] would say nothing.
    #expect(width / Double(4 * answered) < 0.4)
    for method in OffPolicyMethod.allCases {
      let count = covered[method, default: 0]
      #expect(count * 100 >= answered * 93, "\(method): \(count) of \(answered)")
    }
  }
}
