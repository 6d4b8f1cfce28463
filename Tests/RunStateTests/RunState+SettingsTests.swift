import Foundation
import Router
import RunEvents
import TestSupport
import Testing

@testable import RunState

/// Reward rules, forgetting and changes mid-run, against a naive recomputation from lists.
@Suite struct RunStateSettingsTests {
  private func expectEqual(_ run: NaiveRun, _ location: SourceLocation = #_sourceLocation) {
    var state = run.log.state
    #expect(state.posterior == .available, sourceLocation: location)
    guard let report = state.posteriorReport() else {
      Issue.record("no posterior", sourceLocation: location)
      return
    }
    #expect(report.rewardModels.map(\.id) == run.models, sourceLocation: location)
    #expect(report.rewardModels.count == run.models.count, sourceLocation: location)
    for (found, expected) in zip(report.rewardModels, run.posteriors) {
      #expect(isNear(found.mean, expected.mean), sourceLocation: location)
      #expect(isNear(found.variance, expected.variance), sourceLocation: location)
    }
    #expect(
      report.rewardModels.map(\.observations) == run.counts.map { Int($0.rounded()) },
      sourceLocation: location)
    // Folding from a checkpoint in the middle has the same bits.
    let half = run.log.lines.count / 2
    let resumed = fold(run.log.lines[half...], into: fold(run.log.lines[..<half]))
    #expect(resumed.digest == state.digest, sourceLocation: location)
  }

  @Test(arguments: RewardSettings.Rule.allCases, [RewardSettings.Scope.rewardModel, .all])
  func everyRuleAndScopeWithForgettingInterceptPriorAndScale(
    rule: RewardSettings.Rule, scope: RewardSettings.Scope
  ) {
    for seed in 0..<6 {
      var run = NaiveRun(seed: seed) { router in
        router.priorPrecision = .value(2)
        router.noiseVariance = .value(0.6)
        router.priorScale = .value(0.5)
        router.intercept = seed % 2 == 0
        router.forgetting = .value([1, 0.9, 0.5][seed % 3])
        router.reward.rule = rule
        router.reward.scope = scope
        router.reward.clip = 1.25
        router.reward.alpha = 0.2
        router.reward.minimumCount = 3
        router.reward.minimumHistory = 7
        router.reward.history = 25
        if seed > 2 { router.reward.ties = .number(-0.5) }
        if seed == 5 { router.reward.errors = .number(-1) }
      }
      for step in 0..<14 {
        run.addStep(pairs: step % 5, onlyTies: step % 7 == 2)
        if step == 9 { run.restart() }
      }
      run.end()
      expectEqual(run)
    }
  }

  /// Closes that bring no usable reward age what is there.
  @Test func everyCloseAges() {
    var run = NaiveRun(seed: 3) { $0.forgetting = .value(0.8) }
    run.addStep(pairs: 12)
    for _ in 0..<5 { run.addStep(pairs: 1, onlyTies: true) }
    run.end()
    #expect(run.log.state.progress.closes == 6)
    expectEqual(run)
  }

  enum Change: CaseIterable {
    case priorPrecision, noiseVariance, priorScale, exploration, forgetting, forgettingEnds, clip, ties
    case forgetOne, forgetAll, resetOne, resetAll, addWithPrior, addShortPrior, addMean, remove, removeAndAdd
  }

  /// One change in the middle of a run; two of them; all of them.
  @Test(arguments: Change.allCases) func aChangeMidRunEqualsTheNaiveRecomputation(change: Change) {
    for seed in 0..<4 {
      var run = NaiveRun(seed: seed) { router in
        router.intercept = seed % 2 == 1
        router.forgetting = .value(seed < 2 ? 1 : 0.9)
        router.reward.rule = seed % 2 == 0 ? .welford : .batch
      }
      for _ in 0..<4 { run.addStep(pairs: 6) }
      apply(change, to: &run)
      for _ in 0..<4 { run.addStep(pairs: 6) }
      run.end()
      expectEqual(run)
    }
  }

  /// An RM added before the dimension is known has the prior that it has when added later.
  @Test(arguments: [nil, [0.5, -2]]) func addedBeforeTheFirstContext(prior: [Double]?) {
    func report(addFirst: Bool) -> PosteriorReport? {
      var log = LogBuilder()
      log.run(dim: nil) { router in
        router.prior = .vectors([
          PriorVector(rewardModel: "a", mean: [3, 6]), PriorVector(rewardModel: "b", mean: [0, 3]),
          PriorVector(rewardModel: "c", mean: [9, 9]),
        ])
      }
      if !addFirst { log.pair("x", step: 0, x: [1, 1]) }
      for (sequence, action, rm) in [
        ("1", ControlEvent.Action.remove, "c"), ("2", .add(name: nil, cost: nil, prior: prior), "d"),
        ("3", .add(name: nil, cost: nil, prior: nil), "e"),
      ] {
        log.control(sequence, action, rm)
        log.applied(sequence)
      }
      if addFirst { log.pair("x", step: 0, x: [1, 1]) }
      var state = log.state
      return state.posteriorReport()
    }
    let first = report(addFirst: true)
    #expect(first == report(addFirst: false))
    #expect(first?.rewardModels[3].mean == prior ?? [1.5, 4.5])
    let last = prior.map { [1 + $0[0] / 3, 3 + $0[1] / 3] } ?? [1.5, 4.5]
    #expect(isNear(first?.rewardModels[4].mean ?? [], last))
  }

  /// d = 1, one reward each: log N(r; 0, σ² + x²/λ₀).
  @Test func evidenceIsThatOfTheFoldedRewards() {
    var state = folded { log in
      log.run(dim: 1) { router in
        router.reward.rule = .none
        router.priorPrecision = .value(4)
        router.noiseVariance = .value(0.5)
      }
      log.decide("1", "b", step: 0, x: [3])
      log.loss("1", 2)
      log.add(.end(EndEvent()))
    }
    let variance = 0.5 + 9.0 / 4
    let expected = -(log(2 * Double.pi * variance) + 4 / variance) / 2
    let digest = state.digest
    #expect(isNear(state.logEvidence() ?? [], [0, expected, 0]))
    #expect(state.digest == digest)
  }

  @Test func manyChangesOneAfterTheOther() {
    for seed in 10..<22 {
      var run = NaiveRun(seed: seed) { router in
        router.forgetting = .value(0.95)
        router.reward.rule = RewardSettings.Rule.allCases[seed % 5]
        router.reward.minimumHistory = 5
      }
      var numbers = SeededGenerator(seed: seed + 1000)
      for _ in 0..<12 {
        run.addStep(pairs: 4)
        let change = Change.allCases[numbers.below(Change.allCases.count)]
        if run.present.count > 1, run.models.count < 9 { apply(change, to: &run) }
      }
      run.end()
      expectEqual(run)
    }
  }

  private func apply(_ change: Change, to run: inout NaiveRun) {
    let arm = run.present.sorted()[run.numbers.below(run.present.count)]
    let width = run.priors[0].count
    switch change {
    case .priorPrecision: run.change { $0.priorPrecision = .value(5) }
    case .noiseVariance: run.change { $0.noiseVariance = .value(0.3) }
    case .priorScale: run.change { $0.priorScale = .value(-2) }
    case .exploration: run.change { $0.exploration = 0 }
    case .forgetting: run.change { $0.forgetting = .value(0.7) }
    case .forgettingEnds: run.change { $0.forgetting = .value(1) }
    case .clip:
      run.change { change in
        change.reward.clip = 0.5
      }
    case .ties:
      run.change { change in
        change.reward.ties = .number(-1)
      }
    case .forgetOne: run.forget(arm, keep: 0.25)
    case .forgetAll: run.forget(nil, keep: 0.5)
    case .resetOne: run.forget(arm, keep: 0)
    case .resetAll: run.forget(nil, keep: 0)
    case .addWithPrior: run.add("new\(run.models.count)", prior: run.numbers.vector(width))
    case .addShortPrior: run.add("new\(run.models.count)", prior: run.numbers.vector(run.dimension))
    case .addMean: run.add("new\(run.models.count)", prior: nil)
    case .remove: run.remove(arm)
    case .removeAndAdd:
      run.remove(arm)
      run.add("new\(run.models.count)", prior: nil)
    }
  }
}
