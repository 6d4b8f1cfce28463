/// Philox4x32-10: a block of four random words as a function of a counter and a key.
///
/// Ten rounds; in each, with the products a = 0xD2511F53·w₀ and b = 0xCD9E8D57·w₂ of 64 bits:
/// ```
/// w ← (high b ⊕ w₁ ⊕ k₀, low b, high a ⊕ w₃ ⊕ k₁, low a),   k₀ += 0x9E3779B9, k₁ += 0xBB67AE85 between rounds
/// ```
/// Properties: for one key a bijection of counters, so blocks of one key never repeat.
///
/// Source: Salmon, Moraes, Dror, Shaw, *Parallel Random Numbers: As Easy as 1, 2, 3* (2011), section 3.3. Tested by
/// `PhiloxTests` against the authors' known answers.
enum Philox {
  typealias Words = (UInt32, UInt32, UInt32, UInt32)

  struct Key {
    var low: UInt32
    var high: UInt32
  }

  /// - Complexity: O(1); 20 multiplications.
  static func block(_ counter: Words, key: Key) -> Words {
    var words = counter
    var key = key
    for round in 0..<10 {
      if round > 0 {
        key.low &+= 0x9E37_79B9
        key.high &+= 0xBB67_AE85
      }
      let first = (0xD251_1F53 as UInt32).multipliedFullWidth(by: words.0)
      let second = (0xCD9E_8D57 as UInt32).multipliedFullWidth(by: words.2)
      words = (second.high ^ words.1 ^ key.low, second.low, first.high ^ words.3 ^ key.high, first.low)
    }
    return words
  }
}
