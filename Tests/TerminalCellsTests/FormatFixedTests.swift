import TestSupport
import Testing

@testable import TerminalCells

@Suite struct FormatFixedTests {
  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.0, 2, "0.00"), (-0.001, 2, "0.00"), (-0.005, 2, "-0.01"), (0.005, 2, "0.01"),
    (1.005, 2, "1.00"), (0.615, 2, "0.61"), (2.5, 0, "2"), (3.5, 0, "4"), (0.5, 0, "0"), (1.5, 0, "2"),
    (0.125, 2, "0.12"), (0.375, 2, "0.38"), (999.999, 2, "1000.00"), (0.999, 2, "1.00"), (12.5, 1, "12.5"),
    (-34, 0, "-34"), (123456789.125, 2, "123456789.12"), (1e-300, 3, "0.000"), (0.1, 15, "0.100000000000000"),
    (1e20, 2, "1e+20"), (-1e20, 2, "-1e+20"), (.nan, 2, "NaN"), (.infinity, 1, "inf"),
    (-.infinity, 1, "-inf"),
    (5, -3, "5"), (999_999_999_999_999, 2, "999999999999999.00"), (0.05, 1, "0.1"), (0.45, 1, "0.5"),
    (0.25, 1, "0.2"),
  ])
  func table(value: Double, decimals: Int, text: String) {
    #expect(formatFixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0.31, "+.31"), (-0.34, "-.34"), (0, "+.00"), (-0.001, "+.00"), (1.5, "+1.50"), (-12, "-12.00"),
    (.nan, "NaN"), (.infinity, "+inf"),
  ])
  func signed(value: Double, text: String) {
    #expect(formatSigned(value) == text)
  }

  @Test func leadingZeros() {
    #expect(formatSigned(0.31, leadingZero: true) == "+0.31")
    #expect(formatFixed(0.4, decimals: 1, leadingZero: false) == ".4")
    #expect(formatFixed(0.4, decimals: 0, leadingZero: false) == "0")
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func theTextIsAsNearAsItCanBe(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let decimals = random.integer(0...6)
    let value = random.number(-1000...1000)
    let text = formatFixed(value, decimals: decimals)
    let half = 0.5 / Double(integerPower(decimals))
    #expect(abs((Double(text) ?? .nan) - value) <= half * (1 + 1e-9))
    #expect(decimals == 0 ? !text.contains(".") : text.split(separator: ".").last?.count == decimals)
  }
}
