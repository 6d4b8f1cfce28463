import RunEvents
import Testing

@testable import Dashboard

@Suite struct ActivityTests {
  @Test func theRateIsOfTheLastTenSeconds() {
    var shell = Shell.settled(TestLog.usual())
    shell.tick(1)
    #expect(shell.model.view.activity.decisionsPerSecond == nil)
    for step in 21...40 {
      shell.grow(TestLog.step(step, width: 4))
      shell.tick(1)
    }
    #expect(shell.model.view.activity.decisionsPerSecond == 4)
    for step in 41...45 {
      shell.grow(TestLog.step(step, width: 14))
      shell.tick(1)
    }
    #expect(shell.model.view.activity.decisionsPerSecond == 9)
    shell.press(" ")
    shell.tick(1)
    #expect(shell.model.view.activity.decisionsPerSecond == nil)
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

  @Test func aSlowRunIsStalledAfterTenOfItsGaps() {
    var shell = Shell.settled(TestLog.usual())
    shell.tick(1)
    for step in 21...30 {
      shell.grow(TestLog.step(step))
      shell.tick(20)
    }
    shell.tick(20, times: 9)
    #expect(shell.model.condition == .live)
    shell.tick(20)
    #expect(shell.model.condition == .stalled(seconds: 220))
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
