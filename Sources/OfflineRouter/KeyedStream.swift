import RouterEngine

/// A sequence of random numbers that is a pure function of (seed, purpose): for shuffles, resamples and draws that
/// need more than one number.
///
/// Tested by `KeyedStreamTests`.
struct KeyedStream {
  private let source: KeyedRandom
  private var block: UInt32 = 0
  private var spare: UInt64?

  /// - Parameter purpose: keeps uses apart: two streams of one seed with unlike purposes have nothing in common.
  init(seed: UInt64, purpose: String) { source = KeyedRandom(seed: seed, decision: purpose) }

  /// 64 random bits; the stream repeats after 2³³ of them.
  mutating func next() -> UInt64 {
    if let spare {
      self.spare = nil
      return spare
    }
    let words = source.words(block: block)
    block &+= 1
    spare = UInt64(words.2) | UInt64(words.3) << 32
    return UInt64(words.0) | UInt64(words.1) << 32
  }

  /// Uniform in the open interval (0, 1): odd multiples of 2⁻⁵³.
  mutating func uniform() -> Double { (Double(next() >> 12) + 0.5) * 0x1p-52 }

  /// A uniform index below `count`, which is positive; biased by less than count / 2⁶⁴.
  mutating func index(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// 0..<count in random order (Fisher and Yates).
  ///
  /// - Complexity: O(count).
  mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, index(below: last + 1)) }
    return order
  }
}
