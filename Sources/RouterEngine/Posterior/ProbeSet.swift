/// A uniform sample of the contexts seen so far (Vitter's Algorithm R), keyed by (seed, ordinal).
///
/// Which context stays is a function of the seed and of how many were offered before it, of nothing else.
///
/// Source: Vitter, *Random Sampling with a Reservoir* (1985), algorithm R; docs/engine.md, *For the screen*. Departure:
/// draws are keyed, so that a seek needs no generator's state. Tested by `ProbeSetTests`.
package struct ProbeSet: Equatable, Codable, Sendable {
  package let capacity: Int
  package let seed: UInt64
  /// Contexts offered so far.
  package private(set) var offered = 0
  /// At most `capacity` of the contexts offered, by place.
  package private(set) var contexts: [[Double]] = []

  /// - Parameter capacity: a negative one counts as 0.
  package init(capacity: Int, seed: UInt64) {
    self.capacity = max(capacity, 0)
    self.seed = seed
  }

  /// Takes the context with probability min(1, capacity / contexts offered), in the place of a random other one.
  ///
  /// - Returns: whether it was taken.
  /// - Complexity: O(1).
  @discardableResult
  package mutating func offer(_ context: [Double]) -> Bool {
    let ordinal = offered
    offered += 1
    if contexts.count < capacity {
      contexts.append(context)
      return true
    }
    let key = Philox.Key(low: UInt32(truncatingIfNeeded: seed), high: UInt32(truncatingIfNeeded: seed >> 32))
    let bits = UInt64(ordinal)
    let words = Philox.block(
      Philox.Words(
        UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32),
        KeyedRandom.Purpose.probe.rawValue,
        0),
      key: key)
    // The high half of a 64 × 64 bit product: biased by less than ordinal / 2⁶⁴.
    let draw = UInt64(words.0) | UInt64(words.1) << 32
    let place = Int(draw.multipliedFullWidth(by: UInt64(offered)).high)
    guard place < capacity else { return false }
    contexts[place] = context
    return true
  }

  /// Combines the ordinal and every context.
  package func hash(into digest: inout StateDigest) {
    digest.combine(offered)
    for context in contexts { digest.combine(context) }
  }
}
