import StateCoding

/// 128 bits that stand for an id: SipHash-1-3 with a fixed key, so that the same log always gives the same state.
///
/// With 200,000 ids in memory the chance that two of them share a hash is below 1e-28.
struct IdentifierHash: Hashable, PlainData, Sendable {
  var low: UInt64
  var high: UInt64

  /// - Complexity: O(bytes of the text); allocates nothing for native strings.
  init(_ text: String) {
    var text = text
    self = text.withUTF8 { Self(bytes: $0) }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    var sip = SipState()
    var word: UInt64 = 0
    var shift: UInt64 = 0
    for byte in bytes {
      word |= UInt64(byte) << shift
      shift += 8
      if shift == 64 {
        sip.absorb(word)
        word = 0
        shift = 0
      }
    }
    sip.absorb(word | UInt64(truncatingIfNeeded: bytes.count) << 56)
    (low, high) = sip.finish()
  }

  func hash(into hasher: inout Hasher) { hasher.combine(low) }

  /// What stands for the id in one segment of the run: ids are unique within a segment only, and several segments
  /// share one memory.
  func inSegment(_ segment: Int) -> IdentifierHash {
    var key = self
    let salt = UInt64(truncatingIfNeeded: segment) &* 0x9E37_79B9_7F4A_7C15
    key.low ^= salt
    key.high ^= salt << 32 | salt >> 32
    return key
  }
}

/// The four lanes of SipHash with 128 bits of output.
private struct SipState {
  // "somepseudorandomlygeneratedbytes", and 0xEE for the long output, under a key of our own.
  private var lane0: UInt64 = 0x736F_6D65_7073_6575 ^ 0x726D_746F_702D_6964
  private var lane1: UInt64 = 0x646F_7261_6E64_6F6D ^ 0x656E_7469_6669_6572 ^ 0xEE
  private var lane2: UInt64 = 0x6C79_6765_6E65_7261 ^ 0x726D_746F_702D_6964
  private var lane3: UInt64 = 0x7465_6462_7974_6573 ^ 0x656E_7469_6669_6572

  mutating func absorb(_ word: UInt64) {
    lane3 ^= word
    round()
    lane0 ^= word
  }

  mutating func finish() -> (low: UInt64, high: UInt64) {
    lane2 ^= 0xEE
    for _ in 0..<3 { round() }
    let low = lane0 ^ lane1 ^ lane2 ^ lane3
    lane1 ^= 0xDD
    for _ in 0..<3 { round() }
    return (low, lane0 ^ lane1 ^ lane2 ^ lane3)
  }

  private mutating func round() {
    lane0 &+= lane1
    lane1 = (lane1 << 13 | lane1 >> 51) ^ lane0
    lane0 = lane0 << 32 | lane0 >> 32
    lane2 &+= lane3
    lane3 = (lane3 << 16 | lane3 >> 48) ^ lane2
    lane0 &+= lane3
    lane3 = (lane3 << 21 | lane3 >> 43) ^ lane0
    lane2 &+= lane1
    lane1 = (lane1 << 17 | lane1 >> 47) ^ lane2
    lane2 = lane2 << 32 | lane2 >> 32
  }
}
