import Files
import RouterService
import RunEvents
import RunState
import TestSupport
import Testing

/// A router that is killed at any byte and started again goes on with the same run.
struct RestartTests {
  /// A trainer's lines: pairs, feedback that comes late, metrics, controls.
  private static func session(seed: UInt64, count: Int) -> [String] {
    var random = SeededGenerator(seed: seed)
    var open: [String] = []
    var lines: [String] = []
    for index in 0..<count {
      let step = index / 6
      switch random.below(10) {
      case 0..<5:
        let numbers = random.vector(3).map { String($0) }.joined(separator: ",")
        let category = random.chance(50) ? #","category":"\#(random.element(["code", "math"]))""# : ""
        lines.append(#"{"type":"pair","id":"p\#(index)","step":\#(step),"x":[\#(numbers)]\#(category)}"#)
        open.append("p\(index)")
      case 5..<8 where !open.isEmpty:
        lines.append(#"{"type":"feedback","id":"\#(open.removeFirst())","loss":\#(random.uniform())}"#)
      case 8:
        lines.append(#"{"type":"metrics","step":\#(step),"values":{"loss":\#(random.uniform())}}"#)
      default:
        let action = random.element(["ban", "unban", "pin", "unpin", "forget", "reset", "remove", "add"])
        let keep = action == "forget" ? #","keep":0.5"# : ""
        lines.append(
          #"{"type":"control","seq":"s-\#(index)","action":"\#(action)","rm":"\#(random.element(["a", "b", "c"]))"\#(keep)}"#
        )
      }
    }
    return lines
  }

  /// With checkpoints beside the log, and without; some are of a log that was longer than what is left.
  @Test(arguments: zip(0..<3 as Range<UInt64>, [nil, 1, 9]))
  func killedAtAnyByteItGoesOnWithTheSameRun(_ seed: UInt64, spacing: Int?) throws {
    let lines = Self.session(seed: seed, count: 60)
    let steady = try TestDesk(rewardModels: ["a", "b", "c"])
    let answers = try lines.map { try steady.send($0) }
    let whole = try steady.folder.text("run.jsonl")
    #expect(try steady.digestOfLog() == steady.desk.state.digestText)

    var random = SeededGenerator(seed: seed + 99)
    let killed = try TestDesk(rewardModels: ["a", "b", "c"])
    killed.checkpointSpacing = spacing
    let header = whole.utf8.prefix { $0 != 0x0A }.count + 1
    var next = 0
    while next < lines.count {
      let burst = min(lines.count - next, 8 + random.below(30))
      for index in next..<(next + burst) { #expect(try killed.send(lines[index]) == answers[index]) }
      // Killed within the last write: the client got no answer to what was in it, and sends it again.
      let size = try killed.folder.text("run.jsonl").utf8.count
      let kept = size - random.below(400)
      truncate(killed.logPath, off_t(max(kept, header)))
      try killed.restart()
      // It goes on with the first line whose trace is not whole in the log.
      next = try resume(killed, lines, answers, upTo: next + burst)
    }
    #expect(try killed.folder.text("run.jsonl") == whole)
    #expect(try killed.desk.state.digestText == steady.desk.state.digestText)
    #expect(killed.checkpointsWritten > 0 || spacing == nil)
    #expect(killed.checkpointsWritten == 0 || spacing != nil)
  }

  @Test func aCheckpointSavesTheFoldAndADamagedOneCostsIt() throws {
    let desk = try TestDesk(rewardModels: ["a", "b", "c"])
    desk.checkpointSpacing = 1
    for line in Self.session(seed: 4, count: 50) { try desk.send(line) }
    #expect(desk.checkpointsWritten > 0)
    let digest = try desk.desk.state.digestText
    try desk.restart()
    #expect(try desk.desk.startedFromCheckpoint)
    #expect(try desk.desk.state.digestText == digest)
    try desk.folder.append("x", to: "run.jsonl.checkpoint")
    try desk.restart()
    #expect(try !desk.desk.startedFromCheckpoint)
    #expect(try desk.desk.state.digestText == digest)
  }

  /// What one router may not do any more while the log cannot be written, it must not do after a checkpoint either.
  @Test func whatCouldNotBeWrittenIsInNoCheckpoint() throws {
    let desk = try TestDesk(rewardModels: ["a", "b"])
    desk.checkpointSpacing = 1
    for line in Self.session(seed: 1, count: 30) { try desk.send(line) }
    let before = try desk.desk.state.digestText
    let written = desk.checkpointsWritten
    try #require(written > 0)
    unlink(desk.logPath)
    let answer = try desk.send(#"{"type":"pair","id":"late","step":9,"x":[1,2,3]}"#)
    #expect(answer?.contains("log_unwritable") == true)
    #expect(try desk.desk.state.digestText == before)
    #expect(desk.checkpointsWritten == written)
  }

  /// How many lines of the session the log holds with their answers; what was refused leaves no trace in it.
  private func resume(_ desk: TestDesk, _ lines: [String], _ answers: [String?], upTo end: Int) throws -> Int
  {
    let logged = Set(try desk.folder.text("run.jsonl").split(separator: "\n").map(String.init))
    let first = (0..<end).first { index in
      let trace = answers[index] ?? #"{"t":1000,"# + lines[index].dropFirst()
      return !trace.contains(#""type":"error""#) && !logged.contains(trace)
    }
    return first ?? end
  }
}
