import Router
import RouterEngine
import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct RunStateDigestTests {
  static let sizes = [0, 1, 2, 31, 32, 33, 1000]

  @Test(arguments: sizes) func wholeOrOneAtATimeOrFromACheckpoint(size: Int) {
    for seed in 0..<(size == 1000 ? 3 : 8) {
      let lines = MessyLog.lines(count: size, seed: seed)
      let whole = fold(lines)
      var numbers = SeededGenerator(seed: seed + 99)
      let cut = lines.isEmpty ? 0 : numbers.below(lines.count)
      let checkpoint = fold(lines[..<cut])
      // Two futures of one checkpoint: the first must not touch the second.
      let first = fold(lines[cut...], into: checkpoint)
      let second = fold(lines[cut...], into: checkpoint)
      #expect(first.digest == whole.digest)
      #expect(second.digest == whole.digest)
      #expect(first.summary == whole.summary)
      #expect(first.journal == whole.journal)
      #expect(first.markers == whole.markers)
      #expect(first.counts == whole.counts)
    }
  }

  @Test func lookingChangesNothing() {
    for seed in 0..<4 {
      let lines = MessyLog.lines(count: 300, seed: seed)
      var state = RunState()
      for (index, line) in lines.enumerated() {
        state.fold(line)
        if index % 7 == 0 {
          _ = state.posteriorReport()
          _ = state.summary
          state.look()
        }
      }
      #expect(state.digest == fold(lines).digest)
    }
  }

  @Test func digestsOfDifferentLogsDiffer() {
    var seen: [UInt64: Int] = [:]
    for seed in 0..<20 {
      let other = seen.updateValue(seed, forKey: fold(MessyLog.lines(count: 60, seed: seed)).digest)
      #expect(other == nil, "as of seed \(seed)")
    }
  }

  @Test func everyLineButRemarksOnTheInputMovesIt() {
    let lines = MessyLog.lines(count: 200, seed: 1)
    var state = RunState()
    for line in lines {
      let before = state.digest
      state.fold(line)
      if case .fault = line.content { #expect(state.digest == before) }
      if case .event(let timed) = line.content, case .decision(let decision) = timed.event {
        #expect((state.digest == before) == (decision.rewardModel == "nobody"))
      }
    }
  }

  @Test func textHasSixteenDigits() {
    for seed in 0..<40 {
      let text = fold(MessyLog.lines(count: 5, seed: seed)).digestText
      #expect(text.count == 16)
      #expect(UInt64(text, radix: 16) == fold(MessyLog.lines(count: 5, seed: seed)).digest)
    }
  }

  private static let fileDigest = String(repeating: "cd", count: 32)

  private static func start() -> RunState {
    let prior = RouterPrior(
      rewardModels: ["b", "a", "c"], means: [[1, 2, 0.5], [0.25, -1, 1], [0, 1, 0]],
      shape: .shared([3, 1, 0, 1, 2, 0.5, 0, 0.5, 4]))
    return RunState(priors: PriorLoader { _, _ in .loaded(prior) })
  }

  /// A prior file with a matrix, one reward a close (rotations, past the re-base), numbers that the evidence chose,
  /// controls, a restart.
  private static func eventful(forgetting: Double) -> [LogLine] {
    var numbers = SeededGenerator(seed: 12)
    var log = LogBuilder()
    log.run(dim: 2) { router in
      router.prior = .file(name: "p.safetensors", sha256: fileDigest)
      router.intercept = true
      router.priorPrecision = .auto
      router.priorScale = .auto
      router.forgetting = .value(forgetting)
      router.reward.rule = .none
      router.reward.ties = .number(0.5)
    }
    for place in 0..<110 {
      let step = place < 80 ? place : place - 60
      let id = "\(place)"
      log.decide(id, ["a", "b", "c"][place % 7 == 0 ? 1 : 0], step: step, x: numbers.vector(2))
      if place % 30 == 29 { log.feedback(id, .tie) } else { log.loss(id, numbers.number()) }
      if place % 40 == 39 {
        var change = RouterSettingsChange()
        change.priorPrecision = .value(1 + Double(place))
        change.priorScale = .value(0.5)
        log.add(.settings(SettingsEvent(reason: "evidence", change: change)))
      }
      if place == 90 {
        log.control("s-1", .forget(keep: 0.5), "a")
        log.applied("s-1", step: step)
      }
    }
    return log.lines
  }

  /// Folded whole, event by event with somebody looking and a what-if open beside it, and sought back and forth over
  /// checkpoints: one digest, and one posterior to the last bit.
  @Test(arguments: [1, 0.9]) func whatIsOpenBesideARunDoesNotMoveIt(forgetting: Double) {
    let lines = Self.eventful(forgetting: forgetting)
    var whole = fold(lines, into: Self.start())
    #expect(whole.posterior == .available)
    let report = whole.posteriorReport()

    var question = WhatIfQuestion()
    question.change.noiseVariance = .value(3)
    question.controls = [ControlEvent(sequence: "q-1", action: .ban, rewardModel: "a")]
    var watched = Self.start()
    var whatIf = WhatIf(question, from: watched)
    var numbers = SeededGenerator(seed: 3)
    var digests = [watched.digest]
    var checkpoints = [watched]
    for (index, line) in lines.enumerated() {
      watched.fold(line)
      whatIf.fold(line, recorded: watched)
      if numbers.below(9) == 0 { _ = watched.posteriorReport() }
      if index == 150 { whatIf = WhatIf(question, from: watched) }
      digests.append(watched.digest)
      checkpoints.append(watched)
    }
    #expect(whatIf.tally.answered > 20)
    #expect(watched.digest == whole.digest)
    let watchedReport = watched.posteriorReport()
    #expect(watchedReport == report)

    for _ in 0..<4 {
      let from = numbers.below(lines.count)
      let to = from + numbers.below(lines.count + 1 - from)
      var sought = fold(lines[from..<to], into: checkpoints[from])
      #expect(sought.digest == digests[to], "\(from) to \(to)")
      sought = fold(lines[to...], into: sought)
      let soughtReport = sought.posteriorReport()
      #expect(soughtReport == report, "\(from) to \(to)")
    }
  }

  /// Everything that later lines depend on is in the digest: each is changed alone, behind the fold's back.
  @Test func everyPartOfTheStateMovesIt() throws {
    var log = LogBuilder()
    log.run {
      $0.reward.rule = .quantile
      $0.reward.minimumHistory = 2
    }
    for step in 0..<6 {
      log.decide("\(step)", "a", step: step, x: [1, Double(step)], category: "c")
      if step < 5 { log.loss("\(step)", Double(step)) }
    }
    log.control("s-1", .ban, "b", category: "d", steps: 9)
    log.applied("s-1")
    let state = log.state
    #expect(state.posterior == .available && !state.beliefs.probes.contexts.isEmpty)
    func health(_ change: @escaping (inout Conditions) -> Void) -> (inout RunState) -> Void {
      { change(&$0.conditions) }
    }
    let changes: [(String, (inout RunState) -> Void)] = [
      ("allowed", { $0.router.allowed.remove(1) }),
      ("status of a control", { $0.controls.records[0].watch.status = .unconfirmed }),
      ("silence", health { $0.answers.decide(epoch: 0, feedbacks: 0) }),
      ("free decisions", health { $0.selection.append(1) }),
      ("collapse", health { $0.selection.collapsedArm = 0 }),
      ("ties", health { $0.ties.append(true) }),
      ("errors", health { $0.errors.append(true) }),
      ("losses that are not finite", health { $0.notFinite.append(true) }),
      ("orphans", health { $0.orphans.append(true) }),
      ("repetitions", health { $0.repetitions.append(true) }),
      ("zero contexts", health { $0.zeroContexts.append(true) }),
      ("refused rewards", health { $0.refused.append(true) }),
      ("epoch of the answers", health { $0.answeredEpoch += 9 }),
      ("rewards normalised", health { $0.normalised += 1 }),
      ("silence of one", health { $0.rewardModels[0].answers.decide(epoch: 0, feedbacks: 0) }),
      ("ties of one", health { $0.rewardModels[0].ties.append(true) }),
      ("losses of one", health { $0.rewardModels[0].notFinite.append(true) }),
      ("last error", { $0.rewardModels[0].lastError = "x" }),
      ("errors of one", health { $0.rewardModels[0].errors.append(true) }),
      (
        "predictions",
        health {
          $0.predictions.insert(LoggedPrediction(mean: 0, standardDeviation: 1), for: IdentifierHash("5"))
        }
      ),
      ("evaluations", health { $0.divergences.append(.init(metric: 0, watch: DivergenceWatch())) }),
      ("sum of rewards", health { $0.rewardSum += 1 }),
      ("number of rewards", health { $0.rewardCount += 1 }),
      ("conditions", { $0.conditions.hold(HealthCondition(kind: .ties, count: 3), at: $0.progress.moment) }),
      ("innovations", { _ = $0.conditions.innovations[0].append(1, position: 1) }),
      ("probes", { $0.beliefs.probes.offer([3, 4]) }),
      ("probes of a category", { $0.beliefs.categoryProbes[0].offer([3, 4]) }),
      ("recent decisions of a category", { $0.pairs.categories[0].recentDecisions.append(2) }),
      ("recent rewards of a category", { $0.pairs.categories[0].recentRewards.append(1, arm: 2) }),
      ("recent rewards", { $0.pairs.recentRewards.append(1, arm: 2) }),
      ("recent rewards of another", { $0.pairs.recentRewards.append(1, arm: 1) }),
      ("normaliser", { _ = $0.router.normaliser?.normalise([RewardSample(arm: 0, loss: 1)]) }),
      ("rule", { $0.router.normaliser?.change(to: .welford()) }),
      ("batch", { $0.router.batch.append(reward: 1, arm: 0, key: IdentifierHash("5")) }),
      ("an open batch", { $0.router.batch.isOpen.toggle() }),
      ("ids", { $0.pairs.identifiers.removeAll() }),
      ("contexts", { $0.pairs.contexts.removeAll() }),
      ("statistics", { _ = $0.router.bank?.closeBatch([Observation(arm: 2, context: [0, 0], reward: 0)]) }),
      ("settings", { $0.router.settings.group += 1 }),
      ("automatic settings", { $0.router.automaticSettings.insert(.forgetting) }),
      ("presence", { $0.rewardModels[2].isInRun = false }),
      ("closes", { $0.progress.closes += 1 }),
    ]
    var seen = [state.digest: "nothing"]
    for (name, change) in changes {
      var changed = state
      change(&changed)
      let other = seen.updateValue(name, forKey: changed.digest)
      #expect(other == nil, "\(name) as \(other ?? "")")
    }
  }
}
