import RouterEngine
import RunEvents
import Testing

@testable import RunState

@Suite struct WhatIfTests {
  @Test func theOtherPosteriorIsThatOfALogWithTheseSettings() throws {
    let lines = WhatIfSample.log(steps: 12).lines
    let (whatIf, _) = WhatIfSample.ask(
      WhatIfSample.question {
        $0.priorPrecision = .value(7)
        $0.forgetting = .value(0.9)
        $0.intercept = true
      }, lines)
    var expected = WhatIfSample.log(steps: 12) {
      $0.priorPrecision = .value(7)
      $0.forgetting = .value(0.9)
      $0.intercept = true
    }.state
    var other = whatIf.other
    let (one, two) = (other.posteriorReport(), expected.posteriorReport())
    #expect(one != nil && one == two)
    // All but the shares, which are of its own probabilities.
    other.charts.shares = expected.charts.shares
    #expect(other.digest == expected.digest)
  }

  @Test func fromAMomentOnIsASettingsEventThere() throws {
    let lines = WhatIfSample.log(steps: 12).lines
    let middle = lines.count / 2
    var state = fold(lines.prefix(middle))
    var change = RouterSettingsChange()
    change.noiseVariance = .value(0.25)
    var question = WhatIfQuestion()
    question.change = change
    var whatIf = WhatIf(question, from: state)
    #expect(whatIf.startStep == state.progress.routingStep)
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
    var log = WhatIfSample.log(steps: 2)
    var change = RouterSettingsChange()
    change.priorPrecision = .value(3)
    change.policy = .fixed("b")
    log.add(.settings(SettingsEvent(reason: "evidence", change: change)))
    let (whatIf, state) = WhatIfSample.ask(
      WhatIfSample.question { $0.priorPrecision = .value(50) }, log.lines)
    #expect(state.settings.priorPrecision == .value(3))
    #expect(whatIf.other.settings.priorPrecision == .value(50))
    #expect(whatIf.other.settings.policy == .fixed("b"))
  }

  @Test func sharesAreMeansOfTheProbabilities() {
    let lines = WhatIfSample.log(steps: 10).lines
    let (random, state) = WhatIfSample.ask(WhatIfSample.question { $0.policy = .random }, lines)
    #expect(random.shares.map(\.rewardModel) == WhatIfSample.ids)
    for (arm, share) in random.shares.enumerated() {
      #expect(abs(share.whatIf - 1.0 / 3) < 1e-12)
      #expect(share.happened == Double(state.rewardModels[arm].decisions) / 40)
    }
    let (banned, _) = WhatIfSample.ask(
      WhatIfSample.question({ $0.policy = .random }, controls: [(.ban, "a", "math")]), lines)
    #expect(abs(banned.shares[0].whatIf - 1.0 / 6) < 1e-12)
    #expect(abs(banned.shares[1].whatIf - 5.0 / 12) < 1e-12)
    let (pinned, _) = WhatIfSample.ask(
      WhatIfSample.question(controls: [(.ban, "a", nil), (.pin, "c", nil)]), lines)
    #expect(pinned.shares.map(\.whatIf) == [0, 0, 1])
    let (thompson, _) = WhatIfSample.ask(WhatIfQuestion(), lines)
    #expect(abs(thompson.shares.reduce(0) { $0 + $1.whatIf } - 1) < 1e-12)
  }

  @Test func recordedControlsStayUnlessTheyAreToBeIgnored() {
    let log = WhatIfSample.log(steps: 10) { _ in
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
    let (kept, _) = WhatIfSample.ask(WhatIfSample.question(change), log.lines)
    // 5 steps of thirds, 2 of halves without a, 3 of b alone.
    #expect(abs(kept.shares[0].whatIf - 5.0 / 30) < 1e-12)
    #expect(abs(kept.shares[1].whatIf - 17.0 / 30) < 1e-12)
    #expect(kept.tally.pinned == kept.tally.happened[1] - earlier(log, before: 7))
    var ignoring = WhatIfSample.question(change)
    ignoring.ignoresRecordedControls = true
    let (free, _) = WhatIfSample.ask(ignoring, log.lines)
    for share in free.shares { #expect(abs(share.whatIf - 1.0 / 3) < 1e-12) }
    // A pin of the question outlives the recorded one, and a ban the recorded unban.
    let (own, _) = WhatIfSample.ask(WhatIfSample.question(change, controls: [(.pin, "c", nil)]), log.lines)
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
    let log = WhatIfSample.log(steps: 4) { _ in
    } between: { step, log in
      if step == 2 {
        log.control("1", .ban, "a")
        log.applied("1", step: 2)
      }
    }
    let (whatIf, _) = WhatIfSample.ask(
      WhatIfSample.question({ $0.policy = .random }, controls: [(.ban, "b", nil), (.ban, "c", nil)]),
      log.lines)
    #expect(whatIf.conflict == "BAN c: no reward model would be left")
    #expect(whatIf.shares.map(\.whatIf) == [0.5, 0, 0.5])
  }

  @Test func withoutAPosteriorThereIsASentence() {
    let lines = WhatIfSample.log(steps: 4) { $0.priorPrecision = .auto }.lines
    let (whatIf, _) = WhatIfSample.ask(
      WhatIfSample.question { $0.prior = .file(name: "none", sha256: nil) }, lines)
    #expect(whatIf.tally.answered == 0 && whatIf.tally.withoutAnswer == 16)
    #expect(whatIf.obstacle?.hasPrefix("no posterior: ") == true)
    let (random, _) = WhatIfSample.ask(WhatIfSample.question { $0.policy = .random }, lines)
    #expect(random.tally.answered == 16)
    let (fixed, _) = WhatIfSample.ask(WhatIfSample.question { $0.policy = .fixed("nobody") }, lines)
    #expect(fixed.obstacle == "the run has no reward model nobody that could be fixed")
    let (cautious, _) = WhatIfSample.ask(
      WhatIfSample.question { $0.policy = .cautious }, WhatIfSample.log(steps: 4).lines)
    #expect(cautious.obstacle == "the policy cautious needs posteriors with an intercept")
  }
}
