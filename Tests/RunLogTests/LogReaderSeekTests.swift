import Foundation
import RunEvents
import Testing

@testable import RunLog

@Suite struct LogReaderSeekTests {
  @Test(arguments: [false, true]) func `seeking anywhere gives the same lines again`(follow: Bool) throws {
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

  @Test func `a seek is moved to what is there`() throws {
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

  @Test func `the bytes of a line can be read back`() throws {
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

@Suite struct LogReaderBacklogTests {
  @Test func `lines ahead are as a naive count has them, in any steps`() throws {
    let folder = try TemporaryFolder()
    for seed in 0..<20 {
      var generator = SeededGenerator(seed: seed)
      var text = randomText(&generator)
      let path = try folder.write("run.jsonl", text)
      let reader = try LogReader(.file(path: path, follow: true))
      var places = [reader.position]
      for _ in 0..<60 {
        var lines: [LogLine] = []
        switch Int.random(in: 0...3, using: &generator) {
        case 0:
          let more = randomText(&generator)
          try folder.append("run.jsonl", more)
          text += more
        case 1:
          reader.seek(to: try #require(places.randomElement(using: &generator)))
        default:
          _ = try reader.read(into: &lines, maximumBytes: 500, maximumLines: 4)
          places.append(reader.position)
        }
        // Sizes are taken notice of when the reader looks.
        _ = try reader.read(into: &lines, maximumBytes: 0, maximumLines: 0)
        for _ in 0..<1000 {
          _ = reader.countLinesAhead(maximumBytes: 100)
          if reader.linesAheadAreCounted { break }
        }
        let naive = text.utf8.dropFirst(reader.position.offset).count { $0 == 0x0A }
        #expect(reader.countLinesAhead() == naive, "seed \(seed)")
      }
    }
  }

  @Test func `no byte is searched twice`() throws {
    let bytes = CountingBytes(Array(noteLines(0..<1000).utf8))
    let reader = LogReader(.standardInput, bytes: bytes)
    for _ in 0..<10 { #expect(reader.countLinesAhead() == 1000) }
    #expect(bytes.bytesRead == bytes.size)
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: 400)
    bytes.bytesRead = 0
    #expect(reader.countLinesAhead() == 600)
    #expect(bytes.bytesRead == 0)
  }
}

/// Bytes in memory that say how many of them were read.
final class CountingBytes: LogBytes {
  let content: [UInt8]
  var bytesRead = 0

  init(_ content: [UInt8]) { self.content = content }

  var size: Int { content.count }
  var isComplete: Bool { true }
  var canGrow: Bool { false }
  var newsDescriptor: Int32? { nil }
  var heartbeat: Int? { nil }

  func look(cursor: Int, wanted: Int) throws(SourceError) -> SourceLook { SourceLook() }

  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    let piece = content.dropFirst(offset).prefix(buffer.count)
    buffer.copyBytes(from: piece)
    bytesRead += piece.count
    return piece.count
  }
}
