import TestSupport
import Testing

@testable import TerminalCells

@Suite struct FormatElapsedTests {
  @Test(arguments: [
    (0.0, "0s"), (0.4, "0.4s"), (48, "48s"), (59.7, "1m"), (65, "1m05s"), (600, "10m"), (5400, "1h30m"),
    (3660, "1h01m"), (3601, "1h"), (86_400, "1d"), (194_400, "2d6h"), (-90, "-1m30s"), (86_400_000, "1,000d"),
    (.nan, "–"), (.infinity, "–"), (1e300, "–"),
  ])
  func twoGreatestUnits(_ seconds: Double, _ text: String) {
    #expect(formatElapsed(seconds) == text)
  }

  @Test func ticksStandAtPlacesOfAClock() {
    #expect(
      AxisTicks.elapsed(range: 0...3600, cells: 60).ticks.map(\.label) == [
        "0", "10m", "20m", "30m", "40m", "50m", "1h",
      ])
    #expect(AxisTicks.elapsed(range: 0...2, cells: 40).ticks.last?.label == "2.0s")
    #expect(AxisTicks.elapsed(range: 0...8_640_000, cells: 60).ticks.map(\.label).last == "100d")
    for range in [0...0, 5...5, 0...Double.infinity, 0...1e300] as [ClosedRange<Double>] {
      #expect(AxisTicks.elapsed(range: range, cells: 60).ticks.isEmpty)
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func ticksAreInTheRangeAndApart(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let start = random.number(0...1e6)
    let length = [0.5, 3, 30, 500, 9000, 2e5, 1e7][random.integer(0...6)] * random.number(0.5...2)
    let cells = random.integer(8...200)
    let axis = AxisTicks.elapsed(range: start...start + length, cells: cells)
    let places = axis.ticks.compactMap {
      AxisTicks.cell(of: $0.value, range: start...start + length, cells: cells)
    }
    #expect(places.count == axis.ticks.count)
    for (one, two) in zip(axis.ticks, axis.ticks.dropFirst()) { #expect(one.value < two.value) }
    for (index, place) in places.enumerated().dropLast() {
      #expect(places[index + 1] - place > axis.ticks[index].label.count)
    }
    if cells >= 40 { #expect(axis.ticks.count >= 1) }
  }
}
