import CZlib

/// Unpacks a gzip stream of one or more members, chunk by chunk.
///
/// What is unpacked before damage is met is given out; the damage itself is a verdict, not an exception.
final class GzipInflater: Inflater {
  private static let outputLength = 65_536

  private let stream: UnsafeMutablePointer<z_stream>
  private let output: UnsafeMutablePointer<UInt8>
  private var isBetweenMembers = false
  private var members = 0
  private(set) var verdict = InflaterVerdict.running

  init() throws(SourceError) {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    output = .allocate(capacity: GzipInflater.outputLength)
    // 15 bits of window, +16: a gzip header and trailer, whose checksum zlib verifies.
    let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if status != Z_OK { throw .unreadable(path: "gzip", reason: "zlib does not start (\(status))") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  var isWhole: Bool { isBetweenMembers }

  /// Unpacks a chunk and hands out what comes, at most 64 KiB at a time; input after a verdict is ignored.
  func unpack(
    _ input: UnsafeRawBufferPointer, to consume: (UnsafeRawBufferPointer) -> Void
  ) {
    guard verdict == .running, let base = input.bindMemory(to: UInt8.self).baseAddress else { return }
    // zlib's header lacks `const`; it does not write to its input.
    stream.pointee.next_in = UnsafeMutablePointer(mutating: base)
    stream.pointee.avail_in = UInt32(clamping: input.count)
    while verdict == .running {
      if isBetweenMembers && !startsMember() { break }
      stream.pointee.next_out = output
      stream.pointee.avail_out = UInt32(GzipInflater.outputLength)
      let status = inflate(stream, Z_NO_FLUSH)
      let count = GzipInflater.outputLength - Int(stream.pointee.avail_out)
      if count > 0 { consume(UnsafeRawBufferPointer(start: output, count: count)) }
      settle(status)
      if stream.pointee.avail_in == 0 && stream.pointee.avail_out > 0 { break }
    }
    stream.pointee.next_in = nil
    stream.pointee.avail_in = 0
  }

  /// Skips zero padding after a member; true when the next one begins.
  private func startsMember() -> Bool {
    while stream.pointee.avail_in > 0 {
      guard let next = stream.pointee.next_in else { return false }
      if next.pointee == 0x1F {
        inflateReset(stream)
        isBetweenMembers = false
        return true
      }
      if next.pointee != 0 {
        verdict = .trailingBytes
        return false
      }
      stream.pointee.next_in = next + 1
      stream.pointee.avail_in -= 1
    }
    return false
  }

  private func settle(_ status: Int32) {
    switch status {
    case Z_STREAM_END:
      members += 1
      isBetweenMembers = true
    case Z_OK, Z_BUF_ERROR:
      break
    default:
      // A header that is none, after a whole member, is rubbish behind the data and not damage in it.
      if members > 0 && stream.pointee.total_out == 0 && stream.pointee.total_in < 10 {
        isBetweenMembers = true
        verdict = .trailingBytes
      } else {
        verdict = .damaged(stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)")
      }
    }
  }
}
