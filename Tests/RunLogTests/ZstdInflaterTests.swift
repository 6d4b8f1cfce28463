import CZstd
import Foundation
import RunEvents
import Testing

@testable import RunLog

/// One zstd frame with a checksum.
func zstdPacked(_ text: String, windowLog: Int32 = 0) throws -> [UInt8] {
  try zstdPacked(Array(text.utf8), windowLog: windowLog)
}

func zstdPacked(_ bytes: [UInt8], windowLog: Int32 = 0) throws -> [UInt8] {
  let context = try #require(ZSTD_createCCtx())
  defer { ZSTD_freeCCtx(context) }
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  // Without the size in the header the window stands there, as it does in a stream.
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0)
  if windowLog > 0 { ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog) }
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count) + 100)
  let count = output.withUnsafeMutableBytes { to in
    bytes.withUnsafeBytes { from in
      var input = ZSTD_inBuffer(src: from.baseAddress, size: from.count, pos: 0)
      var room = ZSTD_outBuffer(dst: to.baseAddress, size: to.count, pos: 0)
      // In two steps: a frame that is packed at once gets the window of its size.
      ZSTD_compressStream2(context, &room, &input, ZSTD_e_continue)
      ZSTD_compressStream2(context, &room, &input, ZSTD_e_end)
      return room.pos
    }
  }
  return Array(output[..<count])
}

@Suite struct ZstdInflaterTests {
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
      #expect(try read(zstdPacked(text)) == plain)
      #expect(try read(zstdPacked(text), step: 100) == plain)
    }
  }

  @Test func framesFollowOneAnotherInTheMiddleOfALineTooAndFramesToSkipAreSkipped() throws {
    let text = Array(noteLines(0..<30).utf8)
    let skipped: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9]
    let bytes = try stride(from: 0, to: text.count, by: 97).flatMap {
      try skipped + zstdPacked(Array(text[$0..<min($0 + 97, text.count)]))
    }
    for input in [bytes, bytes + skipped] {
      let drained = try read(input)
      #expect(drained.said == Array(0..<30) && drained.notices.isEmpty)
    }
  }

  @Test func anEmptyFrameIsNoLines() throws {
    #expect(try read(zstdPacked("")) == Drained(reachedEnd: true))
    #expect(try read(zstdPacked("") + zstdPacked(noteLine(1)) + zstdPacked("")).said == [1])
  }

  @Test func aWindowOf128MiBIsReadAndALongerOneIsRefusedInASentence() throws {
    #expect(try read(zstdPacked(noteLine(1), windowLog: 27)).said == [1])
    let drained = try read(zstdPacked(noteLine(1), windowLog: 28))
    #expect(drained.lines.isEmpty)
    #expect(drained.notices.count == 1 && drained.notices[0].contains("longer than 2^27 bytes"))
  }

  @Test func cutAtAnyByteWhatWasWholeIsKeptAndSaid() throws {
    let first = try zstdPacked(noteLines(0..<5))
    let bytes = try first + zstdPacked(noteLines(5..<10))
    for end in 4..<bytes.count {
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

  @Test func otherBytesBehindTheDataAreSaid() throws {
    for rubbish in [Array("rubbish".utf8), [0, 0, 0, 0, 0], [0x28, 0xB5, 0x2F, 0xFE, 1, 2]] as [[UInt8]] {
      let drained = try read(zstdPacked(noteLine(1)) + rubbish)
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
      let notices = try read(damaged).notices
      if index != 5 { #expect(notices.count == 1, "byte \(index)") }
    }
  }

  @Test func aWrongChecksumIsDamage() throws {
    var bytes = try zstdPacked(noteLines(0..<3))
    bytes[bytes.count - 1] ^= 1
    let drained = try read(bytes)
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

  @Test func theFirstBytesDecide() {
    #expect(PackedFormat(beginning: [0x1F, 0x8B] as [UInt8]) == .gzip)
    #expect(PackedFormat(beginning: [0x28, 0xB5, 0x2F, 0xFD, 7] as [UInt8]) == .zstd)
    #expect(PackedFormat(beginning: [0x50, 0x2A, 0x4D, 0x18] as [UInt8]) == .zstd)
    #expect(PackedFormat(beginning: [0x60, 0x2A, 0x4D, 0x18] as [UInt8]) == nil)
    for bytes in [[], [0x1F], [0x28, 0xB5, 0x2F], [0x5F, 0x2A]] as [[UInt8]] {
      #expect(PackedFormat.isUndecided(bytes))
    }
    for bytes in [[0x7B], [0x1F, 0x8B], [0x1F, 0x8C], [0x28, 0xB5, 0x2F, 0xFD], [0x28, 0x00]] as [[UInt8]] {
      #expect(!PackedFormat.isUndecided(bytes))
    }
  }
}
