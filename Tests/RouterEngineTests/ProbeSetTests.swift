import Testing

@testable import RouterEngine

@Suite struct ProbeSetTests {
  private func probes(capacity: Int, seed: UInt64, count: Int) -> ProbeSet {
    var probes = ProbeSet(capacity: capacity, seed: seed)
    for ordinal in 0..<count { probes.offer([Double(ordinal)]) }
    return probes
  }

  @Test func keepsAllUntilItIsFull() {
    #expect(probes(capacity: 4, seed: 1, count: 0).contexts == [])
    #expect(probes(capacity: 4, seed: 1, count: 3).contexts == [[0], [1], [2]])
    #expect(probes(capacity: 4, seed: 1, count: 500).contexts.count == 4)
    #expect(probes(capacity: 4, seed: 1, count: 500).offered == 500)
    #expect(probes(capacity: 0, seed: 1, count: 9).contexts == [])
    #expect(ProbeSet(capacity: -3, seed: 1).capacity == 0)
  }

  /// An independent Python program's choice, under a seed with which a count wrong by one chooses otherwise.
  @Test func equalsPinnedPlaces() {
    let places = probes(capacity: 8, seed: 2, count: 40).contexts.map { $0[0] }
    #expect(places == [22, 35, 16, 25, 17, 13, 6, 38])
  }

  @Test func isAFunctionOfSeedAndOrdinal() {
    #expect(probes(capacity: 8, seed: 5, count: 300) == probes(capacity: 8, seed: 5, count: 300))
    #expect(
      probes(capacity: 8, seed: 5, count: 300).contexts != probes(capacity: 8, seed: 6, count: 300).contexts)
    #expect(
      probes(capacity: 8, seed: 1 << 40, count: 300).contexts
        != probes(capacity: 8, seed: 0, count: 300).contexts)
  }

  /// 2,000 seeds: every ordinal of 40 is among 8 places with probability 1/5; bound at five standard errors.
  @Test func everyContextIsAsLikely() {
    var counts = Array(repeating: 0, count: 40)
    for seed in 0..<2000 {
      for context in probes(capacity: 8, seed: UInt64(seed), count: 40).contexts {
        counts[Int(context[0])] += 1
      }
    }
    for count in counts { #expect(abs(Double(count) - 400) < 5 * (2000 * 0.2 * 0.8).squareRoot()) }
  }

  /// How many were offered is part of the state, though the contexts are the same.
  @Test func theDigestCountsWhatWasNotTaken() {
    func digest(_ probes: ProbeSet) -> UInt64 {
      var digest = StateDigest()
      probes.hash(into: &digest)
      return digest.value
    }
    // By the pinned places, the 39th and 40th offers are not taken under this seed.
    let before = probes(capacity: 8, seed: 2, count: 39)
    let after = probes(capacity: 8, seed: 2, count: 40)
    #expect(before.contexts == after.contexts)
    #expect(digest(before) != digest(after))
  }
}
