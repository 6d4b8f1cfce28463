import CZstd

/// Unpacks a zstd stream of one or more frames, with windows of up to 2²⁷ bytes (`zstd --long=27`).
///
/// Memory: the window of the frame at hand, at most 128 MiB, and one output piece.
final class ZstdInflater: Inflater {
  /// log₂ of the longest window, which is what `zstd -d --long` accepts as well.
  static let longestWindow: Int32 = 27

  private let stream: OpaquePointer
  private let output: UnsafeMutableRawBufferPointer
  private var isBetweenFrames = false
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
        if input.pos == input.size { break }
        isBetweenFrames = false
      }
      var room = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
      let status = ZSTD_decompressStream(stream, &room, &input)
      if room.pos > 0 { consume(UnsafeRawBufferPointer(rebasing: output[..<room.pos])) }
      settle(status)
      // A full output may mean that more waits inside, even when all input is taken.
      if input.pos == input.size, room.pos < room.size { break }
    }
  }

  private func settle(_ status: Int) {
    if ZSTD_isError(status) == 0 {
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
