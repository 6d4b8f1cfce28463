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
    #expect(tally.accounted + report.waiting == tally.decisions)
  }

  /// Estimates from the choices that were made, against the labels of all that were not.
  @Test func intervalsHoldTheTruthOfTheLabels() throws {
    var question = WhatIfQuestion()
    question.change.policy = .random
    var covered: [OffPolicyMethod: Int] = [:]
    var answered = 0
    for seed in 100..<110 {
      let settings = SimulationSettings(
        scenario: .specialists, steps: 12, rewardModels: 3, dimension: 4, seed: UInt64(seed), pairsPerStep: 16
      )
      let report = try ask(question, settings).report()
      guard let correctness = report.correctness, let truth = report.correctnessTruth else { continue }
      if correctness.refusal == nil { answered += 1 }
      for estimate in correctness.estimates where estimate.value.low <= truth && truth <= estimate.value.high
      {
        covered[estimate.method, default: 0] += 1
      }
    }
    #expect(answered >= 7)
    for method in [OffPolicyMethod.ips, .snips, .dr] {
      let count = covered[method, default: 0]
      #expect(count >= answered - 1, "\(method): \(count) of \(answered)")
    }
  }
}
