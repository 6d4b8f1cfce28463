import Files
import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct ZstdInflaterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func framesFollowOneAnotherInTheMiddleOfALineTooAndFramesToSkipAreSkipped() throws {
    let text = Array(noteLines(0..<30).utf8)
    let skipped: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9]
    let bytes = try stride(from: 0, to: text.count, by: 97).flatMap {
      try skipped + zstdPacked(Array(text[$0..<min($0 + 97, text.count)]))
    }
    for input in [bytes, bytes + skipped] {
      let drained = try folder.readPacked(input)
      #expect(drained.said == Array(0..<30) && drained.notices.isEmpty)
    }
  }

  @Test func aWindowOf128MiBIsReadAndALongerOneIsRefusedInASentence() throws {
    #expect(try folder.readPacked(zstdPacked(noteLine(1), windowLog: 27)).said == [1])
    let drained = try folder.readPacked(zstdPacked(noteLine(1), windowLog: 28))
    #expect(drained.lines.isEmpty)
    #expect(drained.notices.count == 1 && drained.notices[0].contains("longer than 2^27 bytes"))
  }

  @Test func otherBytesBehindTheDataAreSaid() throws {
    for rubbish in [Array("rubbish".utf8), [0, 0, 0, 0, 0], [0x28, 0xB5, 0x2F, 0xFE, 1, 2]] as [[UInt8]] {
      let drained = try folder.readPacked(zstdPacked(noteLine(1)) + rubbish)
      #expect(drained.said == [1])
      #expect(drained.notices.count == 1 && drained.notices[0].contains("behind its compressed data"))
    }
  }

  @Test func damageAnywhereIsSaidOrHarmlessAndNeverATrap() throws {
    let bytes = try zstdPacked(noteLines(0..<20))
    for index in 4..<bytes.count {
      var damaged = bytes
      damaged[index] ^= 0x55
      // A longer or shorter window, which stands in byte 5, harms nothing where it is long enough.
      let notices = try folder.readPacked(damaged).notices
      if index != 5 { #expect(notices.count == 1, "byte \(index)") }
    }
  }

  @Test func aWrongChecksumIsDamage() throws {
    var bytes = try zstdPacked(noteLines(0..<3))
    bytes[bytes.count - 1] ^= 1
    let drained = try folder.readPacked(bytes)
    #expect(drained.notices.count == 1 && drained.notices[0].contains("is damaged"))
  }

  @Test func whatUnpacksToFarMoreThanItHoldsIsReadInBoundedSteps() throws {
    let bytes = try zstdPacked([UInt8](repeating: 0x0A, count: 8 << 20))
    #expect(bytes.count < 4_000)
    let reader = try LogReader(.file(path: try folder.write("log", bytes), follow: false))
    var lines: [LogLine] = []
    let result = try reader.read(into: &lines, maximumBytes: 1000, maximumLines: .max)
    #expect(result.bytes == 1000 && !result.reachedEnd)
    #expect(reader.progress.size == 8 << 20)
  }

  @Test func oneByteAtATimeThroughAPipe() throws {
    let pipe = try Pipe()
    let reader = try LogReader(.standardInput, standardInput: pipe.reading.raw)
    var said: [Int] = []
    for byte in try zstdPacked(noteLines(0..<4)) + zstdPacked(noteLine(4)) {
      try pipe.write([byte])
      said += try reader.drain().said
    }
    pipe.end()
    said += try reader.drain().said
    #expect(said == Array(0...4))
  }
}
