import TestSupport
import Testing

@testable import RunState

@Suite struct MedianTests {
  @Test func isTheMiddleOfTheSortedOnes() {
    var random = SeededGenerator(seed: 11)
    for count in 1...300 {
      for distinct in [2, 7, 1000] {
        let values = (0..<count).map { _ in Double(Int.random(in: -distinct...distinct, using: &random)) }
        #expect(median(values) == sortedMedian(values), "\(values)")
      }
    }
  }

  @Test func takesOrderedAndEndlessValues() {
    for count in [1, 2, 3, 64, 2015, 2016] {
      let rising = (0..<count).map(Double.init)
      let organ = (0..<count).map { Double(min($0, count - $0)) }
      let alike = [Double](repeating: 4, count: count)
      for values: [Double] in [rising, rising.reversed(), organ, alike] {
        #expect(median(values) == sortedMedian(values))
      }
    }
    #expect(median([-.infinity, 1, .infinity]) == 1)
    #expect(median([]) == 0)
  }

  private func median(_ values: [Double]) -> Double {
    var values = values
    return values.takeMedian()
  }

  private func sortedMedian(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
  }
}
