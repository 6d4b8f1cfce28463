import Testing

@testable import Commands

@Suite struct FoldTurnsTests {
  /// The focused run has three of four turns, the others share the rest one after the other.
  @Test func theFocusComesFirst() {
    var turns = FoldTurns()
    var counts = [0, 0, 0, 0]
    for _ in 0..<120 {
      guard let run = turns.next(of: [true, true, true, true], focus: 1) else { continue }
      counts[run] += 1
    }
    #expect(counts == [10, 90, 10, 10])
  }

  @Test func whoWantsNothingHasNoTurn() {
    var turns = FoldTurns()
    #expect((0..<8).allSatisfy { _ in turns.next(of: [true, false], focus: 0) == 0 })
    #expect((0..<8).allSatisfy { _ in turns.next(of: [false, true], focus: 0) == 1 })
    #expect(turns.next(of: [false, false], focus: 0) == nil)
    var seen: [Int?] = []
    for _ in 0..<4 { seen.append(turns.next(of: [false, true, true], focus: 0)) }
    #expect(Set(seen) == [1, 2])
  }

  @Test func oneRunHasAllTurns() {
    var turns = FoldTurns()
    #expect((0..<9).allSatisfy { _ in turns.next(of: [true], focus: 0) == 0 })
    #expect(turns.next(of: [], focus: 0) == nil)
  }
}
