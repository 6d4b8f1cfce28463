import CZlib
import CZstd
import TestSupport
import Testing

@testable import RunLog

// Packs texts as the programs gzip and zstd do.

extension PackedFormat {
  /// One gzip member or one zstd frame.
  func pack(_ text: String) throws -> [UInt8] {
    switch self {
    case .gzip: packed(text)
    case .zstd: try zstdPacked(text)
    }
  }

  /// The first bytes of every file of the format.
  var signatureLength: Int {
    switch self {
    case .gzip: 2
    case .zstd: 4
    }
  }
}

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

extension TemporaryFolder {
  /// Writes a packed log and reads all of it, in steps.
  func readPacked(_ bytes: [UInt8], step: Int = 1 << 20) throws -> Drained {
    let reader = try LogReader(.file(path: try write("log", bytes), follow: true))
    let drained = try reader.drain(maximumBytes: step)
    #expect(drained.reachedEnd && !reader.canGrow)
    return drained
  }
}
