import CZlib
import Foundation
import RunEvents
import Testing

@testable import RunLog

/// One gzip member.
func packed(_ text: String) -> [UInt8] { packed(Array(text.utf8)) }

func packed(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1000)
  let count = input.withUnsafeMutableBufferPointer { from in
    output.withUnsafeMutableBufferPointer { to in
      stream.next_in = from.baseAddress
      stream.avail_in = UInt32(from.count)
      stream.next_out = to.baseAddress
      stream.avail_out = UInt32(to.count)
      deflate(&stream, Z_FINISH)
      return to.count - Int(stream.avail_out)
    }
  }
  return Array(output[..<count])
}

@Suite struct GzipInflaterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ bytes: [UInt8], step: Int = 1 << 20) throws -> Drained {
    let reader = try LogReader(.file(path: try folder.write("log", bytes), follow: true))
    let drained = try reader.drain(maximumBytes: step)
    #expect(drained.reachedEnd && !reader.canGrow)
    return drained
  }

  @Test func aPackedFileIsKnownByItsFirstBytesAndReadsLikeThePlainOne() throws {
    for seed in 0..<10 {
      var generator = SeededGenerator(seed)
      let text = randomText(&generator)
      let plain = try LogReader(.file(path: try folder.write("plain", text), follow: false)).drain()
      #expect(try read(packed(text)) == plain)
      #expect(try read(packed(text), step: 100) == plain)
    }
  }

  @Test func membersFollowOneAnotherInTheMiddleOfALineToo() throws {
    let text = Array(noteLines(0..<30).utf8)
    let bytes = stride(from: 0, to: text.count, by: 97).flatMap {
      packed(Array(text[$0..<min($0 + 97, text.count)]))
    }
    let drained = try read(bytes)
    #expect(drained.said == Array(0..<30) && drained.notices.isEmpty)
  }

  @Test func anEmptyMemberIsNoLines() throws {
    #expect(try read(packed("")) == Drained(reachedEnd: true))
    #expect(try read(packed("") + packed(noteLine(1)) + packed("")).said == [1])
  }

  @Test func cutAtAnyByteWhatWasWholeIsKeptAndSaid() throws {
    let first = packed(noteLines(0..<5))
    let bytes = first + packed(noteLines(5..<10))
    for end in 2..<bytes.count {
      let drained = try read(Array(bytes[..<end]))
      #expect(drained.said == Array(0..<drained.said.count))
      if end >= first.count { #expect(drained.said.count >= 5) }
      if end == first.count {
        #expect(drained.notices.isEmpty)
      } else {
        #expect(drained.notices.count == 1 && drained.notices[0].contains("ends in the middle"), "\(end)")
      }
    }
  }

  @Test func paddingIsPassedOverAndOtherBytesBehindTheDataAreSaid() throws {
    let bytes = packed(noteLine(1))
    #expect(try read(bytes + [0, 0, 0]).notices.isEmpty)
    #expect(try read(bytes + [0, 0] + packed(noteLine(2))).said == [1, 2])
    for rubbish in [Array("rubbish".utf8), [0, 0, 7], [0x1F, 0x8C, 1, 2, 3], [0x1F, 0x8B, 9, 9]] as [[UInt8]]
    {
      let drained = try read(bytes + rubbish)
      #expect(drained.said == [1])
      #expect(drained.notices.count == 1 && drained.notices[0].contains("behind its compressed data"))
    }
  }

  @Test func damageAnywhereIsSaidOrHarmlessAndNeverATrap() throws {
    let bytes = packed(noteLines(0..<20))
    for index in 2..<bytes.count {
      var damaged = bytes
      damaged[index] ^= 0x55
      let drained = try read(damaged)
      // Header fields such as the time are not checked by the format.
      if index >= 10 { #expect(drained.notices.count == 1, "byte \(index)") }
    }
  }

  @Test func aWrongChecksumKeepsTheLines() throws {
    var bytes = packed(noteLines(0..<3))
    bytes[bytes.count - 6] ^= 1
    let drained = try read(bytes)
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
