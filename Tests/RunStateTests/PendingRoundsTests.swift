import Testing

@testable import RunState

@Suite struct PendingRoundsTests {
  private func round(_ index: Int, isEligible: Bool = true) -> PendingRounds.Round {
    PendingRounds.Round(
      context: [Double(index)], arm: 0, propensity: isEligible ? 0.5 : nil, allowed: [0], target: [1])
  }

  /// The oldest is dropped, whatever was dropped, answered and cleared away before.
  @Test func theOldestIsDropped() {
    var pending = PendingRounds()
    func insert(_ index: Int) -> Int? {
      pending.insert(round(index), for: IdentifierHash("\(index)")).map { Int($0.context[0]) }
    }
    let limit = PendingRounds.limit
    let first = (0..<(limit + 100)).compactMap { insert($0) }
    #expect(first == Array(0..<100) && pending.count == limit)
    // All but the last ten are answered; then it fills again.
    for index in 100..<(limit + 90) { _ = pending.remove(IdentifierHash("\(index)")) }
    #expect(pending.count == 10)
    let second = (0..<limit).compactMap { insert(limit + 100 + $0) }
    #expect(second == Array((limit + 90)..<(limit + 100)))
  }

  @Test func eligibleAreThoseWithAPropensity() {
    var pending = PendingRounds()
    for index in 0..<5 {
      _ = pending.insert(round(index, isEligible: index < 2), for: IdentifierHash("\(index)"))
    }
    #expect(pending.eligible == 2 && pending.count == 5)
  }
}
