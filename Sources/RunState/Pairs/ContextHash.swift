/// 64 bits that stand for a context: two that differ in one bit of one number have different ones, but for one chance
/// in 2⁶⁴. Never 0, which stands for no context.
///
/// - Complexity: O(numbers); a multiplication for each.
func contextHash(_ context: [Double]?) -> UInt64 {
  guard let context else { return 0 }
  let seed: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: context.count)
  // Four numbers at a time: no product waits for the one before it.
  var lanes = (seed, seed &+ 1, seed &+ 2, seed &+ 3)
  let hash = context.withUnsafeBufferPointer { numbers in
    let whole = numbers.count & ~3
    for index in stride(from: 0, to: whole, by: 4) {
      lanes.0 = folded(lanes.0, numbers[index])
      lanes.1 = folded(lanes.1, numbers[index + 1])
      lanes.2 = folded(lanes.2, numbers[index + 2])
      lanes.3 = folded(lanes.3, numbers[index + 3])
    }
    for index in whole..<numbers.count { lanes.0 = folded(lanes.0, numbers[index]) }
    return folded(folded(folded(lanes.0, lanes.1), lanes.2), lanes.3)
  }
  return max(hash, 1)
}

private func folded(_ hash: UInt64, _ number: Double) -> UInt64 { folded(hash, number.bitPattern) }

/// The two halves of a 128-bit product, folded: each bit of the word reaches all of the hash.
private func folded(_ hash: UInt64, _ word: UInt64) -> UInt64 {
  let product = (hash ^ word).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
  return product.high ^ product.low &+ 0xA076_1D64_78BD_642F
}
