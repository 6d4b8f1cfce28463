import ElementaryFunctions

/// Keyed randomness (rule 7 of the run log): a pure function of (seed, decision id, reward model id).
///
/// The two ids are hashed by SipHash-2-4 under the key (seed, `rmtop/v1`), the first with its length before it, so
/// that no two pairs of ids are the same bytes; the hash is the key of Philox4x32-10, whose counter is the number of
/// the block. Replay, bans and another order of decisions shift nothing.
///
/// Properties: no state, so draws cannot run out of step; two keys differ in the hash but for odds of 2⁻⁶⁴.
///
/// Source: docs/engine.md and rule 7 of the run log. Departure from the published router, which draws from one stream:
/// there a ban or a replay shifts every later draw.
///
/// Tested by `KeyedRandomTests`, `PhiloxTests` and `SipHashTests` against published vectors and an independent program,
/// and by `KeyedRandomStatisticsTests` for moments, distribution and independence.
package struct KeyedRandom: Sendable {
  /// The third word of the counter: keeps draws for different ends apart under one key.
  enum Purpose: UInt32 {
    case score = 0
    case choice = 1
    case probe = 2
  }

  private let key: Philox.Key
  private let purpose: Purpose

  /// The randomness with which a decision's score of one reward model is drawn.
  package init(seed: UInt64, decision: String, rewardModel: String) {
    self.init(seed: seed, decision: decision, rewardModel: rewardModel, purpose: .score)
  }

  /// The randomness of a decision as a whole (a random policy, the propensity floor).
  package init(seed: UInt64, decision: String) {
    self.init(seed: seed, decision: decision, rewardModel: "", purpose: .choice)
  }

  private init(seed: UInt64, decision: String, rewardModel: String, purpose: Purpose) {
    var hash = SipHash(key0: seed, key1: 0x3176_2F70_6F74_6D72)  // "rmtop/v1", little-endian
    let length = UInt64(decision.utf8.count)
    for byte in 0..<8 { hash.append(UInt8(truncatingIfNeeded: length >> (8 * UInt64(byte)))) }
    hash.append(decision.utf8)
    hash.append(rewardModel.utf8)
    let bits = hash.finish()
    key = Philox.Key(low: UInt32(truncatingIfNeeded: bits), high: UInt32(truncatingIfNeeded: bits >> 32))
    self.purpose = purpose
  }

  /// Block number `block` of 128 random bits.
  package func words(block: UInt32) -> (UInt32, UInt32, UInt32, UInt32) {
    Philox.block((block, 0, purpose.rawValue, 0), key: key)
  }

  /// A standard normal number: Box and Muller's cosine, from block 0.
  ///
  /// ```
  /// z = √(−2 ln u₁) cos(2π u₂)
  /// ```
  /// |z| ≤ 8.6, because the uniform number under the logarithm is at least 2⁻⁵³. The second normal of a block (the
  /// sine) is not used, so that a draw is one number of one key.
  ///
  /// Source: Box & Muller, *A Note on the Generation of Random Normal Deviates* (1958). Tested by
  /// `KeyedRandomStatisticsTests`.
  package var standardNormal: Double {
    let words = words(block: 0)
    let radius = (-2 * log(Self.unit(words.0, words.1))).squareRoot()
    return radius * cos(2 * Double.pi * Self.unit(words.2, words.3))
  }

  /// A uniform number in the open interval (0, 1): odd multiples of 2⁻⁵³, from block 1.
  package var uniform: Double {
    let words = words(block: 1)
    return Self.unit(words.0, words.1)
  }

  /// A uniform index below `count` (0 where `count` is 0), from block 2; biased by less than count / 2⁶⁴.
  package func index(below count: Int) -> Int {
    guard count > 0 else { return 0 }
    let words = words(block: 2)
    let bits = UInt64(words.0) | UInt64(words.1) << 32
    return Int(bits.multipliedFullWidth(by: UInt64(count)).high)
  }

  /// (k + ½)·2⁻⁵² with k the upper 52 bits: exact, never 0 or 1.
  private static func unit(_ low: UInt32, _ high: UInt32) -> Double {
    let bits = (UInt64(low) | UInt64(high) << 32) >> 12
    return (Double(bits) + 0.5) * 0x1p-52
  }
}
