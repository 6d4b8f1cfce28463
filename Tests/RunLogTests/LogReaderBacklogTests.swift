import Foundation
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct LogReaderBacklogTests {
  @Test func linesAheadAreAsANaiveCountHasThemInAnySteps() throws {
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
        for _ in 0...text.utf8.count / 100 { _ = reader.countLinesAhead(maximumBytes: 100) }
        let naive = text.utf8.dropFirst(reader.position.offset).count { $0 == 0x0A }
        #expect(reader.countLinesAhead() == naive, "seed \(seed)")
      }
    }
  }

  @Test func noByteIsSearchedTwice() throws {
    let bytes = CountingBytes(Array(noteLines(0..<1000).utf8))
    let reader = LogReader(.standardInput, bytes: bytes)
    for _ in 0..<10 { #expect(reader.countLinesAhead() == 1000) }
    #expect(bytes.bytesRead == bytes.size)
    var lines: [LogLine] = []
    _ = try reader.read(into: &lines, maximumBytes: .max, maximumLines: 400)
    bytes.bytesRead = 0
    #expect(reader.countLinesAhead() == 600)
    #expect(bytes.bytesRead == 0)
    let other = LogReader(.standardInput, bytes: bytes)
    _ = try other.read(into: &lines, maximumBytes: .max, maximumLines: 400)
    bytes.bytesRead = 0
    #expect(other.countLinesAhead() == 600)
    #expect(bytes.bytesRead == bytes.size - other.position.offset, "nor is one that was read before")
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
