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

extension Drained {
  /// The steps of `metrics` lines.
  var steps: [Int] {
    lines.compactMap {
      guard case .event(let timed) = $0.content, case .metrics(let metrics) = timed.event else { return nil }
      return metrics.step
    }
  }
}
