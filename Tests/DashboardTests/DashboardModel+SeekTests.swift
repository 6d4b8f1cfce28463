import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

/// Every seek is compared, by digest, with a fresh fold of the lines that the target means.
@Suite struct DashboardModelSeekTests {
  /// Two segments by a restart, one by a `run` line, notes, a fault, steps that are wide apart.
  static func manySegments() -> [LogLine] {
    var events = [TestLog.header()] + TestLog.steps(0...30, series: "a")
    events += TestLog.steps(10...25, series: "b")
    events.append(TestLog.header())
    events += TestLog.steps(stride(from: 20, through: 80, by: 10), width: 5, series: "c")
    events.append(.note(NoteEvent(level: .info, text: "nearly done")))
    events += TestLog.steps(81...120, series: "d")
    var lines = TestLog.timed(events)
    lines[50].content = .fault(FaultReason(.invalidJSON, "broken"))
    lines[200].content = .fault(FaultReason(.invalidJSON, "broken"))
    return lines
  }

  static func fold(_ lines: some Sequence<LogLine>) -> RunState {
    var run = RunState()
    for line in lines { run.fold(line) }
    return run
  }

  /// The last line before the routing step exceeds `step` for the first time, by trying every line.
  static func place(ofStep step: Int, in log: [LogLine]) -> RunState {
    var run = RunState()
    for line in log {
      var next = run
      next.fold(line)
      if let routing = next.progress.routingStep, routing > step { return run }
      run = next
    }
    return run
  }

  @Test(arguments: [1, 7, 64, 5000]) func everyEventIsFoundFromTheEnd(_ chunk: Int) {
    let log = Self.manySegments()
    var shell = Shell(log)
    shell.chunk = chunk
    shell.pump()
    let total = shell.model.run.progress.events
    for event in [0, 1, 2, 3, 49, 50, 51, 52, 199, 200, 300, total - 1, total] {
      shell.send(.key(.end))
      shell.pump()
      for effect in shell.model.move(to: .event(event)) { shell.perform(effect) }
      shell.pump()
      var expected = RunState()
      for line in log where expected.progress.events < event { expected.fold(line) }
      // At the very end the faults after the last event are folded already.
      #expect(shell.model.run.progress.events == event)
      if event < total { #expect(shell.model.run.digest == expected.digest, "event \(event)") }
    }
  }

  @Test func stepsOfTheFirstSegmentAreFoundFromTheBeginning() {
    let log = Self.manySegments()
    for step in [0, 1, 15, 29, 30] {
      var shell = Shell.settled(log)
      shell.press(.home)
      shell.type(":\(step)")
      shell.press(.enter)
      #expect(shell.model.run.digest == Self.place(ofStep: step, in: log).digest, "step \(step)")
    }
  }

  @Test func aStepBackAndAStepOnMeetAtEveryStep() {
    let log = Self.manySegments()
    var shell = Shell.settled(log)
    shell.press(.home)
    var forth: [String] = []
    for _ in 0..<200 {
      shell.press(.right)
      let place = shell.model.run.digestText + " \(shell.model.run.progress.events)"
      if place == forth.last { break }
      forth.append(place)
    }
    // 31 + 16 + 7 + 40 steps in four stretches; the last two are one segment.
    #expect(forth.count == 94)
    var back: [String] = []
    for _ in forth {
      back.append(shell.model.run.digestText + " \(shell.model.run.progress.events)")
      shell.press(.left)
    }
    // Going back out of a segment arrives at the very end of the one before it, going on at the end of a step:
    // these are the same moments.
    #expect(back.reversed() == forth)
    #expect(shell.model.run.progress.events == 1)
  }

  @Test func tenStepsAreTenAndAtLeastOne() {
    let log = TestLog.timed(
      [TestLog.header()] + TestLog.steps(0...30) + TestLog.steps(stride(from: 50, through: 130, by: 20)))
    var shell = Shell.settled(log)
    var steps: [Int?] = []
    for _ in 0..<7 {
      shell.press("H")
      steps.append(shell.model.run.progress.routingStep)
    }
    #expect(steps == [110, 90, 70, 50, 30, 20, 10])
    steps = []
    for _ in 0..<6 {
      shell.press("L")
      steps.append(shell.model.run.progress.routingStep)
    }
    #expect(steps == [20, 30, 50, 70, 90, 110])
  }

  @Test func aTimeIsTheLastLineBeforeAnyLaterOne() {
    var events = [TestLog.header()] + TestLog.steps(0...30)
    events.append(.end(EndEvent()))
    var log = TestLog.timed(events)
    // A clock that was set back, and one line that is ahead of its time.
    for index in 100..<log.count {
      if case .event(var timed) = log[index].content {
        timed.time = (timed.time ?? 0) - 60
        log[index].content = .event(timed)
      }
    }
    for time in [1_700_000_000.0, 1_700_000_010.5, 1_700_000_099, 1_700_000_120] {
      var shell = Shell.settled(log)
      for effect in shell.model.move(to: .time(time)) { shell.perform(effect) }
      shell.pump()
      var expected = RunState()
      for line in log {
        if case .event(let timed) = line.content, let t = timed.time, t > time { break }
        expected.fold(line)
      }
      #expect(shell.model.run.digest == expected.digest, "time \(time)")
    }
  }

  @Test(arguments: [true, false]) func aFractionIsOfTheBytes(_ knowsSize: Bool) {
    let log = Self.manySegments()
    for percent in [0, 10, 33, 50, 99, 100] {
      var shell = Shell(log, mode: .replay)
      shell.knowsSize = knowsSize
      shell.model.feed.transport = .paused
      shell.model.feed.target = .fraction(Double(percent) / 100)
      shell.pump()
      let count = log.count * percent / 100
      #expect(shell.model.run.digest == Self.fold(log.prefix(count)).digest, "\(percent)%")
    }
  }

  @Test func aStepMayBeGivenBeforeTheFirstLine() {
    let log = TestLog.usual()
    var shell = Shell(log, mode: .replay)
    shell.model.feed.transport = .paused
    shell.model.feed.target = .step(12)
    shell.pump()
    #expect(shell.place == "step 12 event 79 paused")
  }

  /// Random walks; the second log is short and has posteriors.
  @Test(arguments: [false, true]) func randomWalksEqualFreshFolds(_ hasPosteriors: Bool) {
    let log =
      hasPosteriors
      ? TestLog.timed([TestLog.header()] + TestLog.steps(0...4, hasContexts: true)) : Self.manySegments()
    // The digest after every line, by one fold from the beginning.
    var fresh = RunState()
    var digests = [fresh.digest]
    for line in log {
      fresh.fold(line)
      digests.append(fresh.digest)
    }
    var generator = SeededGenerator(seed: 11)
    var shell = Shell.settled(log)
    let keys: [KeyStroke] = [
      .left, .right, "H", "L", ",", ".", "{", "}", .home, .end, .left, .right, ",", ".",
    ]
    for _ in 0..<(hasPosteriors ? 12 : 300) {
      let key = keys.randomElement(using: &generator) ?? .left
      shell.press(key)
      #expect(shell.model.run.digest == digests[shell.model.run.progress.line], "after \(key.label)")
    }
  }

  @Test func checkpointsAreBoundedByNumberAndByBytes() {
    let log = TestLog.timed([TestLog.header()] + TestLog.steps(0...4000))
    var shell = Shell(log)
    shell.chunk = 512
    shell.pump()
    #expect(shell.model.feed.history.checkpoints.all.count > 4)
    for _ in 0..<30 { shell.press(.left) }
    let events = shell.model.feed.history.checkpoints.all.map(\.run.progress.events)
    #expect(events.count <= History.checkpointLimit && events == events.sorted())
    // Steps back have brought a checkpoint near.
    let here = shell.model.run.progress.events
    #expect(events.contains { $0 <= here && here - $0 < 1024 })

    // An event is found exactly, also where a checkpoint stands on it or just beside it.
    for event in events.suffix(6).flatMap({ [$0 + 1, $0, $0 - 1] }) {
      shell.press(.end)
      for effect in shell.model.move(to: .event(event)) { shell.perform(effect) }
      shell.pump()
      #expect(shell.model.run.progress.events == event)
    }

    var tight = Shell(log)
    tight.chunk = 512
    tight.model.feed.checkpointBudget = 1
    tight.pump()
    #expect(tight.model.feed.history.checkpoints.all.count == 1)
    tight.type(":2000")
    tight.press(.enter)
    #expect(tight.model.run.digest == Self.place(ofStep: 2000, in: Array(log.prefix(13_000))).digest)
  }

  @Test func linesOfAnOlderReadAreThrownAway() {
    var shell = Shell.settled(TestLog.usual())
    shell.send(.key(.left))
    shell.send(.lines(Array(TestLog.usual().prefix(5)), generation: 0))
    #expect(shell.model.feed.queuedLines == 0)
    var stale = SourceReport()
    stale.reachedEnd = true
    shell.send(.source(stale))
    #expect(shell.model.feed.target != nil)
    shell.pump()
    #expect(shell.place == "step 19 event 121 paused")
  }

  @Test func aReplacedLogCannotBeReadFromBeforeItsBeginning() {
    let first = TestLog.timed([TestLog.header()] + TestLog.steps(0...5))
    var shell = Shell.settled(first)
    shell.press(" ")
    shell.send(.sourceNotice("run.jsonl has been replaced; following the new file"))
    shell.send(.historyLost)
    #expect(shell.status == "run.jsonl has been replaced; following the new file")
    #expect(shell.model.feed.notices.count == 1 && shell.model.feed.sourceMarkers.count == 1)
    // The fold has not come to the new file yet.
    #expect(shell.press(.left) == [])
    #expect(shell.status == "the log before this moment was replaced and cannot be read again")

    let second = TestLog.timed(TestLog.steps(6...9), from: 1_700_001_000)
    shell.log = second
    shell.send(.sourceRestarted(afresh: false))
    shell.restartSource()
    shell.press(.end)
    #expect(shell.place == "step 9 event 61 live")
    let whole = shell.model.run.digest
    shell.press(.left)
    #expect(shell.place == "step 8 event 55 paused")
    shell.press(.home)
    #expect(shell.model.run.progress.events == 37)
    shell.press(.end)
    #expect(shell.model.run.digest == whole)
  }

  /// Lines of the old file still wait when its truncation is known: they are folded, and nothing is asked for again.
  @Test func linesThatWaitedWhenTheirFileWentAreFoldedAndNeverAskedForAgain() {
    var shell = Shell.settled(TestLog.timed([TestLog.header()] + TestLog.steps(0...5)))
    shell.press(" ")
    shell.grow(TestLog.steps(6...9))
    shell.send(.historyLost)
    let second = TestLog.timed(TestLog.steps(10...12), from: 1_700_001_000)
    for key in [KeyStroke.left, .home] {
      #expect(shell.press(key) == [])
      #expect(shell.status == "the log before this moment was replaced and cannot be read again")
    }
    #expect(shell.place == "step 5 event 37 paused")
    shell.send(.sourceRestarted(afresh: false))
    shell.log = second
    shell.restartSource()
    shell.press(.end)
    #expect(shell.place == "step 12 event 79 live")
    var whole = Shell.settled(TestLog.timed([TestLog.header()] + TestLog.steps(0...12)))
    #expect(shell.model.run.counts == whole.model.run.counts)
    whole.press(.home)
    // Within the new file moving back works again.
    shell.press(.left)
    #expect(shell.place == "step 11 event 73 paused")
  }

  @Test func aLogThatWasCutBackIsTheRunThatItIsNow() {
    let first = TestLog.timed([TestLog.header()] + TestLog.steps(0...9))
    var shell = Shell.settled(first)
    shell.press(.left)
    shell.press(.end)
    let short = TestLog.timed([TestLog.header()] + TestLog.steps(0...4))
    shell.send(.sourceNotice("run.jsonl was cut back to 100 bytes: it is folded afresh from its start"))
    shell.send(.historyLost)
    shell.send(.sourceRestarted(afresh: true))
    shell.log = short
    shell.restartSource()
    var fresh = Shell.settled(short)
    #expect(shell.place == fresh.place)
    #expect(shell.model.run.digest == fresh.model.run.digest)
    #expect(shell.model.feed.notices.count == 1)
    shell.press(.left)
    fresh.press(.left)
    #expect(shell.place == fresh.place)
    #expect(shell.model.run.digest == fresh.model.run.digest)
  }
}
