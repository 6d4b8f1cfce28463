import TestSupport
import Testing

@testable import RunLog

/// What holds for every packed log, whatever packed it.
@Suite struct PackedFormatTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ bytes: [UInt8], step: Int = 1 << 20) throws -> Drained {
    try folder.readPacked(bytes, step: step)
  }

  @Test(arguments: [PackedFormat.gzip, .zstd])
  func aPackedFileIsKnownByItsFirstBytesAndReadsLikeThePlainOne(format: PackedFormat) throws {
    for seed in 0..<10 {
      var generator = SeededGenerator(seed: seed)
      let text = randomText(&generator)
      let plain = try LogReader(.file(path: try folder.write("plain", text), follow: false)).drain()
      #expect(try read(format.pack(text)) == plain)
      #expect(try read(format.pack(text), step: 100) == plain)
    }
  }

  @Test(arguments: [PackedFormat.gzip, .zstd]) func anEmptyPieceIsNoLines(format: PackedFormat) throws {
    let nothing = try format.pack("")
    #expect(try read(nothing) == Drained(reachedEnd: true))
    #expect(try read(nothing + format.pack(noteLine(1)) + nothing).said == [1])
  }

  @Test(arguments: [PackedFormat.gzip, .zstd])
  func cutAtAnyByteWhatWasWholeIsKeptAndSaid(format: PackedFormat) throws {
    let first = try format.pack(noteLines(0..<5))
    let bytes = try first + format.pack(noteLines(5..<10))
    for end in format.signatureLength..<bytes.count {
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
