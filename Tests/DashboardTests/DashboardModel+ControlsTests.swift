import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// Sessions of pins, bans and undos: keys and log lines in, effects, draft and states out.
@Suite struct DashboardModelControlsTests {
  static func shell(_ control: Session.Control = .enabled) -> Shell {
    var shell = Shell.settled(TestLog.usual(), control: control)
    shell.model.view.sort.column = .listed
    return shell
  }

  /// The log takes the control of `shell` sent last and says what became of it.
  static func answer(_ shell: inout Shell, ok: Bool = true, error: String? = nil, step: Int = 21) {
    guard let own = shell.model.ownControls.last else { return }
    shell.grow([
      .control(own.control),
      .applied(AppliedEvent(sequence: own.control.sequence, ok: ok, step: step, error: error)),
    ])
  }

  @Test func pSendsAPinAfterItsConfirmLine() {
    var shell = Self.shell()
    #expect(shell.press("j", "p") == [])
    #expect(shell.draft?.sentence == "PIN beta: it alone is chosen")
    #expect(shell.draft?.warning == nil)
    let effects = shell.press(.enter)
    let control = ControlEvent(sequence: "0a1b2c3d-1", action: .pin, rewardModel: "beta", by: "ann")
    #expect(effects == [.send(control)])
    #expect(shell.model.view.overlay == nil)
    #expect(shell.status == "PIN beta: it alone is chosen (pending)")
    #expect(shell.model.ownControls.map(\.status) == [.writing])
    shell.written()
    #expect(shell.model.ownControls.map(\.status) == [.pending])
    #expect(shell.model.ownControls.count(where: \.isPending) == 1)
  }

  @Test func scopeStepsAndReasonAreFields() {
    var shell = Self.shell()
    shell.press("b", .right)
    #expect(shell.draft?.scopeName == "math")
    shell.press(.right)
    #expect(shell.draft?.scopeName == "code")
    shell.press(.right, .left, .tab)
    shell.type("2x00")
    #expect(shell.draft?.sentence == "BAN alpha for category code, next 200 steps: it is not chosen")
    shell.press(.tab)
    shell.type("length hacking!")
    shell.press(.backspace)
    let effects = shell.press(.enter)
    let control = ControlEvent(
      sequence: "0a1b2c3d-1", action: .ban, rewardModel: "alpha", category: "code", steps: 200, by: "ann",
      reason: "length hacking")
    #expect(effects == [.send(control)])
  }

  @Test func escCancels() {
    var shell = Self.shell()
    #expect(shell.press("p", .escape, .enter) == [])
    #expect(shell.model.ownControls.isEmpty)
  }

  @Test(arguments: ["0", "9999999999999999"]) func stepsOutOfRangeAreRefused(_ steps: String) {
    var shell = Self.shell()
    shell.press("p", .tab)
    shell.type(steps)
    #expect(shell.press(.enter) == [])
    #expect(
      shell.promptError
        == "expected a whole number of steps from 1 up, got \(steps); leave it empty to last until undone")
    #expect(shell.press(.control("u"), .enter).count == 1)
  }

  @Test func whatTheRouterWouldRefuseIsNotSent() {
    var shell = Self.shell()
    for key in [KeyStroke.up, .down] {
      shell.press(key, "b", .enter)
      shell.written()
      Self.answer(&shell)
    }
    shell.press(.down, "b")
    #expect(shell.draft?.isRefused == true)
    #expect(shell.draft?.warning == "no reward model would be left")
    #expect(shell.press(.enter) == [])
    #expect(shell.promptError == "no reward model would be left")
  }

  @Test func controlsOnTheirWayCountForRefusals() {
    var shell = Self.shell()
    shell.press("b", .enter, .down, "b", .enter, .down, "b")
    #expect(shell.draft?.warning == "no reward model would be left")
  }

  @Test func withoutControlTheScreenSaysWhy() {
    var off = Self.shell(.off("started without --control: pins and bans are off"))
    for key: KeyStroke in ["p", "b", "u"] {
      off.press(key)
      #expect(off.model.view.overlay == nil)
      #expect(off.status == "started without --control: pins and bans are off")
    }
    var replay = Shell.settled(TestLog.usual(), mode: .replay)
    replay.press("b")
    #expect(replay.status == "a replay shows past controls and sends none; w asks what if")
    var empty = Shell([])
    empty.press("p")
    #expect(empty.status == "there is no reward model yet")
  }

  @Test func onAPinnedOneItUnpins() {
    var shell = Self.shell()
    shell.press("p", .right, .enter)
    Self.answer(&shell)
    shell.press("p")
    #expect(shell.draft?.sentence == "UNPIN alpha for category math: the router chooses again")
    #expect(shell.press(.enter).count == 1)
    Self.answer(&shell)
    shell.press("b", .enter)
    Self.answer(&shell)
    shell.press("b")
    #expect(shell.draft?.sentence == "UNBAN alpha: it may be chosen again")
  }

  @Test func inAnOlderMomentItAsks() {
    var shell = Self.shell()
    shell.type(":12")
    shell.press(.enter, "p")
    #expect(shell.press(.enter) == [])
    #expect(shell.draft?.warning == "you are looking at step 12; the run is at 20. Send?")
    #expect(shell.draft?.isQuestion == true)
    // An edit takes the answer back.
    shell.press(.right)
    #expect(shell.draft?.isQuestion == false)
    #expect(shell.press(.enter) == [])
    #expect(shell.press(.enter).count == 1)

    var paused = Self.shell()
    paused.press(" ")
    paused.grow(TestLog.step(21))
    paused.press("b", .enter)
    #expect(paused.draft?.warning == "you are looking at step 20; the run is at 21. Send?")
  }

  @Test func theRunAsItIsDecidesWhatAKeyDoes() {
    var shell = Self.shell()
    shell.press("b", .enter)
    Self.answer(&shell)
    shell.press(.home, "b")
    #expect(shell.draft?.sentence == "UNBAN alpha: it may be chosen again")
  }

  // MARK: What becomes of a control

  @Test func obeyed() {
    var shell = Self.shell()
    shell.press("b", .enter)
    shell.written()
    Self.answer(&shell)
    #expect(shell.model.ownControls[0].status == .obeyed)
    #expect(shell.status == "BAN alpha: obeyed")
    #expect(shell.model.ownControls.count(where: \.isPending) == 0)
  }

  @Test func refused() {
    var shell = Self.shell()
    shell.press("b", .enter)
    shell.written()
    Self.answer(&shell, ok: false, error: "alpha is the last one\u{1B}[2J")
    #expect(shell.model.ownControls[0].status == .refused("alpha is the last one[2J"))
    #expect(shell.model.status?.isError == true)
  }

  @Test func unconfirmedAndNotObeyedByDecisionsAlone() {
    var shell = Self.shell()
    shell.press("b", .enter)
    shell.written()
    shell.grow(TestLog.step(21, width: 19, rewardModel: "beta"))
    #expect(shell.model.ownControls[0].status == .pending)
    shell.grow(TestLog.step(22, width: 1, rewardModel: "gamma"))
    #expect(shell.model.ownControls[0].status == .unconfirmed)
    #expect(shell.status == "BAN alpha: in effect, unconfirmed")
    shell.grow(TestLog.step(23, width: 1, rewardModel: "alpha"))
    #expect(shell.model.ownControls[0].status == .notObeyed(chosen: "alpha", step: 23))
    #expect(shell.status == "BAN alpha: NOT OBEYED: alpha was chosen at step 23")
  }

  @Test func obeyedByAPinnedDecision() {
    var shell = Self.shell()
    shell.press("p", .enter)
    shell.written()
    shell.grow(TestLog.step(21, width: 1, rewardModel: "alpha", by: "pin"))
    #expect(shell.model.ownControls[0].status == .obeyed)
  }

  @Test func notObeyedAfterItWasAcknowledged() {
    var shell = Self.shell()
    shell.press("b", .enter)
    Self.answer(&shell)
    shell.grow(TestLog.step(21, width: 1, rewardModel: "alpha"))
    #expect(shell.model.ownControls[0].status == .notObeyed(chosen: "alpha", step: 21))
  }

  @Test func acknowledgedWithoutACopy() {
    var shell = Self.shell()
    shell.press("b", .enter)
    shell.grow([.applied(AppliedEvent(sequence: "0a1b2c3d-1", ok: true, step: 21))])
    #expect(shell.model.ownControls[0].status == .obeyed)
  }

  @Test func decisionsBeforeItSayNothing() {
    var shell = Self.shell()
    shell.press("b", .enter)
    shell.written()
    // Looking back folds decisions for alpha again; they are older than the ban.
    shell.press(.home, .end, "H", .end)
    #expect(shell.model.ownControls[0].status == .pending)
    shell.grow(TestLog.step(21, width: 10, rewardModel: "beta"))
    shell.press("H", .end)
    shell.grow(TestLog.step(22, width: 9, rewardModel: "beta"))
    #expect(shell.model.ownControls[0].status == .pending)
    shell.grow(TestLog.step(23, width: 1, rewardModel: "beta"))
    #expect(shell.model.ownControls[0].status == .unconfirmed)
  }

  @Test func anEarlierMomentDoesNotUnlearnTheAnswer() {
    var shell = Self.shell()
    shell.press("b", .enter)
    Self.answer(&shell)
    shell.press(.home)
    #expect(shell.model.ownControls[0].status == .obeyed)
    #expect(shell.model.run.controls.isEmpty)
  }

  @Test func aControlThatCouldNotBeWritten() {
    var shell = Self.shell()
    shell.press("b", .enter)
    shell.send(.controlFailed(sequence: "0a1b2c3d-1", error: "no space left on device"))
    #expect(shell.status == "BAN alpha: not written: no space left on device")
    #expect(shell.model.ownControls.count(where: \.isPending) == 0)
    shell.press("u")
    #expect(shell.status == "nothing to undo: no control of this session is in force")
    // Nobody has it: giving it again is no repetition.
    shell.press("b")
    #expect(shell.draft?.warning == nil)
    #expect(shell.press(.enter).count == 1)
    #expect(shell.model.ownControls[1].control.sequence == "0a1b2c3d-2")
  }

  /// The router said no, and its log has nothing of it.
  @Test func aControlThatTheRouterDidNotTake() {
    var shell = Self.shell()
    shell.press("b", .enter)
    shell.send(.controlWritten(sequence: "0a1b2c3d-1"))
    shell.send(.controlRefused(sequence: "0a1b2c3d-1", reason: "the log cannot be written: no space"))
    #expect(shell.status == "BAN alpha: refused: the log cannot be written: no space")
    #expect(shell.model.ownControls.count(where: \.isPending) == 0)
    shell.press("u")
    #expect(shell.status == "nothing to undo: no control of this session is in force")
    shell.press("b")
    #expect(shell.draft?.warning == nil)
    // Another dashboard's is not ours, and what the log has says more than a refusal.
    shell.send(.controlRefused(sequence: "ffffffff-1", reason: "x"))
    shell.press(.enter)
    Self.answer(&shell)
    shell.send(.controlRefused(sequence: shell.model.ownControls[1].control.sequence, reason: "x"))
    #expect(shell.model.ownControls[1].status == .obeyed)
  }

  // MARK: Undo

  /// Control given, undo's line, and the control that restores.
  @Test(
    arguments: [
      (["p", .enter, "u"], "undo: UNPIN alpha: the router chooses again"),
      (["b", .right, .enter, "u"], "undo: UNBAN alpha for category math: it may be chosen again"),
      (["p", .enter, .down, "p", .enter, "u"], "undo: PIN alpha: it alone is chosen"),
      (
        ["p", .enter, .down, "p", .right, .enter, "u"],
        "undo: UNPIN beta for category math: the router chooses again"
      ),
      (["p", .enter, "p", .enter, "u"], "undo: PIN alpha: it alone is chosen"),
      (["b", .enter, "b", .enter, "u"], "undo: BAN alpha: it is not chosen"),
      (["b", .enter, .down, "p", .enter, "u", .enter, "u"], "undo: UNBAN alpha: it may be chosen again"),
      (
        ["p", .tab, "9", .enter, .down, "p", .enter, "u"], "undo: PIN alpha, next 9 steps: it alone is chosen"
      ),
    ] as [([KeyStroke], String)])
  func undoRestoresWhatTheScopeWas(_ keys: [KeyStroke], _ sentence: String) {
    var shell = Self.shell()
    for key in keys {
      let effects = shell.press(key)
      if !effects.isEmpty { Self.answer(&shell, step: 20) }
    }
    #expect(shell.draft?.sentence == sentence)
    let undone = shell.draft?.undoes
    guard case .send(let control) = shell.press(.enter).last else {
      Issue.record("nothing was sent")
      return
    }
    #expect(control.undoes == undone && undone != nil)
  }

  @Test func undoOfAPendingControl() {
    var shell = Self.shell()
    shell.press("b", .enter)
    shell.written()
    shell.press("u")
    #expect(shell.draft?.sentence == "undo: UNBAN alpha: it may be chosen again")
    #expect(shell.press(.enter).count == 1)
    #expect(shell.press("u") == [])
    #expect(shell.status == "nothing to undo: no control of this session is in force")
  }

  @Test func undoAsksIfSomebodyElseChangedTheScope() {
    var shell = Self.shell()
    shell.press("p", .enter)
    Self.answer(&shell)
    shell.grow([
      .control(
        ControlEvent(sequence: "ffffffff-1", action: .pin, rewardModel: "gamma", by: "bob\u{1B}[31m")),
      .applied(AppliedEvent(sequence: "ffffffff-1", ok: true)),
    ])
    shell.press("u")
    #expect(shell.draft?.warning == "bob[31m has since changed it (PIN gamma)")
    #expect(shell.press(.enter) == [])
    #expect(shell.draft?.warning == "bob[31m has since changed it (PIN gamma). Send?")
    #expect(shell.press(.enter).count == 1)
  }

  @Test func whatOthersDidBeforeIsNoQuestion() {
    var shell = Self.shell()
    shell.grow([
      .control(ControlEvent(sequence: "ffffffff-1", action: .pin, rewardModel: "gamma", by: "bob")),
      .applied(AppliedEvent(sequence: "ffffffff-1", ok: true)),
    ])
    shell.press("p", .enter)
    Self.answer(&shell)
    shell.press("u")
    #expect(shell.draft?.sentence == "undo: PIN gamma: it alone is chosen")
    #expect(shell.draft?.warning == nil)
    #expect(shell.press(.enter).count == 1)
  }

  @Test func anotherScopeChangedByOthersIsNoQuestion() {
    var shell = Self.shell()
    shell.press("p", .enter)
    Self.answer(&shell)
    shell.grow([
      .control(ControlEvent(sequence: "ffffffff-1", action: .ban, rewardModel: "gamma", by: "bob")),
      .applied(AppliedEvent(sequence: "ffffffff-1", ok: true)),
    ])
    #expect(shell.press("u", .enter).count == 1)
  }
}
