import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

/// Heavy folds are done by a worker: here by the test, whenever it likes.
@Suite struct DashboardModelLendingTests {
  /// Two segments, contexts, a note, a fault, and an end.
  static let log: [LogLine] = {
    var events = [TestLog.header()] + TestLog.steps(0...20, series: "a", hasContexts: true)
    events.append(.note(NoteEvent(level: .info, text: "half")))
    events += TestLog.steps(5...15, series: "b", hasContexts: true) + [.end(EndEvent(reason: "done"))]
    var lines = TestLog.timed(events)
    lines[50].content = .fault(FaultReason(.invalidJSON, "broken"))
    return lines
  }()

  private func shell(
    _ log: [LogLine] = log, mode: Session.Mode = .watch, lends: Bool = true, holds: Bool = false
  ) -> Shell {
    var shell = Shell(log, mode: mode)
    shell.model.feed.lendsWorkAbove = lends ? 0 : nil
    shell.holdsFolds = holds
    shell.looks = false
    return shell
  }

  private func frame(_ model: DashboardModel) -> CellBuffer {
    model.frame(theme: Theme.builtIn(named: "dark") ?? Theme(name: "none"), glyphs: .braille)
  }

  /// A shell that holds a fold back in the middle of the log.
  private func waiting(_ count: Int = 5, mode: Session.Mode = .watch) -> Shell {
    var shell = shell(mode: mode, holds: true)
    shell.pump()
    for _ in 0..<count {
      shell.deliver()
      shell.pump()
    }
    #expect(shell.held.count == 1)
    return shell
  }

  @Test(arguments: [1, 7, 64, 5000]) func theSameStateAsWithoutAWorker(chunk: Int) {
    var lending = shell()
    var plain = shell(lends: false)
    (lending.chunk, plain.chunk) = (chunk, chunk)
    lending.pump()
    plain.pump()
    // Every close of the 21 + 11 steps and the end's; decisions of this log have no scores to be held against.
    #expect(lending.foldsLent == 32)
    #expect(plain.foldsLent == 0)
    #expect(lending.model.run.digest == plain.model.run.digest)
    #expect(lending.model.run.summary == plain.model.run.summary)
    #expect(lending.model.run.journal == plain.model.run.journal)
    #expect(lending.model.feed.history.segments == plain.model.feed.history.segments)
    #expect(
      lending.model.feed.history.checkpoints.all.count == plain.model.feed.history.checkpoints.all.count)
    #expect(frame(lending.model) == frame(plain.model))
    #expect(lending.model.condition == .ended)
  }

  @Test func whatIsTooSmallIsFoldedHere() {
    var small = shell()
    // A look at three RMs over contexts of two numbers is some 157,000 multiplications; every close here has one.
    small.model.feed.lendsWorkAbove = 158_000
    small.pump()
    #expect(small.foldsLent == 0)
    small = shell()
    small.model.feed.lendsWorkAbove = 157_000
    small.pump()
    #expect(small.foldsLent == 32)
  }

  @Test func keysAreAnsweredMeanwhile() {
    var shell = waiting()
    let events = shell.model.run.progress.events
    let before = frame(shell.model)
    let run = shell.model.run
    #expect(run.rewardModels.indices.allSatisfy { !run.beliefs[$0].mean.buckets.isEmpty })
    shell.press(.down)
    #expect(shell.model.selectedArm == shell.model.rowOrder[1])
    shell.press("?")
    #expect(frame(shell.model) != before)
    shell.press(.escape, .up)
    #expect(frame(shell.model) == before)
    shell.tick(1)
    #expect(shell.model.run.progress.events == events)
    shell.holdsFolds = false
    shell.deliver()
    shell.pump()
    #expect(shell.model.run.digest == DashboardModelSeekTests.fold(Self.log).digest)
  }

  @Test func nothingElseIsFoldedAndNothingIsLost() {
    var shell = waiting()
    #expect(!shell.model.feed.wantsFold)
    #expect(!shell.model.feed.isAtEnd)
    let events = shell.model.run.progress.events
    let behind = shell.model.feed.behind
    shell.send(.fold(maximum: 100))
    #expect(shell.model.run.progress.events == events)
    #expect(shell.foldsLent == 6)
    // The line that is away is behind the moment shown, too.
    let waiting = Self.log.count { line in line.number > shell.model.run.progress.line }
    #expect(behind == waiting)
  }

  /// What takes long is said, what does not is not.
  @Test func theHeaderSaysThatABatchIsFolded() {
    var shell = waiting()
    #expect(!frame(shell.model).plainText.contains("folding a batch"))
    shell.tick(1)
    #expect(frame(shell.model).plainText.contains("folding a batch …"))
    shell.deliver()
    #expect(!frame(shell.model).plainText.contains("folding a batch"))
  }

  /// A look that is too much work is lent, too: the moment stays, and what comes back is seen.
  @Test func aHeavyLookIsLent() {
    var shell = shell(lends: false)
    shell.pump()
    shell.model.feed.lendsWorkAbove = 0
    shell.holdsFolds = true
    var expected = shell.model.run
    expected.look()
    #expect(shell.model.wantsLook && shell.model.run.beliefs[0].current == nil)
    shell.send(.look)
    #expect(shell.held.count == 1 && !shell.model.wantsLook && shell.model.feed.queuedLines == 0)
    shell.deliver()
    #expect(shell.model.run.digest == expected.digest && !shell.model.run.isLookDue)
    #expect(expected.beliefs[0].current != nil)
    #expect(shell.model.run.beliefs[0].current == expected.beliefs[0].current)
  }

  /// While lines are being folded a frame looks once a second.
  @Test func looksWhileFoldingAreASecondApart() {
    var shell = shell(lends: false)
    shell.send(.tick(ClockReading(monotonic: 0, wall: 1_700_000_000)))
    shell.send(.lines(Self.log, generation: shell.model.feed.generation))
    shell.send(.fold(maximum: 40))
    #expect(shell.model.feed.wantsFold && shell.model.wantsLook)
    shell.send(.look)
    shell.send(.fold(maximum: 20))
    #expect(shell.model.run.isLookDue && !shell.model.wantsLook)
    shell.send(.tick(ClockReading(monotonic: 1.5, wall: 1_700_000_001)))
    #expect(shell.model.feed.wantsFold && shell.model.wantsLook)
  }

  @Test func quittingDoesNotWait() {
    var shell = waiting()
    #expect(shell.press("q").contains(.quit))
  }

  @Test func pausedMeanwhileItStopsAfterTheLine() {
    var shell = waiting()
    let events = shell.model.run.progress.events
    shell.press(" ")
    shell.deliver()
    shell.pump()
    #expect(shell.model.run.progress.events == events + 1)
    #expect(shell.held.isEmpty)
    #expect(shell.model.feed.transport == .paused)
  }

  @Test func aSeekBackGivesItUp() {
    var shell = waiting(12)
    // Before any close: nothing is lent on the way.
    for effect in shell.model.move(to: .event(6)) { shell.perform(effect) }
    shell.pump()
    let expected = DashboardModelSeekTests.fold(Self.log.prefix(6))
    #expect(shell.model.run.digest == expected.digest)
    // What comes back late is thrown away.
    #expect(shell.held.count == 1)
    shell.deliver()
    shell.pump()
    #expect(shell.model.run.digest == expected.digest)
    shell.holdsFolds = false
    shell.press(.end)
    #expect(shell.model.run.digest == DashboardModelSeekTests.fold(Self.log).digest)
  }

  /// The fold that is away is that of the first line of the next step: going to the step shown must not end there.
  @Test func theStepShownIsStillTheStepShown() throws {
    var shell = waiting()
    let step = try #require(shell.model.run.progress.routingStep)
    shell.holdsFolds = false
    shell.press(":")
    shell.type("\(step)")
    shell.press(.enter)
    #expect(shell.model.run.progress.routingStep == step)
    #expect(shell.model.run.digest == DashboardModelSeekTests.place(ofStep: step, in: Self.log).digest)
  }

  @Test func aStepForwardCountsFromTheStepShown() throws {
    var shell = waiting()
    let step = try #require(shell.model.run.progress.routingStep)
    shell.holdsFolds = false
    shell.press(.right)
    shell.deliver()
    shell.pump()
    #expect(shell.model.run.progress.routingStep == step + 1)
    #expect(shell.model.run.digest == DashboardModelSeekTests.place(ofStep: step + 1, in: Self.log).digest)
  }

  @Test func aFoldComesBackOnce() throws {
    var shell = waiting()
    var fold = try #require(shell.held.first)
    fold.fold()
    fold.fold()
    shell.send(.folded(fold))
    let digest = shell.model.run.digest
    let events = shell.model.run.progress.events
    shell.send(.folded(fold))
    #expect(shell.model.run.digest == digest)
    #expect(shell.model.run.progress.events == events)
  }

  @Test func aFilmWaitsForIt() {
    var shell = shell(mode: .replay, holds: true)
    shell.model.feed.transport = .playing
    shell.pump()
    shell.tick(1, times: 30)
    #expect(shell.held.count == 1)
    let events = shell.model.run.progress.events
    shell.tick(1, times: 30)
    #expect(shell.model.run.progress.events == events)
    shell.holdsFolds = false
    shell.deliver()
    shell.pump()
    // It goes on from where it was, and jumps over nothing.
    #expect(shell.model.run.progress.events <= events + 3)
    shell.tick(1, times: Self.log.count)
    #expect(shell.model.run.digest == DashboardModelSeekTests.fold(Self.log).digest)
  }

  /// Random keys, random moments of delivery: in the end the state is that of the log.
  @Test(arguments: 0..<6) func anyOrderOfThings(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var shell = shell(mode: seed % 2 == 0 ? .watch : .replay, holds: true)
    shell.chunk = 1 + seed * 5
    if seed % 2 == 1 { shell.model.feed.transport = .playing }
    let keys: [KeyStroke] = [
      " ", ".", ",", .left, .right, "H", "L", "{", "}", .home, .end, "<", ">", "?", .escape, .down, "z",
    ]
    shell.pump()
    for _ in 0..<80 {
      switch Int.random(in: 0..<6, using: &generator) {
      case 0, 1: shell.deliver()
      case 2: shell.tick(0.5)
      default: shell.press(keys.randomElement(using: &generator) ?? " ")
      }
      shell.pump()
      _ = frame(shell.model)
    }
    shell.holdsFolds = false
    while !shell.held.isEmpty { shell.deliver() }
    shell.press(.escape, .escape, .end)
    shell.pump()
    #expect(shell.model.run.digest == DashboardModelSeekTests.fold(Self.log).digest)
    #expect(shell.model.run.journal == DashboardModelSeekTests.fold(Self.log).journal)
  }
}
