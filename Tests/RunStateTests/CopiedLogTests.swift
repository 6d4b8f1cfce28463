import FoundationEssentials
import RunEvents
import RunLog
import TestSupport
import Testing

@testable import RunState

/// A watched log that is mirrored, cut back or edited: the state is that of the file as it is.
struct CopiedLogTests {
  private func text(steps: ClosedRange<Int>, seed: Int = 0) -> String {
    var generator = SeededGenerator(seed: seed)
    var log = LogBuilder()
    log.run()
    for step in steps {
      for place in 0..<4 {
        let id = "\(step)-\(place)"
        log.pair(id, step: step, x: [1, Double.random(in: -1...1, using: &generator)])
        log.decide(id, ["a", "b", "c"][place % 3])
      }
      for place in 0..<4 {
        log.loss("\(step)-\(place)", Double.random(in: 0...1, using: &generator))
      }
    }
    return log.lines.map { line in
      guard case .event(let timed) = line.content else { return "" }
      return EventEncoder().encode(timed) + "\n"
    }.joined()
  }

  private func fold(_ reader: LogReader, into state: inout RunState) throws {
    for _ in 0..<1000 {
      var lines: [LogLine] = []
      let result = try reader.read(into: &lines, maximumBytes: 5000, maximumLines: .max)
      if result.startsAfresh { state = RunState() }
      for line in lines { state.fold(line) }
      if result.reachedEnd { return }
    }
    Issue.record("the log has no end")
  }

  private func fresh(_ folder: TemporaryFolder) throws -> UInt64 {
    var state = RunState()
    try fold(LogReader(.file(path: folder.file("run.jsonl"), follow: false)), into: &state)
    return state.digest
  }

  @Test func theStateIsThatOfTheFileAsItIs() throws {
    let folder = try TemporaryFolder()
    let clock = HandClock()
    func put(_ text: String, _ name: String = "run.jsonl") throws {
      try text.write(toFile: folder.file(name), atomically: name == "run.jsonl", encoding: .utf8)
    }
    try put(text(steps: 0...5))
    let reader = try LogReader(.file(path: folder.file("run.jsonl"), follow: true), clock: clock.read)
    var state = RunState()
    try fold(reader, into: &state)
    #expect(state.counts.decisions == 24)
    // Five mirrors, by a file that is moved over (which `atomically` does).
    for end in 6...10 {
      try put(text(steps: 0...end))
      try fold(reader, into: &state)
      #expect(state.digest == (try fresh(folder)) && state.counts.decisions == 4 * (end + 1))
    }
    // Written over in place.
    try text(steps: 0...12).write(toFile: folder.file("run.jsonl"), atomically: false, encoding: .utf8)
    try fold(reader, into: &state)
    #expect(state.digest == (try fresh(folder)) && state.counts.decisions == 52)
    // Cut back by a resuming trainer, then continued otherwise.
    try put(text(steps: 0...7))
    try fold(reader, into: &state)
    #expect(state.counts.decisions == 52)
    clock.advance(5)
    try fold(reader, into: &state)
    #expect(state.digest == (try fresh(folder)) && state.counts.decisions == 32)
    // An editor's save.
    try put(text(steps: 0...9).replacing("\"id\":\"5-2\"", with: "\"id\":\"5-7\""))
    try fold(reader, into: &state)
    #expect(state.digest == (try fresh(folder)) && state.counts.decisions == 40)
  }
}
