import Router
import RouterEngine
import RunEvents
import Testing

@testable import RunState

@Suite struct WhatIfRewardsTests {
  @Test func roundsHaveTheRecordedRewards() throws {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids)
    for (place, loss) in [1.0, 2, 6].enumerated() {
      log.add(
        .decision(
          DecisionEvent(
            id: "\(place)", rewardModel: WhatIfSample.ids[place], step: 0, by: "thompson", propensity: 0.25,
            description: PairDescription(features: .context([1, Double(place)])))))
      log.loss("\(place)", loss)
    }
    log.add(.end(EndEvent()))
    let (whatIf, _) = WhatIfSample.ask(
      WhatIfSample.question {
        $0.policy = .random
        $0.reward.rule = RewardSettings.Rule.none
      }, log.lines)
    // Rule batch: means of the others 4, 3.5, 1.5; sample sd √7; the question's own rule changes no reward.
    let deviation = 7.0.squareRoot()
    let third = [Double](repeating: 1.0 / 3, count: 3)
    for (round, expected) in zip(whatIf.rounds, [3 / deviation, 1.5 / deviation, -4.5 / deviation]) {
      #expect(abs(round.reward - expected) < 1e-12)
      #expect(round.propensity == 0.25 && round.allowed == [0, 1, 2])
      #expect(round.context == [1, Double(round.arm)])
      #expect(round.target == third)
    }
    #expect(whatIf.rounds.map(\.arm) == [0, 1, 2])
    #expect(Set(whatIf.rounds.map(\.batch)).count == 1)
  }

  /// With a baseline the posterior gets innovations; estimates are of what came of the choices all the same.
  @Test func aPriorFilesBaselineChangesNoOutcome() {
    let digest = String(repeating: "a", count: 64)
    let prior = RouterPrior(
      rewardModels: WhatIfSample.ids, means: [[0.5, 0], [0, 0.5], [0.25, 0.25]],
      baseline: SharedBaseline(weights: [0.3, -0.2], level: 0.6, gain: 0.5))
    func answer(_ source: PriorSource) -> (WhatIf, RunState) {
      let lines = WhatIfSample.log(steps: 8, width: 6) { $0.prior = source }.lines
      var state = RunState(priors: PriorLoader { _, _ in .loaded(prior) })
      var whatIf = WhatIf(WhatIfSample.question { $0.priorPrecision = .value(3) }, from: state)
      for line in lines {
        state.fold(line)
        whatIf.fold(line, recorded: state)
      }
      return (whatIf, state)
    }
    let (with, state) = answer(.file(name: "prior.safetensors", sha256: digest))
    let (without, plain) = answer(.zero)
    #expect(state.posterior == .available && with.other.posterior == .available)
    #expect(state.digest != plain.digest)
    #expect(with.rounds.count == 42 && with.rounds.map(\.reward) == without.rounds.map(\.reward))
    #expect(with.rounds.map(\.target) != without.rounds.map(\.target))
  }

  @Test func everyDecisionIsCountedOnce() {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids)
    func decide(_ id: String, _ p: Double?, x: [Double]?, by: String = "thompson", step: Int = 0) {
      log.add(
        .decision(
          DecisionEvent(
            id: id, rewardModel: "a", step: step, by: by, propensity: p,
            description: PairDescription(features: x.map { .context($0) }))))
    }
    decide("good", 0.5, x: [1, 2])
    decide("good", 0.5, x: [1, 2])
    decide("also", 0.5, x: [2, 1])
    decide("nop", nil, x: [1, 2])
    decide("zero", 0, x: [1, 2])
    decide("pin", 1, x: [1, 2], by: "pin")
    decide("nox", 0.5, x: nil)
    decide("tie", 0.5, x: [1, 2])
    decide("nan", 0.5, x: [1, 2])
    decide("never", 0.5, x: [1, 2])
    for id in ["good", "also", "nop", "zero", "pin", "nox"] { log.loss(id, Double(id.utf8.count)) }
    log.feedback("tie", .tie)
    log.loss("nan", .nan)
    decide("open", 0.5, x: [1, 2], step: 1)
    let (whatIf, _) = WhatIfSample.ask(WhatIfQuestion(), log.lines)
    let tally = whatIf.tally
    #expect(tally.decisions == 10)
    #expect(tally.answered == 9)
    #expect(tally.withoutContext == 1)
    #expect(tally.withoutPropensity == 2)
    #expect(tally.pinned == 1)
    #expect(tally.withoutReward == 2)
    #expect(tally.eligible == 2)
    let report = whatIf.report()
    #expect(report.waiting == 2)
    // Shares are of the answered, in both columns.
    #expect(abs(report.shares.reduce(0) { $0 + $1.whatIf } - 1) < 1e-12)
    #expect(report.shares.map(\.happened) == [1, 0, 0])
    // Every decision is in one of the reasons, in the estimates, or waits for its batch.
    let unanswered = tally.withoutContext + tally.withoutAnswer
    let leftOut = unanswered + tally.pinned + tally.withoutPropensity + tally.withoutReward
    #expect(leftOut + tally.eligible + report.waiting == tally.decisions)
  }

  /// Thompson sampling between two: P(a) = Φ((m_a − m_b)/√(s_a² + s_b²)).
  @Test func propensitiesFollowFromLoggedScores() throws {
    func round(
      _ exploration: Double, by: String = "thompson", floor: Double = 0, scores: [LoggedScore]
    ) -> WhatIf {
      var log = LogBuilder()
      log.run(rms: ["a", "b"]) {
        $0.exploration = exploration
        $0.propensityFloor = floor
      }
      for id in ["1", "2"] {
        log.add(
          .decision(
            DecisionEvent(
              id: id, rewardModel: "a", step: 0, by: by, scores: scores,
              description: PairDescription(features: .context([1, 0])))))
        log.loss(id, 0)
      }
      log.add(.end(EndEvent()))
      return WhatIfSample.ask(WhatIfQuestion(), log.lines).0
    }
    let scores = [
      LoggedScore(rewardModel: "b", mean: 0.1, standardDeviation: 0.4, draw: nil),
      LoggedScore(rewardModel: "a", mean: 0.6, standardDeviation: 0.3, draw: nil),
    ]
    let negative = LoggedScore(rewardModel: "a", mean: 0.6, standardDeviation: -0.3, draw: nil)
    let whatIf = round(1, scores: scores)
    // Φ(0.5/0.5)
    #expect(abs(try #require(whatIf.rounds.first).propensity - 0.8413447460685429) < 1e-10)
    #expect(whatIf.tally.propensitiesFromScores == 2)
    #expect(round(0.5, scores: scores).tally.withoutPropensity == 2)
    #expect(round(1, by: "linucb", scores: scores).tally.withoutPropensity == 2)
    #expect(round(1, scores: [scores[1]]).tally.withoutPropensity == 2)
    #expect(round(1, scores: [scores[0], negative]).tally.withoutPropensity == 2)
    // ε = 0.2 between two: 0.8 p + 0.1.
    let floored = try #require(round(1, floor: 0.2, scores: scores).rounds.first)
    #expect(abs(floored.propensity - (0.8 * 0.8413447460685429 + 0.1)) < 1e-10)
  }

  @Test func labelsSayWhatIsTrue() throws {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids)
    for (place, rights) in [[true, false, false], [false, true, true]].enumerated() {
      log.add(
        .decision(
          DecisionEvent(
            id: "\(place)", rewardModel: "a", step: 0, by: "thompson", propensity: 0.5,
            description: PairDescription(features: .context([1, 0])))))
      log.add(
        .feedback(
          FeedbackEvent(
            id: "\(place)", outcome: .tie,
            labels: zip(WhatIfSample.ids, rights).map { RewardModelLabel(rewardModel: $0, isRight: $1) })))
    }
    let (whatIf, _) = WhatIfSample.ask(WhatIfSample.question { $0.policy = .random }, log.lines)
    let tally = whatIf.tally
    #expect(tally.labelled == 2 && tally.rightHappened == 1)
    #expect(abs(tally.rightWhatIf - 1) < 1e-12)
    // A tie has no reward, and is right or wrong all the same.
    #expect(tally.eligible == 0 && whatIf.correctness.map(\.reward) == [1, 0])
    #expect(abs(try #require(whatIf.report().correctnessTruth) - 0.5) < 1e-12)
  }

  @Test func aNewRunAndASegmentForget() {
    var log = WhatIfSample.log(steps: 6)
    // The same run again: ids start afresh, and after two segments what waits for its reward will not get one.
    log.add(
      .decision(
        DecisionEvent(
          id: "open", rewardModel: "a", step: 6, by: "thompson", propensity: 0.4,
          description: PairDescription(features: .context([1, 1])))))
    log.run(rms: WhatIfSample.ids)
    var (whatIf, state) = WhatIfSample.ask(WhatIfSample.question { $0.policy = .random }, log.lines)
    #expect(state.progress.segments == 2)
    #expect(whatIf.tally.decisions == 25 && whatIf.tally.eligible == 24)
    #expect(whatIf.tally.withoutReward == 0 && whatIf.report().waiting == 1)
    var late = log
    late.run(rms: WhatIfSample.ids)
    late.decide("next", "a", step: 0, x: [1, 1])
    late.loss("open", 1)
    late.loss("next", 2)
    late.decide("last", "a", step: 1, x: [1, 1])
    (whatIf, state) = WhatIfSample.ask(WhatIfSample.question { $0.policy = .random }, late.lines)
    #expect(state.progress.segments == 3 && state.counts.orphans == 0)
    #expect(whatIf.tally.eligible == 25 && whatIf.rounds.last?.propensity == 0.4)
    for _ in 0..<2 { log.run(rms: WhatIfSample.ids) }
    (whatIf, state) = WhatIfSample.ask(WhatIfSample.question { $0.policy = .random }, log.lines)
    #expect(whatIf.tally.withoutReward == 1 && whatIf.report().waiting == 0)
    log.run("another", rms: ["solo"])
    log.decide("1", "solo", step: 0, x: [1, 1])
    (whatIf, state) = WhatIfSample.ask(WhatIfSample.question { $0.policy = .random }, log.lines)
    #expect(whatIf.tally.decisions == 1 && whatIf.rounds.isEmpty)
    #expect(whatIf.shares.map(\.rewardModel) == ["solo"])
    #expect(whatIf.other.settings.policy == .random)
  }

  /// The share that is right of what would have been chosen: 2 of 3 labels, and the choice itself was wrong.
  @Test func labelsAreWeighedByTheProbabilities() throws {
    func answer(_ policy: PolicyName, _ labels: [(String, Bool)]) -> WhatIf {
      var log = LogBuilder()
      log.run(rms: WhatIfSample.ids)
      log.add(
        .decision(
          DecisionEvent(
            id: "1", rewardModel: "a", step: 0, by: "thompson", propensity: 0.5,
            description: PairDescription(features: .context([1, 0])))))
      log.add(
        .feedback(
          FeedbackEvent(
            id: "1", outcome: .tie,
            labels: labels.map { RewardModelLabel(rewardModel: $0.0, isRight: $0.1) })))
      return WhatIfSample.ask(WhatIfSample.question { $0.policy = policy }, log.lines).0
    }
    let all = answer(.random, [("a", false), ("b", true), ("c", true)])
    #expect(abs(all.tally.rightWhatIf - 2.0 / 3) < 1e-12 && all.tally.rightHappened == 0)
    #expect(all.report().correctness != nil)
    #expect(all.report(judgesCorrectness: false).correctness == nil)
    // What would not have been chosen needs no label; what would have been does.
    #expect(answer(.fixed("b"), [("a", false), ("b", true)]).tally.rightWhatIf == 1)
    #expect(answer(.fixed("b"), [("a", false), ("c", true)]).tally.labelled == 0)
  }

  /// Rule `batch` gives a batch of one no reward.
  @Test func aBatchThatGivesNoRewardIsCounted() {
    var log = LogBuilder()
    log.run(rms: WhatIfSample.ids)
    log.add(
      .decision(
        DecisionEvent(
          id: "1", rewardModel: "a", step: 0, by: "thompson", propensity: 0.5,
          description: PairDescription(features: .context([1, 0])))))
    log.loss("1", 2)
    log.add(.end(EndEvent()))
    let tally = WhatIfSample.ask(WhatIfQuestion(), log.lines).0.tally
    #expect(tally.eligible == 0 && tally.withoutReward == 1)
  }

  /// Labels are thinned with the rewards: what is kept of both, and the truth beside it, is of the kept batches.
  @Test func labelsAreThinnedWithTheirBatches() throws {
    var log = LogBuilder()
    log.run(rms: ["a", "b"])
    for index in 0..<300 {
      log.add(
        .decision(
          DecisionEvent(
            id: "\(index)", rewardModel: index % 3 == 0 ? "a" : "b", step: index / 3, by: "thompson",
            propensity: 0.5, description: PairDescription(features: .context([1, Double(index % 7)])))))
      log.add(
        .feedback(
          FeedbackEvent(
            id: "\(index)", outcome: .loss(Double(index % 11)),
            labels: [
              RewardModelLabel(rewardModel: "a", isRight: index % 2 == 0),
              RewardModelLabel(rewardModel: "b", isRight: index % 5 == 0),
            ])))
    }
    log.add(.end(EndEvent()))
    let question = WhatIfSample.question { $0.policy = .random }
    let (all, _) = WhatIfSample.ask(question, log.lines)
    let (some, _) = WhatIfSample.ask(question, log.lines, limit: 30_000)
    #expect(all.correctness.count == 300 && some.stride > 1)
    #expect(some.rounds == all.rounds.filter { $0.batch % some.stride == 0 })
    let kept = all.correctness.indices.filter { all.correctness[$0].batch % some.stride == 0 }
    #expect(some.correctness == kept.map { all.correctness[$0] } && kept.count > 30)
    let truth = kept.reduce(0) { $0 + all.correctnessOfTarget[$1] } / Double(kept.count)
    #expect(some.report().correctnessTruth == truth)
    #expect(some.tally == all.tally)
    // Both lists together are what may not be more than the limit.
    let bytes = (2 + 2 + 2) * 8 + MemoryLayout<LoggedRound>.stride + 96
    #expect((some.rounds.count + some.correctness.count) * bytes <= 30_000)
    // Nothing fits: labels before the first close are of batch 0, which every stride keeps.
    #expect(WhatIfSample.ask(question, log.lines, limit: 0).0.rounds.isEmpty)
  }

  @Test func memoryIsBoundedByKeepingFewerBatches() {
    let lines = WhatIfSample.log(steps: 200).lines
    let (all, _) = WhatIfSample.ask(WhatIfQuestion(), lines)
    let (some, _) = WhatIfSample.ask(WhatIfQuestion(), lines, limit: 40_000)
    #expect(all.stride == 1 && all.rounds.count == 796)
    #expect(some.stride > 1 && some.rounds.count < 300 && some.rounds.count > 50)
    #expect(some.rounds == all.rounds.filter { $0.batch % some.stride == 0 })
    #expect(some.tally == all.tally)
  }
}
