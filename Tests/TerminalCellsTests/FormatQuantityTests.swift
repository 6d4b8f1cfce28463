import TestSupport
import Testing
import Wording

@testable import TerminalCells

@Suite struct FormatQuantityTests {
  @Test(arguments: [
    (52736, 6, "52,736"), (52736, 5, "52736"), (52736, 4, "53k"), (1_234_567, 4, "1.2M"), (7, 1, "7"),
    (999_999, 3, "1M"),
    (21730, 5, "21730"), (217300, 5, "217k"),
  ])
  func countsInAWidth(count: Int, width: Int, text: String) {
    #expect(formatCount(count, width: width) == text)
  }

  @Test(arguments: [
    (0, "0"), (0.5, "0.5"), (0.25, "0.25"), (0.031, "0.031"), (0.0031, "0.0031"), (1, "1"), (1.26, "1.3"),
    (17, "17"),
    (999, "999"), (999.4, "999"),
    (999.6, "1k"), (1000, "1k"), (1280, "1.3k"), (12_800, "12.8k"), (158_000, "158k"), (999_499, "999k"),
    (999_600, "1M"), (3_400_000, "3.4M"), (2e9, "2G"), (-1280, "-1.3k"), (2e-5, "2e-5"), (1e20, "1e20"),
    (.nan, "NaN"),
    (-.infinity, "-inf"), (1e-300, "1e-300"), (9.99, "10"), (0.999, "1"),
  ])
  func compact(value: Double, text: String) {
    #expect(formatCompact(value) == text)
  }

  @Test func rates() {
    #expect(formatRate(1300) == "1.3k/s")
    #expect(formatRate(0) == "0/s")
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func compactTextIsShortAndNear(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let value = random.number(1...9.99) * powerOfTen(random.integer(-3...16))
    let text = formatCompact(value)
    #expect(text.count <= 6)
    let scales: [Character: Double] = ["k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15]
    var digits = text
    var scale = 1.0
    if let last = text.last, let factor = scales[last] {
      scale = factor
      digits.removeLast()
    }
    let back = (Double(digits) ?? .nan) * scale
    #expect(abs(back - value) <= 0.06 * value)
  }
}
