import CKernels

/// A 64-bit digest of numbers and text by their bits, in order: equal state, equal digest.
///
/// Each 64-bit word w takes the state h to the folded 128-bit product of (h ⊕ w ⊕ A) and B, one multiplication a
/// word, so that all matrices of a large run are digested in a millisecond. −0 and 0 differ, as do NaNs with
/// different payloads. Not for keeping secrets.
package struct StateDigest: Codable, Sendable {
  private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  package init() {}

  /// The digest of everything combined so far.
  package var value: UInt64 { rmtop_digest(state, 0x5851_F42D_4C95_7F2D) }

  package mutating func combine(_ value: Double) { combine(bits: value.bitPattern) }

  package mutating func combine(_ value: Int) { combine(bits: UInt64(bitPattern: Int64(value))) }

  package mutating func combine(_ value: Bool) { combine(bits: value ? 1 : 0) }

  package mutating func combine(bits: UInt64) { state = rmtop_digest(state, bits) }

  /// The number of UTF-8 bytes, then the bytes, eight to a word, little-endian.
  package mutating func combine(_ text: String) {
    combine(text.utf8.count)
    var word: UInt64 = 0
    var filled: UInt64 = 0
    for byte in text.utf8 {
      word |= UInt64(byte) << (8 * filled)
      filled += 1
      if filled == 8 {
        combine(bits: word)
        word = 0
        filled = 0
      }
    }
    if filled > 0 { combine(bits: word) }
  }

  /// The number of values, then the values.
  package mutating func combine(_ values: [Double]) {
    combine(values.count)
    values.withUnsafeBufferPointer { combine(span: $0) }
  }

  /// The number of bytes, then the bytes, eight to a word as the processor has them: for what stays on one machine.
  ///
  /// - Parameter bytes: of memory aligned to words.
  package mutating func combine(bytes: UnsafeRawBufferPointer) {
    combine(bytes.count)
    let words = bytes.count / 8
    combine(
      span: UnsafeRawBufferPointer(rebasing: bytes[..<(8 * words)]).assumingMemoryBound(to: Double.self))
    var last: UInt64 = 0
    for (place, byte) in bytes[(8 * words)...].enumerated() { last |= UInt64(byte) << (8 * UInt64(place)) }
    combine(bits: last)
  }

  /// The values alone.
  mutating func combine(span: UnsafeBufferPointer<Double>) {
    guard let base = span.baseAddress else { return }
    state = rmtop_digest_doubles(state, base, span.count)
  }
}
