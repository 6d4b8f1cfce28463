import RunEvents
import Testing

@testable import Dashboard

@Suite struct ActivityTests {
  @Test func theRateIsOfTheLastTenSeconds() {
    var shell = Shell.settled(TestLog.usual())
    shell.tick(1)
    #expect(shell.model.activity.decisionsPerSecond == nil)
    for step in 21...40 {
      shell.grow(TestLog.step(step, width: 4))
      shell.tick(1)
    }
    #expect(shell.model.activity.decisionsPerSecond == 4)
    for step in 41...45 {
      shell.grow(TestLog.step(step, width: 14))
      shell.tick(1)
    }
    #expect(shell.model.activity.decisionsPerSecond == 9)
    shell.press(" ")
    shell.tick(1)
    #expect(shell.model.activity.decisionsPerSecond == nil)
  }

  @Test func aRunThatSendsNothingIsStalled() {
    var shell = Shell.settled(TestLog.usual())
    shell.tick(1)
    shell.tick(1, times: 30)
    #expect(shell.model.condition == .live)
    shell.tick(1)
    #expect(shell.model.condition == .stalled(seconds: 31))
    shell.grow(TestLog.step(21))
    #expect(shell.model.condition == .live)
  }

  @Test func aSlowRunIsStalledAfterThreeOfItsSteps() {
    var shell = Shell.settled(TestLog.usual())
    shell.tick(1)
    for step in 21...60 {
      shell.grow(TestLog.step(step))
      shell.tick(20)
    }
    shell.tick(20, times: 2)
    #expect(shell.model.condition == .live)
    shell.tick(1)
    #expect(shell.model.condition == .stalled(seconds: 61))
  }

  /// Four seconds of lines, 42 of generation: no pause of a healthy run is a stall.
  @Test func burstsAndPausesOfAHealthyRunAreNoStall() {
    var shell = Shell.settled(TestLog.usual())
    shell.tick(1)
    for step in 21...50 {
      for event in TestLog.step(step) {
        shell.grow([event])
        shell.tick(0.7)
      }
      for second in 0..<42 {
        shell.tick(1)
        // The first pause is the first that anybody has seen.
        if step > 21 { #expect(shell.model.condition == .live, "step \(step), \(second) s") }
      }
    }
    shell.tick(1, times: 140)
    guard case .stalled = shell.model.condition else {
      Issue.record("\(shell.model.condition)")
      return
    }
  }

  /// What the log's own clock tells of its pauses counts from the first look on.
  @Test func pausesThatTheLogTellsOfAreKnown() {
    let header = [TestLog.header()]
    var time = 1000.0
    var events = header.map { TimedEvent(time: time, $0) }
    for step in 0...20 {
      time += 42
      for event in TestLog.step(step) {
        time += 0.5
        events.append(TimedEvent(time: time, event))
      }
    }
    var shell = Shell.settled(TestLog.lines(events))
    shell.tick(1)
    shell.tick(1, times: 60)
    #expect(shell.model.condition == .live)
    shell.tick(1, times: 120)
    guard case .stalled = shell.model.condition else {
      Issue.record("\(shell.model.condition)")
      return
    }
  }

  @Test func aPipeWhoseWriterIsGoneIsNotLive() {
    var shell = Shell.settled(TestLog.usual())
    shell.tick(1)
    var report = shell.model.feed.source
    report.canGrow = false
    shell.send(.source(report))
    #expect(shell.model.condition == .inputEnded)
    #expect(Keymap.hints(for: shell.model).contains { $0.word == "quit (nothing more comes)" })
    #expect(!Keymap.hints(for: shell.model).contains { $0.word == "pin" || $0.word == "ban" })
    shell.tick(1, times: 100)
    #expect(shell.model.condition == .inputEnded)
    // With an end line the run is over.
    shell.grow([.end(EndEvent(reason: "done"))])
    #expect(shell.model.condition == .ended)
  }

  @Test func aPipeThatMayBeOpenedAgainHasEndedUntilAWriterComes() {
    var shell = Shell.settled(TestLog.usual())
    var report = shell.model.feed.source
    report.hasLostWriter = true
    shell.send(.source(report))
    #expect(shell.model.condition == .inputEnded)
    shell.grow(TestLog.step(21))
    #expect(shell.model.condition == .live)
  }

  @Test func aLogThatIsNotThereYetIsNamed() {
    var shell = Shell([])
    var report = SourceReport()
    report.reachedEnd = true
    report.isAwaited = true
    shell.send(.source(report))
    #expect(shell.model.condition == .waiting(for: "run.jsonl"))
    #expect(Header(shell.model).run.contains { $0.text.text == "○ WAITING for run.jsonl" })
  }

  @Test func aRunThatHasEndedIsNotStalled() {
    var shell = Shell.settled(TestLog.usual())
    shell.grow([.end(EndEvent(reason: "done"))])
    shell.tick(1, times: 100)
    #expect(shell.model.condition == .ended)
  }

  @Test func clocksThatAreNoNumbersAreLeftOut() {
    var shell = Shell.settled(TestLog.usual())
    shell.tick(1)
    for time in [Double.nan, .infinity, -.infinity] {
      shell.send(.tick(ClockReading(monotonic: time, wall: time)))
    }
    #expect(shell.model.clock.monotonic == 1)
  }
}
