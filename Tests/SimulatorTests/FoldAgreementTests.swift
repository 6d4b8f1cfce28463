import RunEvents
import RunLog
import RunState
import Simulator
import Testing

/// A fold of the log computes what the simulated router computed: the same batches, scores and allowed sets.
@Suite struct FoldAgreementTests {
  private func folded(_ settings: SimulationSettings) throws -> RunState {
    var state = RunState()
    for line in SampleLogs.lines(try SampleLogs.bytes(settings)) { state.fold(line) }
    return state
  }

  @Test(arguments: Scenario.allCases) func `logged scores are those of the fold`(scenario: Scenario) throws {
    for (dimension, pairs, steps) in [(8, 6, 40), (3, 1, 40), (16, 21, 20)] {
      let state = try folded(
        SimulationSettings(
          scenario: scenario, steps: steps, dimension: dimension, seed: 11, pairsPerStep: pairs))
      #expect(state.posterior == .available)
      #expect(state.counts.differingScores == 0)
      #expect(state.counts.decisions >= steps * pairs)
      #expect(state.progress.end != nil)
      #expect(state.progress.pending == 0)
      if scenario == .messy { continue }
      #expect(state.faults.total == 0)
      #expect(state.counts.orphans == 0)
      #expect(state.counts.nonFinite == 0)
    }
  }

  @Test func `the fold counts the mess`() throws {
    let state = try folded(SimulationSettings(scenario: .messy, steps: 60, dimension: 8, seed: 11))
    let counts = state.counts
    for (what, count) in [
      ("faults", state.faults.total), ("not finite", counts.nonFinite), ("late", counts.late),
      ("orphans", counts.orphans), ("repeated pairs", counts.repeatedPairs),
      ("repeated decisions", counts.repeatedDecisions), ("repeated feedback", counts.repeatedFeedbacks),
      ("differing steps", counts.differingSteps), ("unknown types", counts.unknownTypes),
      ("ties", counts.ties), ("errors", counts.errors), ("without context", counts.rewardsWithoutContext),
    ] {
      #expect(count > 0, "\(what)")
    }
    #expect(state.progress.segments == 3)
    let kinds = Set(state.faults.byKind.map(\.kind))
    #expect(
      kinds.isSuperset(of: [
        .invalidUTF8, .invalidJSON, .notAnObject, .missingField, .illTypedField, .outOfRange, .badContext,
        .unknownRewardModel, .unsupportedVersion,
      ]))
  }

  @Test func `the fold sees controls obeyed, refused and not obeyed`() throws {
    for settings in SampleLogs.all where !settings.interventions.isEmpty {
      let state = try folded(settings)
      let statuses = state.controls.map(\.status)
      switch settings.scenario {
      case .specialists:
        #expect(statuses.first == .obeyed)
        guard case .refused = statuses.last else {
          Issue.record("the second control is not refused")
          continue
        }
      case .hacking:
        #expect(statuses == [.obeyed])
        #expect(state.allowed.isBanned(3, category: nil))
      default:
        guard case .notObeyed(let chosen, _) = statuses.first else {
          Issue.record("the deaf trainer is not found out")
          continue
        }
        #expect(chosen == "skywork-qwen3-0.6b")
        #expect(!state.allowed.isBanned(0, category: nil))
      }
    }
  }
}
