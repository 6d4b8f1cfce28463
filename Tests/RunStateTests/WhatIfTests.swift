import RouterEngine
import RunEvents
import Testing

@testable import RunState

@Suite struct WhatIfTests {
  private static let ids = ["a", "b", "c"]

  /// A log with contexts, propensities and losses; every decision by Thompson sampling with p = 0.4.
  private static func log(
    steps: Int, width: Int = 4, router: (inout RouterSettings) -> Void = { _ in },
    between: (Int, inout LogBuilder) -> Void = { _, _ in }
  ) -> LogBuilder {
    var numbers = SeededNumbers(7)
    var log = LogBuilder()
    log.run(rms: ids, router: router)
    for step in 0..<steps {
      between(step, &log)
      for place in 0..<width {
        let id = "\(step).\(place)"
        log.add(
          .decision(
            DecisionEvent(
              id: id, rewardModel: ids[numbers.below(3)], step: step, by: "thompson", propensity: 0.4,
              description: PairDescription(
                features: .context(numbers.vector(2)), category: place % 2 == 0 ? "math" : "code"))))
      }
      for place in 0..<width { log.loss("\(step).\(place)", numbers.number()) }
    }
    return log
  }

  private static func ask(
    _ question: WhatIfQuestion = WhatIfQuestion(), _ lines: [LogLine], limit: Int? = nil
  ) -> (WhatIf, RunState) {
    var state = RunState()
    var whatIf = WhatIf(question)
    if let limit { whatIf.roundByteLimit = limit }
    for line in lines {
      state.fold(line)
      whatIf.fold(line, recorded: state)
    }
    return (whatIf, state)
  }

  private static func question(
    _ change: (inout RouterSettingsChange) -> Void = { _ in },
    controls: [(ControlEvent.Action, String, String?)] = []
  ) -> WhatIfQuestion {
    var question = WhatIfQuestion()
    change(&question.change)
    question.controls = controls.enumerated().map { index, control in
      ControlEvent(
        sequence: "q-\(index)", action: control.0, rewardModel: control.1, category: control.2)
    }
    return question
  }

  @Test func theOtherPosteriorIsThatOfALogWithTheseSettings() throws {
    let lines = Self.log(steps: 12).lines
    let (whatIf, _) = Self.ask(
      Self.question {
        $0.priorPrecision = .value(7)
        $0.forgetting = .value(0.9)
        $0.intercept = true
      }, lines)
    var expected = Self.log(steps: 12) {
      $0.priorPrecision = .value(7)
      $0.forgetting = .value(0.9)
      $0.intercept = true
    }.state
    var other = whatIf.other
    let (one, two) = (other.posteriorReport(), expected.posteriorReport())
    #expect(one != nil && one == two)
    #expect(other.digest == expected.digest)
  }

  @Test func fromAMomentOnIsASettingsEventThere() throws {
    let lines = Self.log(steps: 12).lines
    let middle = lines.count / 2
    var state = fold(lines.prefix(middle))
    var change = RouterSettingsChange()
    change.noiseVariance = .value(0.25)
    var question = WhatIfQuestion()
    question.change = change
    var whatIf = WhatIf(question, from: state)
    #expect(whatIf.startStep == state.progress.routingStep && whatIf.startEvent == middle)
    for line in lines.dropFirst(middle) {
      state.fold(line)
      whatIf.fold(line, recorded: state)
    }
    var builder = LogBuilder()
    for line in lines.prefix(middle) { if case .event(let timed) = line.content { builder.add(timed.event) } }
    builder.add(.settings(SettingsEvent(reason: "x", change: change)))
    for line in lines.dropFirst(middle) {
      if case .event(let timed) = line.content { builder.add(timed.event) }
    }
    var expected = builder.state
    var other = whatIf.other
    let (one, two) = (other.posteriorReport(), expected.posteriorReport())
    #expect(one != nil && one == two)
    #expect(whatIf.tally.decisions == 48 - fold(lines.prefix(middle)).counts.decisions)
  }

  @Test func whatTheLogSetsLaterDoesNotUndoTheQuestion() {
    var log = Self.log(steps: 2)
    var change = RouterSettingsChange()
    change.priorPrecision = .value(3)
    change.policy = .fixed("b")
    log.add(.settings(SettingsEvent(reason: "evidence", change: change)))
    let (whatIf, state) = Self.ask(Self.question { $0.priorPrecision = .value(50) }, log.lines)
    #expect(state.settings.priorPrecision == .value(3))
    #expect(whatIf.other.settings.priorPrecision == .value(50))
    #expect(whatIf.other.settings.policy == .fixed("b"))
  }

  @Test func sharesAreMeansOfTheProbabilities() {
    let lines = Self.log(steps: 10).lines
    let (random, state) = Self.ask(Self.question { $0.policy = .random }, lines)
    #expect(random.shares.map(\.rewardModel) == Self.ids)
    for (arm, share) in random.shares.enumerated() {
      #expect(abs(share.whatIf - 1.0 / 3) < 1e-12)
      #expect(share.happened == Double(state.rewardModels[arm].decisions) / 40)
    }
    let (banned, _) = Self.ask(
      Self.question({ $0.policy = .random }, controls: [(.ban, "a", "math")]), lines)
    #expect(abs(banned.shares[0].whatIf - 1.0 / 6) < 1e-12)
    #expect(abs(banned.shares[1].whatIf - 5.0 / 12) < 1e-12)
    let (pinned, _) = Self.ask(Self.question(controls: [(.ban, "a", nil), (.pin, "c", nil)]), lines)
    #expect(pinned.shares.map(\.whatIf) == [0, 0, 1])
    let (thompson, _) = Self.ask(WhatIfQuestion(), lines)
    #expect(abs(thompson.shares.reduce(0) { $0 + $1.whatIf } - 1) < 1e-12)
  }

  @Test func recordedControlsStayUnlessTheyAreToBeIgnored() {
    let log = Self.log(steps: 10) { _ in
    } between: { step, log in
      if step == 5 {
        log.control("1", .ban, "a")
        log.applied("1", step: 5)
      }
      if step == 7 {
        log.control("2", .pin, "b")
        log.applied("2", step: 7)
      }
    }
    let change: (inout RouterSettingsChange) -> Void = { $0.policy = .random }
    let (kept, _) = Self.ask(Self.question(change), log.lines)
    // 5 steps of thirds, 2 of halves without a, 3 of b alone.
    #expect(abs(kept.shares[0].whatIf - 5.0 / 30) < 1e-12)
    #expect(abs(kept.shares[1].whatIf - 17.0 / 30) < 1e-12)
    #expect(kept.tally.pinned == kept.tally.happened[1] - earlier(log, before: 7))
    var ignoring = Self.question(change)
    ignoring.ignoresRecordedControls = true
    let (free, _) = Self.ask(ignoring, log.lines)
    for share in free.shares { #expect(abs(share.whatIf - 1.0 / 3) < 1e-12) }
    // A pin of the question outlives the recorded one, and a ban the recorded unban.
    let (own, _) = Self.ask(Self.question(change, controls: [(.pin, "c", nil)]), log.lines)
    #expect(own.shares[2].whatIf == 1)
  }

  /// Decisions for b before a step.
  private func earlier(_ log: LogBuilder, before step: Int) -> Int {
    log.lines.count { line in
      guard case .event(let timed) = line.content, case .decision(let decision) = timed.event else {
        return false
      }
      return decision.rewardModel == "b" && decision.step ?? 0 < step
    }
  }

  @Test func aBanThatLeavesNothingIsSaidAndNotInEffect() {
    let log = Self.log(steps: 4) { _ in
    } between: { step, log in
      if step == 2 {
        log.control("1", .ban, "a")
        log.applied("1", step: 2)
      }
    }
    let (whatIf, _) = Self.ask(
      Self.question({ $0.policy = .random }, controls: [(.ban, "b", nil), (.ban, "c", nil)]), log.lines)
    #expect(whatIf.conflict == "BAN c: no reward model would be left")
    #expect(whatIf.shares.map(\.whatIf) == [0.5, 0, 0.5])
  }

  @Test func roundsHaveTheRecordedRewards() throws {
    var log = LogBuilder()
    log.run(rms: Self.ids)
    for (place, loss) in [1.0, 2, 6].enumerated() {
      log.add(
        .decision(
          DecisionEvent(
            id: "\(place)", rewardModel: Self.ids[place], step: 0, by: "thompson", propensity: 0.25,
            description: PairDescription(features: .context([1, Double(place)])))))
      log.loss("\(place)", loss)
    }
    log.add(.end(EndEvent()))
    let (whatIf, _) = Self.ask(
      Self.question {
        $0.policy = .random
        $0.reward = RewardSettingsChange()
        $0.reward?.rule = RewardSettings.Rule.none
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
      rewardModels: Self.ids, means: [[0.5, 0], [0, 0.5], [0.25, 0.25]],
      baseline: SharedBaseline(weights: [0.3, -0.2], level: 0.6, gain: 0.5))
    func answer(_ source: PriorSource) -> (WhatIf, RunState) {
      let lines = Self.log(steps: 8, width: 6) { $0.prior = source }.lines
      var state = RunState(priors: PriorLoader { _, _ in .loaded(prior) })
      var whatIf = WhatIf(Self.question { $0.priorPrecision = .value(3) }, from: state)
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
    log.run(rms: Self.ids)
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
    let (whatIf, _) = Self.ask(WhatIfQuestion(), log.lines)
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
    #expect(tally.accounted + report.waiting == tally.decisions)
  }

  /// Thompson sampling between two: P(a) = Φ((m_a − m_b)/√(s_a² + s_b²)).
  @Test func propensitiesFollowFromLoggedScores() throws {
    func round(_ exploration: Double, by: String = "thompson", scores: [LoggedScore]) -> WhatIf {
      var log = LogBuilder()
      log.run(rms: ["a", "b"]) { $0.exploration = exploration }
      for id in ["1", "2"] {
        log.add(
          .decision(
            DecisionEvent(
              id: id, rewardModel: "a", step: 0, by: by, scores: scores,
              description: PairDescription(features: .context([1, 0])))))
        log.loss(id, 0)
      }
      log.add(.end(EndEvent()))
      return Self.ask(WhatIfQuestion(), log.lines).0
    }
    let scores = [
      LoggedScore(rewardModel: "b", mean: 0.1, standardDeviation: 0.4, draw: nil),
      LoggedScore(rewardModel: "a", mean: 0.6, standardDeviation: 0.3, draw: nil),
    ]
    let whatIf = round(1, scores: scores)
    // Φ(0.5/0.5)
    #expect(abs(try #require(whatIf.rounds.first).propensity - 0.8413447460685429) < 1e-10)
    #expect(whatIf.tally.propensitiesFromScores == 2)
    #expect(round(0.5, scores: scores).tally.withoutPropensity == 2)
    #expect(round(1, by: "linucb", scores: scores).tally.withoutPropensity == 2)
    #expect(round(1, scores: [scores[1]]).tally.withoutPropensity == 2)
  }

  @Test func labelsSayWhatIsTrue() throws {
    var log = LogBuilder()
    log.run(rms: Self.ids)
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
            labels: zip(Self.ids, rights).map { RewardModelLabel(rewardModel: $0, isRight: $1) })))
    }
    let (whatIf, _) = Self.ask(Self.question { $0.policy = .random }, log.lines)
    let tally = whatIf.tally
    #expect(tally.labelled == 2 && tally.rightHappened == 1)
    #expect(abs(tally.rightWhatIf - 1) < 1e-12)
    // A tie has no reward, and is right or wrong all the same.
    #expect(tally.eligible == 0 && whatIf.correctness.map(\.reward) == [1, 0])
    #expect(abs(try #require(whatIf.report().correctnessTruth) - 0.5) < 1e-12)
  }

  @Test func aNewRunAndASegmentForget() {
    var log = Self.log(steps: 6)
    // The same run again: ids start afresh, and what waits for its reward will not get one.
    log.decide("open", "a", step: 6, x: [1, 1])
    log.run(rms: Self.ids)
    var (whatIf, state) = Self.ask(Self.question { $0.policy = .random }, log.lines)
    #expect(state.progress.segments == 2)
    #expect(whatIf.tally.decisions == 25 && whatIf.tally.eligible == 24)
    log.run("another", rms: ["solo"])
    log.decide("1", "solo", step: 0, x: [1, 1])
    (whatIf, state) = Self.ask(Self.question { $0.policy = .random }, log.lines)
    #expect(whatIf.tally.decisions == 1 && whatIf.rounds.isEmpty)
    #expect(whatIf.shares.map(\.rewardModel) == ["solo"])
    #expect(whatIf.other.settings.policy == .random)
  }

  @Test func memoryIsBoundedByKeepingFewerBatches() {
    let lines = Self.log(steps: 200).lines
    let (all, _) = Self.ask(WhatIfQuestion(), lines)
    let (some, _) = Self.ask(WhatIfQuestion(), lines, limit: 40_000)
    #expect(all.stride == 1 && all.rounds.count == 796)
    #expect(some.stride > 1 && some.rounds.count < 300 && some.rounds.count > 50)
    #expect(some.rounds == all.rounds.filter { $0.batch % some.stride == 0 })
    #expect(some.tally == all.tally)
  }

  @Test func withoutAPosteriorThereIsASentence() {
    let lines = Self.log(steps: 4) { $0.priorPrecision = .auto }.lines
    let (whatIf, _) = Self.ask(Self.question { $0.prior = .file(name: "none", sha256: nil) }, lines)
    if whatIf.tally.answered == 0 {
      #expect(whatIf.tally.withoutAnswer == 16)
      #expect(whatIf.obstacle?.hasPrefix("no posterior: ") == true)
    }
    let (random, _) = Self.ask(Self.question { $0.policy = .random }, lines)
    #expect(random.tally.answered == 16)
    let (fixed, _) = Self.ask(Self.question { $0.policy = .fixed("nobody") }, lines)
    #expect(fixed.obstacle == "the run has no reward model nobody that could be fixed")
    let (cautious, _) = Self.ask(Self.question { $0.policy = .cautious }, Self.log(steps: 4).lines)
    #expect(cautious.obstacle == "the policy cautious needs posteriors with an intercept")
  }

  @Test func wordingNamesEverything() {
    var question = Self.question(
      {
        $0.policy = .linucb
        $0.priorPrecision = .value(5)
        $0.alpha = 0.25
        $0.reward = RewardSettingsChange()
        $0.reward?.clip = 3
      }, controls: [(.ban, "a", "math"), (.pin, "b", nil)])
    question.ignoresRecordedControls = true
    #expect(
      question.wording
        == "no recorded pins and bans, policy linucb, prior_precision 5, alpha 0.25, reward.clip 3, "
        + "BAN a for category math, PIN b")
    #expect(WhatIfQuestion().wording == "nothing is different" && WhatIfQuestion().isEmpty)
  }

  @Test(arguments: ["seed=1", "group=4", "step_slack=2"]) func whatCannotMatterIsRefused(_ text: String) {
    #expect(throws: SettingRefusal.self) { try WhatIfQuestion.check(text, startsAtBeginning: true) }
  }

  @Test func whatAPosteriorUnderWayCannotChangeIsRefused() throws {
    #expect(throws: SettingRefusal.self) {
      try WhatIfQuestion.check("intercept=true", startsAtBeginning: false)
    }
    try WhatIfQuestion.check("intercept=true", startsAtBeginning: true)
    try WhatIfQuestion.check("ridge=2", startsAtBeginning: false)
  }
}
