import CZstd

/// Unpacks a zstd stream of one or more frames, with windows of up to 2²⁷ bytes (`zstd --long=27`).
///
/// Memory: the window of the frame at hand, at most 128 MiB, and one output piece.
final class ZstdInflater: Inflater {
  /// log₂ of the longest window, which is what `zstd -d --long` accepts as well.
  static let longestWindow: Int32 = 27

  /// What is asked for where a frame begins, and the length of a block's header.
  private static let frameStart = 5
  private static let blockHeader = 3

  private let stream: OpaquePointer
  private let output: UnsafeMutableRawBufferPointer
  private var isBetweenFrames = false
  /// Bytes that the library asks for next: a block, and the header of the one behind it.
  private var wanted = frameStart
  private var frames = 0
  private(set) var verdict = InflaterVerdict.running

  init() throws(SourceError) {
    guard let stream = ZSTD_createDStream() else {
      throw .unreadable(path: "zstd", reason: "zstd does not start (no memory)")
    }
    self.stream = stream
    output = .allocate(byteCount: ZSTD_DStreamOutSize(), alignment: 1)
    let status = ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, ZstdInflater.longestWindow)
    if ZSTD_isError(status) != 0 {
      throw .unreadable(
        path: "zstd", reason: "zstd does not start (\(String(cString: ZSTD_getErrorName(status))))")
    }
  }

  deinit {
    ZSTD_freeDStream(stream)
    output.deallocate()
  }

  var isWhole: Bool { isBetweenFrames }

  func unpack(_ bytes: UnsafeRawBufferPointer, to consume: (UnsafeRawBufferPointer) -> Void) {
    guard verdict == .running, !bytes.isEmpty else { return }
    var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
    while verdict == .running {
      if isBetweenFrames {
        // A call without input would count as the beginning of another frame.
        if input.pos == bytes.count { break }
        isBetweenFrames = false
      }
      // A call that meets damage gives nothing, though it unpacked blocks before: each block has a call of its own.
      let count = wanted > Self.blockHeader ? wanted - Self.blockHeader : max(1, wanted)
      input.size = min(bytes.count, input.pos + count)
      var room = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
      let status = ZSTD_decompressStream(stream, &room, &input)
      if room.pos > 0 { consume(UnsafeRawBufferPointer(rebasing: output[..<room.pos])) }
      settle(status)
      // A full output may mean that more waits inside, even when all input is taken.
      if input.pos == bytes.count, room.pos < room.size { break }
    }
  }

  private func settle(_ status: Int) {
    if ZSTD_isError(status) == 0 {
      wanted = status == 0 ? Self.frameStart : status
      guard status == 0 else { return }
      frames += 1
      isBetweenFrames = true
      return
    }
    switch ZSTD_getErrorCode(status) {
    case ZSTD_error_prefix_unknown where frames > 0:
      // What is no frame, after a whole one, is rubbish behind the data and not damage in it.
      isBetweenFrames = true
      verdict = .trailingBytes
    case ZSTD_error_frameParameter_windowTooLarge:
      verdict = .tooLarge(
        "its window is longer than 2^\(ZstdInflater.longestWindow) bytes; pack it with `zstd --long=27` or less"
      )
    default:
      verdict = .damaged(String(cString: ZSTD_getErrorName(status)))
    }
  }
}
