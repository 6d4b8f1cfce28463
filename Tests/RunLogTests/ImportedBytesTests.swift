import Files
import Foundation
import Importers
import RunEvents
import TestSupport
import Testing

@testable import RunLog

/// Files of other programs as sources: what holds of any source holds of them.
@Suite struct ImportedBytesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func verl(_ steps: some Sequence<Int>) -> String {
    steps.map { #"{"step": \#($0), "data": {"loss": 0.5}}"# + "\n" }.joined()
  }

  private func reader(_ text: String, follow: Bool = true, clock: HandClock = HandClock()) throws -> LogReader
  {
    try LogReader(
      .file(path: try folder.write("metrics.jsonl", text), follow: follow), clock: clock.read)
  }

  @Test func aForeignFileIsReadAsMetricsWithTheNumbersOfItsLines() throws {
    let reader = try reader(verl(1..<3) + "oops\n" + verl(4..<5), follow: false)
    let drained = try reader.drain()
    #expect(drained.steps == [1, 2, 4] && drained.reachedEnd && !reader.canGrow)
    #expect(drained.lines.map(\.number) == [1, 2, 3, 4])
    guard case .fault(let reason) = drained.lines[2].content else { throw CocoaError(.formatting) }
    #expect(reason.kind == .invalidJSON)
    #expect(reader.importedFormat == .verl)
  }

  @Test func standardInputAndPackedFilesAreRecognisedToo() throws {
    let pipe = try Pipe()
    try pipe.write(verl(0..<9))
    pipe.end()
    #expect(try LogReader(.standardInput, standardInput: pipe.reading.raw).drain().steps == Array(0..<9))
    let packed = try folder.write("metrics.jsonl.gz", packed(verl(0..<9)))
    #expect(try LogReader(.file(path: packed, follow: false)).drain().steps == Array(0..<9))
  }

  @Test func theLinesOfAFileAreTheSameHoweverItIsRead() throws {
    let path = try folder.write("metrics.jsonl", verl(0..<300))
    let whole = try LogReader(.file(path: path, follow: false)).drain()
    for seed in 0..<8 {
      var generator = SeededGenerator(seed: seed)
      let reader = try LogReader(.file(path: path, follow: false))
      var lines: [LogLine] = []
      var reachedEnd = false
      while !reachedEnd {
        reachedEnd = try reader.read(
          into: &lines, maximumBytes: generator.integer(1...900), maximumLines: generator.integer(1...9)
        ).reachedEnd
        if generator.chance(5), !lines.isEmpty {
          // Back to some line, and on from there.
          let place = generator.integer(0...lines.count - 1)
          lines.removeSubrange(place...)
          let back =
            lines.last.map { LogPosition(offset: $0.offset + $0.length, line: $0.number + 1) } ?? .start
          reader.seek(to: back)
          reachedEnd = false
        }
      }
      #expect(lines == whole.lines, "seed \(seed)")
    }
  }

  @Test func aFollowedFileIsReadOnAsItGrows() throws {
    let reader = try reader("")
    #expect(try reader.drain().steps == [])
    try folder.append("metrics.jsonl", String(verl(1..<2).dropLast(9)))
    #expect(try reader.drain().lines.isEmpty)
    try folder.append("metrics.jsonl", String(verl(1..<2).suffix(9)) + verl(2..<4) + #"{"step""#)
    let drained = try reader.drain()
    #expect(drained.steps == [1, 2, 3] && drained.reachedEnd && reader.canGrow)
    #expect(reader.countLinesAhead() == 0)
    try folder.append("metrics.jsonl", String(verl(4..<6).dropFirst(7)))
    #expect(try reader.drain().steps == [4, 5])
  }

  @Test func aCutOffPartialLineIsForgottenAndAnotherFileIsRecognisedAnew() throws {
    let clock = HandClock()
    let reader = try reader(verl(0..<3) + #"{"step": 3, "da"#, clock: clock)
    #expect(try reader.drain().steps == [0, 1, 2])
    try folder.truncate("metrics.jsonl", to: verl(0..<3).utf8.count)
    #expect(try reader.drain().steps == [])
    try folder.append("metrics.jsonl", verl(7..<8))
    #expect(try reader.drain().steps == [7])
    // Another file under the same name, and it is a run log.
    try folder.write("new", noteLines(0..<2))
    try folder.rename("new", to: "metrics.jsonl")
    let drained = try reader.drain()
    #expect(try drained.said + reader.drain().said == [0, 1])
    #expect(reader.importedFormat == nil && reader.generation == 1)
  }

  private func state(_ steps: some Sequence<Int>) -> String {
    let entries = steps.map { "    {\n      \"loss\": 0.5,\n      \"step\": \($0)\n    }" }
    return "{\n  \"best_metric\": null,\n  \"global_step\": \(entries.count),\n  \"log_history\": [\n"
      + entries.joined(separator: ",\n") + "\n  ]\n}\n"
  }

  /// The trainer empties its state and writes it anew, or puts another file in its place: it is read again as a whole,
  /// and never in part.
  @Test(arguments: [false, true]) func aDocumentThatIsWrittenAnewIsFoldedAfresh(isReplaced: Bool) throws {
    let clock = HandClock()
    let path = try folder.write("trainer_state.json", state(1..<4))
    let reader = try LogReader(.file(path: path, follow: true), clock: clock.read)
    #expect(try reader.drain().steps == [1, 2, 3])
    let next = state(1..<6)
    let half = next.utf8.prefix(60)
    var isAfresh = false
    var lines: [LogLine] = []
    func read() throws {
      for _ in 0..<3 {
        let result = try reader.read(into: &lines, maximumBytes: 1 << 20, maximumLines: .max)
        isAfresh = isAfresh || result.startsAfresh
      }
    }
    if isReplaced {
      try folder.write("new", next)
      try folder.rename("new", to: "trainer_state.json")
    } else {
      try folder.write("trainer_state.json", half)
      try read()
      #expect(lines.isEmpty)
      clock.advance(PlainFile.quietSeconds)
      try folder.append("trainer_state.json", String(decoding: next.utf8.dropFirst(60), as: UTF8.self))
    }
    try read()
    #expect(Drained(lines: lines).steps == [1, 2, 3, 4, 5] && isAfresh)
    #expect(lines.first?.number == 1 && reader.importedFormat == .trainerState)
  }

  @Test func aFolderStandsForTheOneFileInIt() throws {
    #expect(makeDirectory(folder.path("run")))
    #expect(makeDirectory(folder.path("run/below")))
    try folder.write("run/notes.txt", "x")
    #expect(throws: SourceError.directory(path: folder.path("run"), example: nil)) {
      try LogReader(.file(path: folder.path("run"), follow: false))
    }
    try folder.write("run/below/trainer_state.json", state(1..<3))
    #expect(
      throws: SourceError.severalFiles(
        folder: folder.path("run"), files: [folder.path("run/below/trainer_state.json")])
    ) { try LogReader(.file(path: folder.path("run"), follow: false)) }
    try folder.write("run/trainer_state.json", state(5..<7))
    #expect(try LogReader(.file(path: folder.path("run") + "/", follow: true)).drain().steps == [5, 6])
    try folder.write("run/a.tfevents.1", "")
    let error = #expect(throws: SourceError.self) {
      try LogReader(.file(path: folder.path("run"), follow: false))
    }
    #expect(
      error.map { "\($0)" }
        == "\(folder.path("run")) is a folder: name the file to be read, one of \(folder.path("run/a.tfevents.1")), "
        + folder.path("run/trainer_state.json"))
  }

  @Test func aFormatThatIsNamedCounts() throws {
    let path = try folder.write("metrics.jsonl", verl(0..<2))
    let asLog = try LogReader(.file(path: path, follow: false), format: .runLog).drain()
    #expect(asLog.lines.count == 2 && asLog.steps == [])
    let empty = try folder.write("other.jsonl", #"{"epoch":1}"# + "\n")
    let reader = try LogReader(.file(path: empty, follow: false), format: .foreign(.verl))
    guard case .fault(let reason) = try reader.drain().lines[0].content else { throw CocoaError(.formatting) }
    #expect(reason.message.contains("`data`"))
  }

  @Test func anEmptiedFileThatIsNotFollowedEnds() throws {
    let reader = try reader(verl(0..<2), follow: false)
    try folder.truncate("metrics.jsonl", to: 0)
    #expect(try reader.drain().reachedEnd)
  }

  @Test func aLineIsReadBackFromTheLogThatWasMade() throws {
    let reader = try reader(verl(0..<20), follow: false)
    let lines = try reader.drain().lines
    #expect(try reader.lines(at: lines[7].offset).first?.content == lines[7].content)
    #expect(
      try String(decoding: reader.rawBytes(of: lines[7]), as: UTF8.self)
        == #"{"type":"metrics","step":7,"values":{"loss":0.5}}"#)
  }
}

private func makeDirectory(_ path: String) -> Bool { mkdir(path, 0o700) == 0 }

extension Drained {
  /// The steps of `metrics` lines.
  var steps: [Int] {
    lines.compactMap {
      guard case .event(let timed) = $0.content, case .metrics(let metrics) = timed.event else { return nil }
      return metrics.step
    }
  }
}
