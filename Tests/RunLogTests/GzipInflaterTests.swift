import RunEvents
import TestSupport
import Testing

@testable import RunLog

@Suite struct GzipInflaterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func membersFollowOneAnotherInTheMiddleOfALineToo() throws {
    let text = Array(noteLines(0..<30).utf8)
    let bytes = stride(from: 0, to: text.count, by: 97).flatMap {
      packed(Array(text[$0..<min($0 + 97, text.count)]))
    }
    let drained = try folder.readPacked(bytes)
    #expect(drained.said == Array(0..<30) && drained.notices.isEmpty)
  }

  @Test func paddingIsPassedOverAndOtherBytesBehindTheDataAreSaid() throws {
    let bytes = packed(noteLine(1))
    #expect(try folder.readPacked(bytes + [0, 0, 0]).notices.isEmpty)
    #expect(try folder.readPacked(bytes + [0, 0] + packed(noteLine(2))).said == [1, 2])
    for rubbish in [Array("rubbish".utf8), [0, 0, 7], [0x1F, 0x8C, 1, 2, 3], [0x1F, 0x8B, 9, 9]] as [[UInt8]]
    {
      let drained = try folder.readPacked(bytes + rubbish)
      #expect(drained.said == [1])
      #expect(drained.notices.count == 1 && drained.notices[0].contains("behind its compressed data"))
    }
  }

  @Test func damageAnywhereIsSaidOrHarmlessAndNeverATrap() throws {
    let bytes = packed(noteLines(0..<20))
    for index in 2..<bytes.count {
      var damaged = bytes
      damaged[index] ^= 0x55
      let drained = try folder.readPacked(damaged)
      // Header fields such as the time are not checked by the format.
      if index >= 10 { #expect(drained.notices.count == 1, "byte \(index)") }
    }
  }

  @Test func aWrongChecksumKeepsTheLines() throws {
    var bytes = packed(noteLines(0..<3))
    bytes[bytes.count - 6] ^= 1
    let drained = try folder.readPacked(bytes)
    #expect(drained.said == [0, 1, 2])
    #expect(drained.notices.count == 1 && drained.notices[0].contains("incorrect data check"))
  }

  @Test func whatUnpacksToFarMoreThanItHoldsIsUnpackedInBoundedSteps() throws {
    let bytes = packed([UInt8](repeating: 0x0A, count: 2 << 20))
    #expect(bytes.count < 4_000)
    let reader = try LogReader(.file(path: try folder.write("log", bytes), follow: false))
    var lines: [LogLine] = []
    let result = try reader.read(into: &lines, maximumBytes: 1000, maximumLines: .max)
    #expect(result.bytes == 1000 && !result.reachedEnd)
    _ = try reader.drain()
    #expect(reader.position.line == 1 + 2 << 20)
  }
}
