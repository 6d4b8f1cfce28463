import TestSupport
import Testing

@testable import RouterEngine

/// Against a sorted array.
@Suite struct RankedValuesTests {
  /// Values drawn from `distinct` numbers (many ties where that is small), in a window of the last `window`.
  @Test(arguments: [
    (1, 700, 100), (3, 3000, 800), (1000, 6000, 2000), (1 << 30, 24000, 12000), (50, 9000, 4999),
  ])
  func equalsASortedArrayUnderArrivalAndExpiry(distinct: Int, count: Int, window: Int) {
    for seed in 0..<2 {
      var generator = SeededGenerator(seed: seed)
      var ranked = RankedValues()
      var sorted: [Double] = []
      var arrivals: [Double] = []
      for index in 0..<count {
        let value = Double(generator.below(distinct)) / 7
        insert(value, into: &ranked, &sorted)
        arrivals.append(value)
        if index >= window { remove(arrivals[index - window], from: &ranked, &sorted) }
        if index % (count / 50) == 0 { check(ranked, sorted, &generator) }
      }
      check(ranked, sorted, &generator)
      // Emptied from the oldest, it is a tree of one leaf again.
      for value in arrivals.suffix(window) { remove(value, from: &ranked, &sorted) }
      #expect(ranked.count == 0)
      #expect(sorted.isEmpty)
      #expect(ranked.height == 0)
    }
  }

  /// Ascending, descending and zigzag arrivals with expiry: nodes are merged, so their number stays in proportion.
  @Test(arguments: 0..<3) func nodesStayInProportion(order: Int) {
    var ranked = RankedValues()
    let window = 20_000
    func value(_ index: Int) -> Double {
      switch order {
      case 0: Double(index)
      case 1: -Double(index)
      default: Double(index % 1000) + Double(index) * 1e-9
      }
    }
    for index in 0..<60_000 {
      ranked.insert(value(index))
      if index >= window { ranked.remove(value(index - window)) }
    }
    #expect(ranked.count == window)
    let leaves = ranked.leafCounts.count - ranked.freeLeaves.count
    #expect(leaves * RankedValues.leafCapacity < window * 8)
    #expect(ranked.leafCounts.reduce(0, +) == window)
    for rank in stride(from: 0, to: window - 1, by: 37) { #expect(ranked[rank] <= ranked[rank + 1]) }
  }

  /// At leaves of 256 and 64 children, a third level begins at about 8,000 values and a fourth at 300,000.
  @Test func aHundredThousandValuesStandInFewLevels() {
    var generator = SeededGenerator(seed: 5)
    var ranked = RankedValues()
    var values: [Double] = []
    for _ in 0..<100_000 {
      let value = generator.normal()
      values.append(value)
      ranked.insert(value)
    }
    values.sort()
    #expect(ranked.height == 2)
    #expect((0..<values.count).allSatisfy { ranked[$0] == values[$0] })
  }

  @Test func absentValuesAndTheEmptyTreeAreLeftAlone() {
    var ranked = RankedValues()
    ranked.remove(1)
    #expect(ranked.quantile(0.5).isNaN)
    ranked.insert(2)
    ranked.remove(1)
    ranked.remove(3)
    #expect(ranked.count == 1)
    #expect(ranked[0] == 2)
    #expect(ranked.quantile(0) == 2)
    #expect(ranked.quantile(1) == 2)
  }

  private func insert(_ value: Double, into ranked: inout RankedValues, _ sorted: inout [Double]) {
    ranked.insert(value)
    sorted.insert(value, at: place(value, sorted))
  }

  private func remove(_ value: Double, from ranked: inout RankedValues, _ sorted: inout [Double]) {
    ranked.remove(value)
    sorted.remove(at: place(value, sorted))
  }

  /// The first place that is not less.
  private func place(_ value: Double, _ sorted: [Double]) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func check(_ ranked: RankedValues, _ sorted: [Double], _ generator: inout SeededGenerator) {
    #expect(ranked.count == sorted.count)
    for _ in 0..<20 {
      let rank = generator.below(sorted.count)
      #expect(ranked[rank] == sorted[rank])
      #expect(ranked.rank(of: sorted[rank]) == place(sorted[rank], sorted))
      let q = generator.uniform()
      let position = Double(sorted.count - 1) * q
      let below = sorted[Int(position)]
      let above = sorted[min(Int(position) + 1, sorted.count - 1)]
      #expect(
        abs(ranked.quantile(q) - (below + (above - below) * (position - Double(Int(position))))) < 1e-12)
    }
  }
}
