import Testing

@testable import OfflineRouter

@Suite struct HeldOutTests {
  /// Groups are taken until the share is reached, and not one more.
  @Test func noGroupIsTakenBeyondTheShare() {
    for seed in 0..<5 as Range<UInt64> {
      #expect(heldOutGroups(sizes: Array(repeating: 3, count: 10), share: 0.2, seed: seed).count == 2)
      #expect(heldOutGroups(sizes: Array(repeating: 3, count: 10), share: 0.21, seed: seed).count == 3)
    }
  }

  @Test func oneGroupIsAlwaysLeftToLearnFrom() {
    #expect(heldOutGroups(sizes: [1, 1], share: 0.99, seed: 1).count == 1)
    #expect(heldOutGroups(sizes: [5], share: 0.99, seed: 1).isEmpty)
    #expect(heldOutGroups(sizes: [1, 1], share: 0, seed: 1).isEmpty)
  }
}
