import TestSupport
import Testing

@testable import TerminalCells

@Suite struct FormatShareTests {
  @Test(arguments: [
    (0.0, 0, "0"), (1, 0, "100"), (0.412, 0, "41"), (0.412, 1, "41.2"), (0.9997, 1, ">99.9"),
    (0.9997, 0, ">99"),
    (0.9994, 1, "99.9"), (0.0004, 1, "<0.1"), (0.0004, 0, "<1"), (0, 1, "0.0"), (1, 1, "100.0"),
    (.nan, 1, "–"),
    (-3, 0, "0"), (7, 0, "100"), (1e-300, 0, "<1"), (1.0.nextDown, 0, ">99"), (0.005, 0, "<1"),
    (0.995, 0, ">99"),
    (0.006, 0, "1"),
  ])
  func table(fraction: Double, decimals: Int, text: String) {
    #expect(formatShare(fraction, decimals: decimals) == text)
  }

  @Test func sharesOfAWhole() {
    #expect(formatShares([1, 1, 1]) == ["34", "33", "33"])
    #expect(formatShares([1, 1, 1], decimals: 1) == ["33.4", "33.3", "33.3"])
    #expect(formatShares([99997, 3], decimals: 1) == [">99.9", "<0.1"])
    #expect(formatShares([5, 0]) == ["100", "0"])
    #expect(formatShares([0, 0]) == ["–", "–"])
    #expect(formatShares([.nan, 2, -1]) == ["0", "100", "0"])
    #expect(formatShares([1e308, 1e308]) == ["50", "50"])
    #expect(formatShares([]) == [])
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func roundedSharesSumToTheTotal(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let weights = (0..<random.integer(1...64)).map { _ in
      random.integer(0...4) == 0 ? 0 : random.number(0...1) * powerOfTen(random.integer(-3...3))
    }
    let total = random.element([1, 7, 100, 1000, 100_000])
    let units = roundedShares(weights, total: total)
    guard weights.contains(where: { $0 > 0 }) else {
      #expect(units.allSatisfy { $0 == 0 })
      return
    }
    #expect(units.reduce(0, +) == total)
    let sum = weights.reduce(0, +)
    for (unit, weight) in zip(units, weights) {
      #expect(abs(Double(unit) - weight / sum * Double(total)) < 1 + 1e-6)
      if weight == 0 { #expect(unit == 0) }
    }
  }
}
