import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct LogReaderTests {
  @Test func aFileIsReadWholeWithNumbersAndOffsets() throws {
    let folder = try TemporaryFolder()
    let text = noteLine(1) + "\n" + noteLine(2) + "\r\n" + noteLine(3)
    let reader = try LogReader(.file(path: try folder.write("run.jsonl", text), follow: false))
    let drained = try reader.drain()
    #expect(drained.said == [1, 2, 3])
    #expect(drained.lines.map(\.number) == [1, 3, 5])
    #expect(drained.lines.map(\.offset) == [0, noteLine(1).utf8.count + 1, 2 * noteLine(1).utf8.count + 3])
    #expect(drained.reachedEnd && !drained.tornTail && drained.notices.isEmpty)
    #expect(!reader.canGrow)
    #expect(reader.progress == (text.utf8.count, text.utf8.count))
    #expect(reader.position == LogPosition(offset: text.utf8.count, line: 6))
  }

  @Test(arguments: [false, true]) func anEmptyFileHasNoLines(follow: Bool) throws {
    let folder = try TemporaryFolder()
    let reader = try LogReader(.file(path: try folder.write("run.jsonl", ""), follow: follow))
    let drained = try reader.drain()
    #expect(drained == Drained(reachedEnd: true))
    #expect(reader.countLinesAhead() == 0)
    #expect(reader.progress == (0, 0))
  }

  @Test func aBinaryFileGivesFaultsAndNeverTraps() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: seed)
      let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let reader = try LogReader(.file(path: try folder.write("binary", bytes), follow: false))
      let drained = try reader.drain(maximumBytes: 777)
      #expect(drained.reachedEnd)
      #expect(drained.lines.allSatisfy { if case .fault = $0.content { true } else { false } })
      #expect(drained.lines.count > 10)
    }
  }

  @Test func aLastLineWithoutNewlineCountsWhenItIsWholeElseItIsTorn() throws {
    let folder = try TemporaryFolder()
    let whole = try folder.write("whole", noteLine(1) + String(noteLine(2).dropLast()))
    #expect(try LogReader(.file(path: whole, follow: false)).drain().said == [1, 2])
    let torn = try folder.write("torn", noteLine(1) + String(noteLine(2).dropLast(4)))
    let drained = try LogReader(.file(path: torn, follow: false)).drain()
    #expect(drained.said == [1])
    #expect(drained.tornTail)
  }

  @Test func aCallReadsNoMoreBytesAndNoMoreLinesThanItMay() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("run.jsonl", noteLines(0..<100))
    for (bytes, count) in [(1, 1), (7, 3), (1000, 1), (1000, 5), (1 << 20, 30), (100, .max)] {
      let reader = try LogReader(.file(path: path, follow: false))
      var all: [LogLine] = []
      var reachedEnd = false
      for _ in 0..<10_000 where !reachedEnd {
        let before = all.count
        let result = try reader.read(into: &all, maximumBytes: bytes, maximumLines: count)
        #expect(result.bytes <= bytes)
        #expect(all.count - before <= count)
        reachedEnd = result.reachedEnd
      }
      #expect(Drained(lines: all).said == Array(0..<100))
    }
  }

  @Test func boundsOfNothingAndBoundsWithoutLimitAreBothKept() throws {
    let folder = try TemporaryFolder()
    let reader = try LogReader(.file(path: try folder.write("run.jsonl", noteLines(0..<9)), follow: false))
    var lines: [LogLine] = []
    for (bytes, count) in [(0, 5), (100, 0), (-1, -1), (.min, .min)] {
      let result = try reader.read(into: &lines, maximumBytes: bytes, maximumLines: count)
      #expect(result == LogReader.ReadResult())
    }
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: .max)
    #expect(Drained(lines: lines).said == Array(0..<9))
  }

  @Test func anyStepsGiveTheSameLinesAsOneRead() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<30 {
      var generator = SeededGenerator(seed: seed)
      let text = randomText(&generator)
      let path = try folder.write("run.jsonl", text)
      let once = try LogReader(.file(path: path, follow: false)).drain()
      let reader = try LogReader(.file(path: path, follow: false))
      var stepped = Drained()
      while !stepped.reachedEnd {
        let result = try reader.read(
          into: &stepped.lines, maximumBytes: Int.random(in: 1...300, using: &generator),
          maximumLines: Int.random(in: 1...5, using: &generator))
        stepped.tornTail = stepped.tornTail || result.tornTail
        stepped.reachedEnd = result.reachedEnd
      }
      #expect(stepped == once, "seed \(seed)")
    }
  }

  @Test func aLineOfOneGigabyteOfZerosIsOneFaultInLittleMemory() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("run.jsonl", noteLine(1))
    let length = 1 << 30
    try folder.truncate("run.jsonl", to: noteLine(1).utf8.count + length)
    try folder.append("run.jsonl", "\n" + noteLine(2))
    let reader = try LogReader(.file(path: path, follow: false))
    let before = residentBytes()
    var drained = Drained()
    while !drained.reachedEnd {
      let result = try reader.read(into: &drained.lines, maximumBytes: 64 << 20, maximumLines: 100)
      drained.reachedEnd = result.reachedEnd
    }
    #expect(drained.said == [1, 2])
    #expect(drained.lines.count == 3)
    #expect(drained.lines[1].length == length + 1)
    guard case .fault(let reason) = drained.lines[1].content else {
      Issue.record("no fault")
      return
    }
    #expect(reason.kind == .lineTooLong)
    #expect(residentBytes() - before < 300 << 20)
  }

  private func residentBytes() -> Int {
    let fields =
      (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
  }
}

/// Notes, blank lines, both line endings, rubbish, and sometimes an unfinished end.
func randomText(_ generator: inout SeededGenerator) -> String {
  var text = ""
  for number in 0..<Int.random(in: 0...60, using: &generator) {
    switch Int.random(in: 0...9, using: &generator) {
    case 0: text += "\n"
    case 1: text += "\r\n"
    case 2: text += "rubbish \(number)\n"
    case 3: text += noteLine(number).dropLast() + "\r\n"
    default: text += noteLine(number, padding: Int.random(in: 0...200, using: &generator))
    }
  }
  if Bool.random(using: &generator) { text += noteLine(999).prefix(20) }
  return text
}
