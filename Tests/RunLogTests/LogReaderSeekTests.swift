import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct LogReaderSeekTests {
  @Test(arguments: [false, true]) func seekingAnywhereGivesTheSameLinesAgain(follow: Bool) throws {
    let folder = try TemporaryFolder()
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: seed)
      let path = try folder.write("run.jsonl", randomText(&generator))
      let reader = try LogReader(.file(path: path, follow: follow))
      var places = [(position: reader.position, index: 0)]
      var all: [LogLine] = []
      for _ in 0..<5000 {
        let result = try reader.read(into: &all, maximumBytes: 90, maximumLines: 3)
        places.append((reader.position, all.count))
        if result.reachedEnd { break }
      }
      for _ in 0..<20 {
        let place = try #require(places.randomElement(using: &generator))
        reader.seek(to: place.position)
        #expect(reader.position == place.position)
        var again: [LogLine] = []
        _ = try reader.read(
          into: &again, maximumBytes: Int.random(in: 1...2000, using: &generator), maximumLines: 7)
        #expect(again.elementsEqual(all[place.index...].prefix(again.count)), "seed \(seed)")
      }
      reader.seek(to: .start)
      #expect(try reader.drain().lines == all)
    }
  }

  @Test func aSeekIsMovedToWhatIsThere() throws {
    let folder = try TemporaryFolder()
    let reader = try LogReader(.file(path: try folder.write("run.jsonl", noteLines(0..<5)), follow: false))
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: 2)
    let here = reader.position
    reader.seek(to: LogPosition(offset: .max, line: 7))
    #expect(reader.position == here)
    reader.seek(to: LogPosition(offset: -5, line: -5))
    #expect(reader.position == reader.earliest)
    #expect(try reader.drain().said == Array(0..<5))
  }

  @Test(arguments: [1, 4]) func theEndOfASourceCountsEveryTimeItIsReached(cut: Int) throws {
    let folder = try TemporaryFolder()
    let text = noteLine(1) + noteLine(2).dropLast(cut)
    let reader = try LogReader(.file(path: try folder.write("run.jsonl", text), follow: false))
    let first = try reader.drain()
    #expect(first.lines.count == (cut == 1 ? 2 : 1))
    reader.seek(to: .start)
    #expect(try reader.drain() == first)
  }

  /// Wherever the reader stands, and without moving it: what stands at an offset is what stood there.
  @Test(arguments: [false, true]) func everyLineCanBeReadAgainByItsOffset(follow: Bool) throws {
    let folder = try TemporaryFolder()
    for seed in 0..<12 {
      var generator = SeededGenerator(seed: seed)
      let path = try folder.write("run.jsonl", randomText(&generator))
      let reader = try LogReader(.file(path: path, follow: follow))
      let all = try reader.drain().lines
      let here = reader.position
      for line in all {
        let again = try reader.lines(at: line.offset).first
        #expect(again?.content == line.content, "seed \(seed), offset \(line.offset)")
        #expect(again?.length == line.length)
      }
      #expect(reader.position == here)
      #expect(try reader.lines(at: -1).isEmpty)
      #expect(try reader.lines(at: 1 << 40).isEmpty)
    }
  }

  @Test func aLineLongerThanWhatIsReadAtOnceComesWhole() throws {
    let folder = try TemporaryFolder()
    let long = #"{"type":"note","text":""# + String(repeating: "x", count: 40_000) + #""}"#
    let path = try folder.write("run.jsonl", noteLine(1) + long + "\n" + noteLine(2))
    let reader = try LogReader(.file(path: path, follow: false))
    let all = try reader.drain().lines
    #expect(all.count == 3)
    #expect(try reader.lines(at: all[1].offset).map(\.content) == [all[1].content])
  }

  @Test func theBytesOfALineCanBeReadBack() throws {
    let folder = try TemporaryFolder()
    let text = noteLine(1) + noteLine(2).dropLast() + "\r\n" + noteLine(3).dropLast()
    let reader = try LogReader(.file(path: try folder.write("run.jsonl", text), follow: false))
    let drained = try reader.drain()
    let texts = try drained.lines.map { String(decoding: try reader.rawBytes(of: $0), as: UTF8.self) }
    #expect(texts == (1...3).map { String(noteLine($0).dropLast()) })
    let beyond = LogLine(number: 9, offset: 99_999, length: 10, content: drained.lines[0].content)
    #expect(try reader.rawBytes(of: beyond) == [])
    let absurd = LogLine(number: 9, offset: -1, length: .max, content: drained.lines[0].content)
    #expect(try reader.rawBytes(of: absurd) == [])
  }
}
