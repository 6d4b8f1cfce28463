import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct DashboardModelTransportTests {
  /// A replay that has read what it wants and stands at the first line.
  static func player(_ log: [LogLine], speed: Double = 1) -> Shell {
    var shell = Shell(log, mode: .replay)
    shell.model.feed.transport = .playing
    shell.model.feed.speed = speed
    shell.pump()
    shell.tick(0)
    return shell
  }

  @Test func liveFollowsAndPauseStands() {
    var shell = Shell.settled(TestLog.usual())
    #expect(shell.model.condition == .live && shell.model.isLive)
    shell.press(" ")
    shell.grow(TestLog.step(21))
    #expect(shell.place == "step 20 event 127 paused")
    #expect(shell.model.condition == .paused(behind: 6))
    shell.press(.end)
    #expect(shell.place == "step 21 event 133 live")
  }

  @Test func beforeTheFirstLineItWaits() {
    let shell = Shell.settled([])
    #expect(shell.model.condition == .waiting(for: nil))
  }

  @Test func playingGoesByTheTimesOfTheLog() {
    var shell = Self.player(TestLog.usual())
    #expect(shell.model.run.progress.events == 1)
    shell.tick(0.5, times: 4)
    #expect(shell.model.run.progress.events == 3)
    shell.press(">", ">")
    #expect(shell.model.condition == .playing(speed: 4))
    shell.tick(0.5, times: 4)
    #expect(shell.model.run.progress.events == 11)
    shell.press("<", "<", "<", "<", "<")
    #expect(shell.model.feed.speed == 0.25)
    shell.tick(1, times: 4)
    #expect(shell.model.run.progress.events == 12)
  }

  @Test func theWaitForALineIsNeverLong() {
    var log = TestLog.usual()
    for index in 10..<log.count {
      if case .event(var timed) = log[index].content {
        timed.time = (timed.time ?? 0) + 7200
        log[index].content = .event(timed)
      }
    }
    var shell = Self.player(log)
    shell.tick(1, times: 9)
    #expect(shell.model.run.progress.events == 10)
    shell.tick(1, times: 4)
    #expect(shell.model.run.progress.events == 10)
    shell.tick(1, times: 2)
    #expect(shell.model.run.progress.events == 11)
  }

  @Test func aClockThatWasSetBackStartsANewTimeLine() {
    var log = TestLog.usual()
    for index in 10..<log.count {
      if case .event(var timed) = log[index].content {
        timed.time = (timed.time ?? 0) - 7200
        log[index].content = .event(timed)
      }
    }
    var shell = Self.player(log)
    shell.tick(1, times: 9)
    // The line after the jump comes at once, the ones after it at their own pace.
    #expect(shell.model.run.progress.events == 11)
    shell.tick(1, times: 3)
    #expect(shell.model.run.progress.events == 14)
  }

  /// Two writers whose clocks differ by two hours: what is waited for is the time beyond the greatest seen.
  @Test func twoClocksInOneLogAreWaitedForOnce() {
    var log = TestLog.usual()
    for index in log.indices {
      if case .event(var timed) = log[index].content {
        timed.time = 1_700_000_000 + Double(index / 4) - (index % 4 < 2 ? 0 : 7200)
        log[index].content = .event(timed)
      }
    }
    var shell = Self.player(log)
    shell.tick(1, times: 10)
    // Four lines a second, of both clocks.
    #expect(abs(shell.model.run.progress.events - 42) <= 4)
    shell.tick(1, times: 10)
    #expect(abs(shell.model.run.progress.events - 82) <= 4)
  }

  @Test func withoutTimesItGoesByEvents() {
    var shell = Self.player(TestLog.untimed([TestLog.header()] + TestLog.steps(0...99)))
    #expect(shell.model.run.progress.events == 0)
    shell.tick(0.5, times: 4)
    #expect(shell.model.run.progress.events == 100)
  }

  @Test func maximalSpeedFoldsAllAtOnce() {
    let shell = Self.player(TestLog.usual(), speed: .infinity)
    #expect(shell.place == "step 20 event 127 paused")
    #expect(shell.model.condition == .ended)
  }

  @Test func aReplayEndsPausedAndSaysHowToGoOn() {
    var shell = Self.player(TestLog.usual(), speed: 1000)
    shell.tick(1)
    #expect(shell.model.condition == .ended)
    shell.press(" ")
    // As films do: once more from the beginning.
    #expect(shell.model.condition == .playing(speed: 1000))
    #expect(shell.place == "step - event 1 playing")
    shell.press(" ")
    shell.tick(1)
    #expect(shell.place == "step - event 1 paused")
    shell.press(.end, .home, " ")
    #expect(shell.model.condition == .playing(speed: 1000))
    #expect(shell.place == "step - event 1 playing")
  }

  @Test func aReplayFromAStepPlaysOnFromThere() {
    var shell = Shell(TestLog.usual(), mode: .replay)
    shell.model.feed.transport = .playing
    shell.model.feed.target = .step(12)
    shell.pump()
    #expect(shell.place == "step 12 event 79 playing")
    shell.tick(0)
    shell.tick(1)
    #expect(shell.model.run.progress.events == 80)
  }

  @Test func playingInWatchCatchesUpAndIsLive() {
    var shell = Shell.settled(TestLog.usual())
    shell.model.feed.speed = 1000
    shell.press("H", " ")
    #expect(shell.place == "step 10 event 67 playing")
    shell.tick(0)
    shell.tick(1)
    #expect(shell.place == "step 20 event 127 live")
    #expect(shell.model.isLive)
  }

  @Test func speedsEndAtTheirEnds() {
    var shell = Shell.settled(TestLog.usual())
    for _ in 0..<30 { shell.press(">") }
    #expect(shell.model.feed.speed == .infinity && shell.status.hasPrefix("speed max"))
    for _ in 0..<30 { shell.press("<") }
    #expect(shell.model.feed.speed == 0.25 && shell.status.hasPrefix("speed 0.25×"))
  }

  @Test func theQueueIsBounded() {
    var shell = Shell(TestLog.timed([TestLog.header()] + TestLog.steps(0...2000)))
    shell.model.feed.transport = .paused
    shell.pump()
    #expect(shell.model.feed.queuedLines < Feed.queueLowWater + shell.chunk)
    #expect(!shell.model.feed.wantsLines && !shell.model.feed.wantsFold)
    shell.press(.end)
    #expect(shell.model.run.progress.events == 12_007)
    #expect(shell.model.feed.queue.bytes == 0)

    var wide = Shell([])
    wide.send(
      .lines(
        [LogLine(number: 1, offset: 0, length: 20 << 20, content: .fault(FaultReason(.lineTooLong, "long")))],
        generation: 0))
    wide.press(" ")
    #expect(!wide.model.feed.wantsLines)
  }

  @Test func moreLinesAreWantedAfterTheFoldAndNotWhileFull() {
    var shell = Shell(TestLog.usual())
    #expect(shell.model.feed.wantsLines && !shell.model.feed.wantsFold)
    shell.send(.lines(Array(TestLog.usual().prefix(3)), generation: 0))
    #expect(shell.model.feed.wantsFold)
    shell.send(.fold(maximum: 2))
    #expect(shell.model.feed.wantsFold && shell.model.run.progress.events == 2)
    shell.send(.fold(maximum: 0))
    shell.send(.fold(maximum: -5))
    #expect(shell.model.run.progress.events == 2)
    shell.send(.fold(maximum: .max))
    #expect(!shell.model.feed.wantsFold && shell.model.run.progress.events == 3)
    #expect(shell.model.condition == .loading(percent: nil))
  }
}
