import Router
import RouterEngine
import RunEvents
import RunLog
import Testing

@testable import RunState
@testable import Simulator

/// A fold of the log computes what the simulated router computed: the same batches, scores and allowed sets.
@Suite struct FoldAgreementTests {
  private func folded(_ settings: SimulationSettings) throws -> RunState {
    var state = RunState()
    for line in SampleLogs.lines(try SampleLogs.bytes(settings)) { state.fold(line) }
    return state
  }

  @Test(arguments: Scenario.allCases) func `logged scores are those of the fold`(scenario: Scenario) throws {
    var sizes = [(dimension: 8, pairs: 6, steps: 24)]
    // Batches of one and of more rows than a kernel's block, where the fold has the most to go wrong with.
    if scenario == .messy { sizes += [(3, 1, 30), (16, 33, 20)] }
    for (dimension, pairs, steps) in sizes {
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

  /// γ, λ₀, σ² and s chosen by the simulated router, whose bank the fold must have, bit for bit: with late feedback,
  /// closes without rewards, restarts with and without a header, lines that only one of the two closes at.
  @Test(arguments: Scenario.allCases) func `a fold obeys what the evidence chose`(scenario: Scenario) throws {
    for (dimension, pairs, seed) in [(6, 6, 5), (4, 2, 9)] as [(Int, Int, UInt64)] {
      var router = RouterSettingsChange()
      for setting in TunableSetting.allCases { router[setting] = .auto }
      router.intercept = seed == 9
      let settings = SimulationSettings(
        scenario: scenario, steps: 70, dimension: dimension, seed: seed, pairsPerStep: pairs, router: router)
      var trainer = try SimulatedTrainer(settings)
      while trainer.next() != nil {}
      var state = try folded(settings)
      #expect(state.posterior == .available)
      #expect(state.counts.differingScores == 0)
      #expect(state.automaticSettings == Set(TunableSetting.allCases))
      #expect(trainer.router.router.settings.priorPrecision != .auto)
      for setting in TunableSetting.allCases {
        #expect(state.settings[setting] == trainer.router.router.settings[setting])
      }
      let bank = try #require(state.router.bank)
      #expect(bank.settings == trainer.router.router.bank!.settings)
      #expect(digest(of: bank) == digest(of: trainer.router.router.bank!))
      // The header and the settings of the log make the report.
      let shown = state.posteriorReport()
      let report = try #require(shown)
      #expect(report.settings.allSatisfy { $0.isAutomatic })
      #expect(report.settings.map(\.value) == TunableSetting.allCases.map { state.settings.number($0) })
    }
  }

  private func digest(of bank: PosteriorBank) -> UInt64 {
    var digest = StateDigest()
    bank.hashStatistics(into: &digest)
    return digest.value
  }

  /// A γ that is given ages the fold's statistics and the router's alike, also at closes that bring nothing.
  @Test(arguments: [Scenario.drift, .messy]) func `a fold ages as the router does`(scenario: Scenario) throws
  {
    var router = RouterSettingsChange()
    router.forgetting = .value(0.9)
    let settings = SimulationSettings(
      scenario: scenario, steps: 60, dimension: 3, seed: 4, pairsPerStep: 2, router: router)
    var trainer = try SimulatedTrainer(settings)
    while trainer.next() != nil {}
    let state = try folded(settings)
    let bank = try #require(state.router.bank)
    #expect(digest(of: bank) == digest(of: trainer.router.router.bank!))
    #expect(state.counts.differingScores == 0)
  }

  /// Every rule of rewards, whatever a tie or an error is folded as, and any slack.
  @Test(arguments: RewardSettings.Rule.allCases)
  func `a fold takes rewards as the router does`(rule: RewardSettings.Rule) throws {
    for (place, scope) in RewardSettings.Scope.allCases.enumerated() {
      var router = RouterSettingsChange()
      router.reward.rule = rule
      router.reward.scope = scope
      router.reward.minimumHistory = 3
      router.reward.ties = place == 0 ? .number(-0.5) : .skip
      router.reward.errors = place == 0 ? .skip : .number(-1)
      router.stepSlack = 3 * place
      let settings = SimulationSettings(
        scenario: .messy, steps: 60, dimension: 3, seed: 6, pairsPerStep: 3, router: router)
      var trainer = try SimulatedTrainer(settings)
      while trainer.next() != nil {}
      let state = try folded(settings)
      let bank = try #require(state.router.bank)
      #expect(digest(of: bank) == digest(of: trainer.router.router.bank!), "\(rule) \(scope)")
      #expect(state.counts.differingScores == 0)
      #expect(bank.observationCount(0) > 0)
      // The log says what was asked for.
      #expect(state.settings.reward.rule == rule && state.settings.reward.effectiveScope == scope)
      #expect(state.settings.stepSlack == 3 * place)
    }
  }

  @Test func `the fold counts the mess`() throws {
    let state = try folded(
      SimulationSettings(scenario: .messy, steps: 40, dimension: 8, seed: 11, pairsPerStep: 6))
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

  private func controlled(
    _ scenario: Scenario, _ controls: [(step: Int, control: ControlEvent)]
  ) throws -> RunState {
    try folded(
      SimulationSettings(
        scenario: scenario, steps: 16, dimension: 8, seed: 7, pairsPerStep: 6,
        interventions: controls.map { SimulationSettings.Intervention(step: $0.step, control: $0.control) }))
  }

  @Test func `the fold sees controls obeyed, run out and refused`() throws {
    let state = try controlled(
      .specialists,
      [
        (3, ControlEvent(sequence: "a-1", action: .pin, rewardModel: "grm-llama3.2-3b", steps: 4)),
        (5, ControlEvent(sequence: "a-2", action: .ban, rewardModel: "grm-gemma2-2b")),
        (10, ControlEvent(sequence: "a-3", action: .unpin)),
      ])
    #expect(state.controls.prefix(2).map(\.status) == [.obeyed, .obeyed])
    #expect(state.controls.map(\.expired) == [true, false, false])
    guard case .refused(let sentence)? = state.controls.last?.status else {
      Issue.record("the last control is not refused")
      return
    }
    #expect(sentence == "nothing is pinned globally")
    #expect(state.allowed.allowed(category: "math") == [0, 1, 2])
  }

  @Test func `the fold finds a deaf trainer out`() throws {
    let ban = ControlEvent(sequence: "a-1", action: .ban, rewardModel: "skywork-qwen3-0.6b")
    let state = try controlled(.deaf, [(6, ban)])
    guard case .notObeyed(let chosen, _)? = state.controls.first?.status else {
      Issue.record("the ban does not count as not obeyed")
      return
    }
    #expect(chosen == "skywork-qwen3-0.6b")
    #expect(!state.allowed.isBanned(0, category: nil))
  }
}
