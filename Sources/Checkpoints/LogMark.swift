package import Files
import RouterEngine
import StateCoding

/// A beginning of a log, told from others by its ends: how long it is, and digests of its first and its last 64 KiB.
///
/// A log grows at its end and is never written elsewhere, so that one whose ends are these has the same middle. Who
/// edits a log in its middle, byte for byte the same length, has to remove its checkpoint.
package struct LogMark: PlainData, Equatable, Sendable {
  static let span = 64 << 10

  /// Bytes, whole lines.
  var end: Int
  private var head: UInt64
  private var tail: UInt64

  /// - Throws: where the log cannot be read so far.
  package init(of log: OwnedDescriptor, end: Int) throws(SystemFailure) {
    self.end = end
    head = Self.digest(try log.bytes(at: 0, count: min(end, Self.span)))
    tail = Self.digest(try log.bytes(at: max(0, end - Self.span), count: min(end, Self.span)))
  }

  private static func digest(_ bytes: [UInt8]) -> UInt64 {
    var digest = StateDigest()
    bytes.withUnsafeBytes { digest.combine(bytes: $0) }
    return digest.value
  }
}
