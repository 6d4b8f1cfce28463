/// 64 bits that stand for a context: two that differ in one bit of one number have different ones, but for one chance
/// in 2⁶⁴. Never 0, which stands for no context.
///
/// - Complexity: O(numbers); a multiplication for each.
func contextHash(_ context: [Double]?) -> UInt64 {
  guard let context else { return 0 }
  var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: context.count)
  for number in context {
    // The two halves of a 128-bit product, folded: each bit of the number reaches all of the hash.
    let product = (hash ^ number.bitPattern).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    hash = product.high ^ product.low &+ 0xA076_1D64_78BD_642F
  }
  return max(hash, 1)
}
