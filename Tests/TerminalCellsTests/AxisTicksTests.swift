import TestSupport
import Testing

@testable import TerminalCells

@Suite struct AxisTicksTests {
  static func labels(_ range: ClosedRange<Double>, _ count: Int, leadingZero: Bool = true) -> [String] {
    AxisTicks(range: range, maximumCount: count, leadingZero: leadingZero).ticks.map(\.label)
  }

  @Test func labels() {
    #expect(Self.labels(0...412, 5) == ["0", "100", "200", "300", "400"])
    #expect(Self.labels(0...1, 3) == ["0.0", "0.5", "1.0"])
    #expect(Self.labels(0...0.9, 3, leadingZero: false) == ["0.0", ".5"])
    #expect(Self.labels(-0.6...0.6, 4, leadingZero: false) == ["-.5", "0.0", ".5"])
    #expect(Self.labels(0...20_000, 5) == ["0", "5k", "10k", "15k", "20k"])
    #expect(Self.labels(0...3_000_000, 4) == ["0", "1M", "2M", "3M"])
    #expect(Self.labels(1_000_000...1_001_000, 3) == ["1.0000M", "1.0005M", "1.0010M"])
    #expect(Self.labels(0...4e-5, 5) == ["0", "1e-5", "2e-5", "3e-5", "4e-5"])
    #expect(Self.labels(0...2e20, 3) == ["0", "1e20", "2e20"])
    #expect(Self.labels(9.9e-6...1.02e-5, 4) == ["9.9e-6", "1e-5", "1.01e-5", "1.02e-5"])
    #expect(Self.labels(3...3, 3) == ["3"])
    #expect(Self.labels(0...1, 0) == [])
    #expect(Self.labels(0 ... .infinity, 3) == [])
  }

  @Test func ticksAreTheDoublesOfTheirLabels() {
    #expect(AxisTicks(range: 0...0.3, maximumCount: 4).ticks.map(\.value) == [0, 0.1, 0.2, 0.3])
  }

  @Test func cells() {
    #expect(AxisTicks.cell(of: 0, range: 0...10, cells: 11) == 0)
    #expect(AxisTicks.cell(of: 10, range: 0...10, cells: 11) == 10)
    #expect(AxisTicks.cell(of: 11, range: 0...10, cells: 11) == nil)
    #expect(AxisTicks.cell(of: 5, range: 5...5, cells: 3) == 1)
    #expect(AxisTicks.cell(of: 5, range: 5...5, cells: 0) == nil)
  }

  @Test func verticalAxes() {
    #expect(AxisTicks.vertical(range: 0...1, rows: 3).ticks.map(\.value) == [0, 1])
    #expect(AxisTicks.vertical(range: 0...1, rows: 5).ticks.map(\.value) == [0, 0.5, 1])
    #expect(AxisTicks.vertical(range: 0...1, rows: 0).ticks.isEmpty)
    #expect(AxisTicks.vertical(range: 0...1, rows: .max).ticks.count <= 1000)
    #expect(AxisTicks.horizontal(range: 0...1, cells: .max, gap: .max).ticks.count <= 1)
  }

  @Test(arguments: 0..<400 as Range<UInt64>)
  func ticksLieInTheRangeAtOneTwoFiveSteps(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let scale = powerOfTen(random.integer(-30...30))
    let low = random.number(-2...2) * scale
    let range = low...(low + random.number(1e-6...3) * scale)
    let count = random.integer(1...20)
    let axis = AxisTicks(range: range, maximumCount: count)
    #expect(axis.ticks.count <= count)
    if count >= 3 { #expect(axis.ticks.count >= count / 4) }
    #expect(axis.ticks.allSatisfy { range.contains($0.value) })
    #expect(Set(axis.ticks.map(\.label)).count == axis.ticks.count)
    for (a, b) in zip(axis.ticks, axis.ticks.dropFirst()) {
      #expect(abs(b.value - a.value - axis.step) <= 1e-9 * max(abs(a.value), abs(b.value), axis.step))
    }
    if !axis.ticks.isEmpty {
      let mantissas = (-40...40).flatMap { power in [1.0, 2, 5].map { $0 * powerOfTen(power) } }
      #expect(mantissas.contains { abs($0 - axis.step) <= 1e-12 * $0 })
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func horizontalLabelsDoNotTouch(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let low = random.number(-1000...1000)
    let range = low...(low + random.number(0.01...5000))
    let cells = random.integer(0...120)
    let axis = AxisTicks.horizontal(range: range, cells: cells)
    let places = axis.ticks.map { AxisTicks.cell(of: $0.value, range: range, cells: cells) ?? -1 }
    let widest = axis.ticks.map(\.label.count).max() ?? 0
    for (a, b) in zip(places, places.dropFirst()) { #expect(b - a >= widest + 3) }
  }

  @Test func whatIsCountedHasWholeTicks() {
    #expect(
      AxisTicks.horizontal(range: 0...1, cells: 40, wholeNumbers: true).ticks.map(\.label) == ["0", "1"])
    #expect(
      AxisTicks.horizontal(range: 3.5...6.25, cells: 80, wholeNumbers: true).ticks.map(\.label) == [
        "4", "5", "6",
      ])
    #expect(AxisTicks.horizontal(range: 3.25...3.5, cells: 80, wholeNumbers: true).ticks.isEmpty)
    let wide = AxisTicks.horizontal(range: 0...412, cells: 60, wholeNumbers: true)
    #expect(wide == AxisTicks.horizontal(range: 0...412, cells: 60))
  }
}
