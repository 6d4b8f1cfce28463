import RouterEngine
import RunEvents
import Testing

@testable import RunState

/// Rule 5 of the fold: controls.
@Suite struct RunStateControlTests {
  @Test func nothingChangesBeforeTheAcknowledgement() {
    var log = LogBuilder()
    log.run()
    log.control("s-1", .ban, "b", by: "ops", reason: "length hacking")
    #expect(log.state.allowed.allowed(category: nil) == [0, 1, 2])
    #expect(log.state.controls[0].status == .pending)
    log.applied("s-1", step: 1)
    #expect(log.state.allowed.allowed(category: nil) == [0, 2])
    #expect(log.state.controls[0].status == .obeyed)
    #expect(log.state.journal.last?.text == "BAN b obeyed   ops: length hacking")
    #expect(log.state.journal.filter { $0.subject == .control }.count == 1)
  }

  @Test func theDelayIsSaid() {
    let state = folded { log in
      log.run()
      log.pair("1", step: 4)
      log.control("s-1", .pin, "c", category: "math", steps: 200)
      log.pair("2", step: 5)
      log.applied("s-1", step: 5)
    }
    #expect(state.journal.last?.text == "PIN c for category math, next 200 steps obeyed after 1 step")
    #expect(state.allowed.pin(category: "math") == 2)
    #expect(state.allowed.pin(category: "code") == nil)
  }

  @Test func aRefusalChangesNothing() {
    let state = folded { log in
      log.run()
      log.control("s-1", .ban, "b")
      log.applied("s-1", error: "no\u{7}t now")
    }
    #expect(state.controls[0].status == .refused("not now"))
    #expect(state.allowed.allowed(category: nil) == [0, 1, 2])
  }

  @Test func aRepeatedSequenceIsNotDoneAgain() {
    let state = folded { log in
      log.run()
      log.control("s-1", .ban, "b")
      log.applied("s-1")
      log.control("s-2", .unban, "b")
      log.applied("s-2")
      log.control("s-1", .ban, "b")
      log.applied("s-1")
      log.applied("s-9")
    }
    #expect(state.counts.repeatedControls == 1)
    #expect(state.counts.strayApplied == 2)
    #expect(state.allowed.allowed(category: nil) == [0, 1, 2])
    #expect(state.controls.count == 2)
  }

  @Test func stepsCountFromAppliedStep() {
    var log = LogBuilder()
    log.run()
    log.pair("1", step: 10)
    log.control("s-1", .ban, "b", steps: 3)
    log.applied("s-1", step: 12)
    log.pair("2", step: 14)
    #expect(log.state.allowed.isBanned(1, category: nil))
    log.pair("3", step: 15)
    #expect(!log.state.allowed.isBanned(1, category: nil))
    #expect(log.state.controls[0].expired)
    #expect(log.state.journal.last?.text == "BAN b, next 3 steps has expired")
  }

  @Test func stepsCountFromTheRoutingStepOtherwise() {
    var log = LogBuilder()
    log.run()
    log.pair("1", step: 10)
    log.control("s-1", .ban, "b", steps: 3)
    log.applied("s-1")
    log.pair("2", step: 12)
    #expect(log.state.allowed.isBanned(1, category: nil))
    log.pair("3", step: 13)
    #expect(!log.state.allowed.isBanned(1, category: nil))
  }

  @Test func undoBringsBackWhatTheScopeWas() {
    let state = folded { log in
      log.run()
      log.control("s-1", .pin, "a")
      log.applied("s-1")
      log.control("s-2", .pin, "b")
      log.applied("s-2")
      log.control("s-3", .pin, "b", undoes: "s-2")
      log.applied("s-3")
    }
    #expect(state.allowed.pin(category: nil) == 0)
    #expect(state.journal.last?.text.hasPrefix("undo: back to PIN b obeyed") == true)
  }

  @Test func anUndoIsNamedByWhatItUndoes() {
    let state = folded { log in
      log.run()
      log.control("s-1", .ban, "a")
      log.applied("s-1")
      log.control("s-2", .unban, "a", undoes: "s-1")
      log.applied("s-2")
    }
    #expect(state.journal.last?.text.hasPrefix("undo of BAN a obeyed") == true)
    #expect(!state.journal.contains { $0.text.contains("UNDO") || $0.text.contains("undo of UNBAN") })
  }

  /// The tally of a ban begins with it and goes with it: by control, by undo, by expiry, by removal.
  @Test func decisionsAreCountedSinceABan() {
    var log = LogBuilder()
    log.run()
    func tally() -> BanTally? { log.state.rewardModels[0].sinceBan }
    func decide(_ step: Int, _ rm: String) {
      log.decide("\(step)", rm, step: step)
      log.loss("\(step)", 0.5)
    }
    for step in 0..<4 { decide(step, "a") }
    #expect(tally() == nil)
    log.control("s-1", .ban, "a", category: "math")
    log.applied("s-1")
    #expect(tally() == nil)
    log.control("s-2", .ban, "a")
    log.applied("s-2")
    #expect(tally() == BanTally())
    decide(4, "b")
    decide(5, "a")
    log.control("s-3", .ban, "a", steps: 3)
    log.applied("s-3")
    decide(6, "c")
    #expect(tally()?.decisions == 3 && tally()?.own == 1)
    decide(9, "b")
    #expect(tally() == nil)
    log.control("s-4", .ban, "a")
    log.applied("s-4")
    decide(10, "b")
    log.control("s-5", .unban, "a", undoes: "s-4")
    log.applied("s-5")
    #expect(tally() == nil)
    log.control("s-6", .ban, "a")
    log.applied("s-6")
    log.control("s-7", .remove, "a")
    log.applied("s-7")
    #expect(tally() == nil)
  }

  @Test func anAcknowledgementOfTheImpossibleIsRemarked() {
    let state = folded { log in
      log.run(rms: ["a", "b"])
      for (sequence, rm) in [("s-1", "a"), ("s-2", "b")] {
        log.control(sequence, .ban, rm)
        log.applied(sequence)
      }
    }
    #expect(state.allowed.allowed(category: nil) == [1])
    #expect(state.journal.last?.severity == .warning)
    #expect(state.journal.last?.text.contains("no reward model would be left") == true)
  }

  @Test func addRemoveForgetReset() {
    var log = LogBuilder()
    log.run { $0.reward.rule = .none }
    log.decide("1", "a", step: 1, x: [1, 0])
    log.loss("1", -4)
    log.decide("2", "b", step: 1, x: [0, 1])
    log.loss("2", -4)
    log.pair("3", step: 2)
    var state = log.state
    #expect(isNear(state.posteriorReport()?.rewardModels[0].mean ?? [], [2, 0]))
    log.control("s-1", .forget(keep: 0.5), "a")
    log.applied("s-1")
    state = log.state
    #expect(isNear(state.posteriorReport()?.rewardModels[0].mean ?? [], [4.0 / 3, 0]))
    log.control("s-2", .reset, "b")
    log.applied("s-2")
    log.control("s-3", .add(name: "new one", cost: 1, prior: [5, 5]), "d")
    log.applied("s-3")
    log.control("s-4", .remove, "c")
    log.applied("s-4")
    log.decide("4", "d", step: 2, category: "math")
    state = log.state
    let report = state.posteriorReport()
    #expect(report?.rewardModels[1].mean == [0, 0])
    #expect(report?.rewardModels[3].mean == [5, 5])
    #expect(state.rewardModels.map(\.isInRun) == [true, true, false, true])
    #expect(state.rewardModels[3].info.name == "new one")
    #expect(state.allowed.allowed(category: nil) == [0, 1, 3])
    #expect(state.categories[0].decisionsByArm == [0, 0, 0, 1])
    #expect(state.counts.decisions == 3)
  }

  // MARK: what decisions show

  private func watched(_ write: (inout LogBuilder) -> Void) -> ControlStatus {
    folded { log in
      log.run()
      log.pair("first", step: 0)
      write(&log)
    }.controls[0].status
  }

  @Test func aDecisionByThePinIsProof() {
    #expect(
      watched { log in
        log.control("s-1", .pin, "b")
        log.decide("1", "b", step: 0, by: "pin")
      } == .obeyed)
  }

  @Test func twentyThatAgreeAreUnconfirmed() {
    func after(_ count: Int) -> ControlStatus {
      watched { log in
        log.control("s-1", .ban, "b")
        for index in 0..<count { log.decide("\(index)", "a", step: index) }
      }
    }
    #expect(after(19) == .pending)
    #expect(after(20) == .unconfirmed)
  }

  @Test func adecisionThatDisagreesCountsTwoStepsAfterTheControl() {
    func at(_ step: Int) -> ControlStatus {
      watched { log in
        log.control("s-1", .ban, "b")
        log.decide("1", "b", step: step)
      }
    }
    #expect(at(1) == .pending)
    #expect(at(2) == .notObeyed(chosen: "b", step: 2))
  }

  @Test func afterTheAcknowledgementItCountsAtOnce() {
    let state = folded { log in
      log.run()
      log.control("s-1", .ban, "b")
      log.applied("s-1")
      log.decide("1", "b", step: 0)
      log.decide("2", "b", step: 0)
    }
    #expect(state.controls[0].status == .notObeyed(chosen: "b", step: 0))
    #expect(
      state.journal.filter { $0.subject == .alarm }.map(\.text) == [
        "alarm: BAN b not obeyed: b was chosen at step 0"
      ])
  }

  @Test func otherCategoriesAreNotInScope() {
    #expect(
      watched { log in
        log.control("s-1", .ban, "b", category: "math")
        log.applied("s-1")
        log.decide("1", "b", step: 5, category: "code")
        log.decide("2", "b", step: 5)
      } == .obeyed)
  }

  @Test func narrowerPinsAndBansGoBeforeAGlobalPin() {
    #expect(
      watched { log in
        log.control("s-1", .pin, "a")
        log.applied("s-1")
        log.control("s-2", .pin, "b", category: "math")
        log.applied("s-2")
        log.control("s-3", .ban, "a", category: "code")
        log.applied("s-3")
        log.decide("1", "b", step: 1, category: "math", by: "pin")
        log.decide("2", "c", step: 1, category: "code")
        log.decide("3", "a", step: 1, by: "pin")
      } == .obeyed)
  }

  @Test func whatIsReplacedLiftedOrExpiredIsNoLongerWatched() {
    let state = folded { log in
      log.run()
      log.pair("first", step: 0)
      log.control("s-1", .pin, "a")
      log.applied("s-1")
      log.control("s-2", .pin, "b")
      log.applied("s-2")
      log.decide("1", "b", step: 0)
      log.control("s-3", .unpin, nil)
      log.applied("s-3")
      log.decide("2", "c", step: 0)
      log.control("s-4", .ban, "c", steps: 1)
      log.applied("s-4")
      log.decide("3", "c", step: 1)
      log.control("s-5", .ban, "a")
      log.applied("s-5")
      log.control("s-6", .ban, "a", undoes: "s-5")
      log.applied("s-6")
      log.decide("4", "a", step: 1)
    }
    #expect(state.controls.map(\.status) == Array(repeating: .obeyed, count: 6))
    #expect(state.controls.watched.isEmpty)
  }

  @Test func aDeafRouterIsFoundOutWithoutSteps() {
    let state = folded { log in
      log.run { $0.group = 1000 }
      log.control("s-1", .pin, "a")
      for index in 0..<20 { log.decide("\(index)", "b") }
    }
    #expect(state.controls[0].status == .notObeyed(chosen: "b", step: nil))
  }

  @Test func anUnpinIsDisobeyedByAPin() {
    let state = folded { log in
      log.run()
      log.pair("first", step: 0)
      log.control("s-1", .pin, "a")
      log.applied("s-1")
      log.control("s-2", .unpin, nil)
      log.applied("s-2")
      log.control("s-3", .unpin, nil)
      log.decide("1", "a", step: 3, by: "pin")
    }
    #expect(state.controls[2].status == .notObeyed(chosen: "a", step: 3))
  }

  @Test func manyControlsAreKeptToACap() {
    let state = folded { log in
      log.run()
      for index in 0..<10_500 {
        log.control("s-\(index)", index % 2 == 0 ? .ban : .unban, "a")
        log.applied("s-\(index)")
      }
      log.decide("1", "b", step: 1)
    }
    #expect(state.controls.count <= ControlLedger.limit)
    #expect(state.controls.last?.control.sequence == "s-10499")
    #expect(state.controls.ordinalBySequence.count == state.controls.count)
    #expect(state.allowed.allowed(category: nil) == [0, 1, 2])
  }

  /// Adding an RM that is there changes nothing; one that was removed has no belief, nor has its prior.
  @Test func addingWhatIsThereChangesNothing() {
    var log = LogBuilder()
    log.run(rms: ["a", "b"])
    log.pair("1", step: 0, x: [1, 0])
    #expect(log.state.beliefs.rows.allSatisfy { $0.current != nil && $0.prior != nil })
    log.control("s-1", .add(name: "other", cost: 3, prior: [5, 5]), "a")
    log.applied("s-1")
    #expect(log.state.rewardModels.map(\.info.id) == ["a", "b"])
    #expect(log.state.rewardModels[0].info.name == nil && log.state.arm("a") == 0)
    log.control("s-2", .remove, "b")
    log.applied("s-2")
    #expect(log.state.beliefs[1].current == nil && log.state.beliefs[1].prior == nil)
    #expect(log.state.allowed.allowed(category: nil) == [0])
  }
}
