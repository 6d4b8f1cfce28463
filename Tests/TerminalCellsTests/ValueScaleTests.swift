import TestSupport
import Testing

@testable import TerminalCells

@Suite struct ValueScaleTests {
  @Test func decadesAreEquallyFarApart() {
    let log = ValueScale(.log)
    for exponent in -12...12 {
      #expect(abs(log.place(powerOfTen(exponent)) - Double(exponent)) < 1e-9)
    }
    #expect(log.place(0) == -.infinity && log.place(-3) == -.infinity && log.place(.nan).isNaN)
    #expect(ValueScale(.linear).place(-3.5) == -3.5)
  }

  @Test(arguments: ValueScale.Kind.allCases) func placesRiseAndLeadBack(kind: ValueScale.Kind) {
    var random = SeededGenerator(seed: 4)
    let values = (0..<400).map { _ in
      (random.integer(0...1) == 0 ? -1 : 1) * random.number(0...10) * powerOfTen(random.integer(-8...8))
    }.sorted()
    let scale = ValueScale(kind, of: values)
    let shown = kind == .log ? values.filter { $0 > 0 } : values
    for (one, other) in zip(shown, shown.dropFirst()) { #expect(scale.place(one) <= scale.place(other)) }
    for value in shown {
      #expect(
        abs(scale.value(at: scale.place(value)) - value) <= 1e-9 * max(value.magnitude, scale.threshold))
    }
    #expect(scale.place(0) == (kind == .log ? -.infinity : 0))
  }

  @Test func ticksAreDecadesWhereTwoFit() {
    let log = ValueScale(.log)
    #expect(
      log.ticks(bounds: -3...2, rows: 30).ticks.map(\.label) == ["0.001", "0.01", "0.1", "1", "10", "100"])
    #expect(log.ticks(bounds: -3...2, rows: 6).ticks.map(\.label) == ["0.01", "1", "100"])
    // Less than a decade: finer ones, and at last even steps.
    #expect(log.ticks(bounds: log.place(1.5)...log.place(7), rows: 9).ticks.map(\.label) == ["2", "5"])
    #expect(
      log.ticks(bounds: log.place(2.1)...log.place(2.9), rows: 9).ticks.map(\.label) == [
        "2.2", "2.4", "2.6", "2.8",
      ])
    let both = ValueScale(.symlog, of: [-1000, -1, 0, 1, 1000])
    #expect(both.threshold == 1)
    #expect(
      both.ticks(bounds: both.place(-1001)...both.place(1001), rows: 60).ticks.map(\.label)
        == ["-1k", "-100", "-10", "-1", "0", "1", "10", "100", "1k"])
    #expect(
      both.ticks(bounds: both.place(-1001)...both.place(1001), rows: 9).ticks.contains { $0.label == "0" })
  }

  @Test(arguments: 0..<200 as Range<UInt64>) func ticksFitAndStandAtTheirValues(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let kind = ValueScale.Kind.allCases[random.integer(0...2)]
    let size = powerOfTen(random.integer(-9...9))
    let low = random.number(kind == .log ? 0.001...1 : -1...1) * size
    let high = low + random.number(0.01...1) * size * powerOfTen(random.integer(0...4))
    let scale = ValueScale(kind, of: [low, high, high / 7])
    let bounds = scale.place(low)...scale.place(high)
    let rows = random.integer(0...40)
    let axis = scale.ticks(bounds: bounds, rows: rows)
    #expect(axis.ticks.count <= (rows + 1) / 2)
    if rows >= 9 { #expect(!axis.ticks.isEmpty) }
    for tick in axis.ticks {
      #expect(tick.value >= bounds.lowerBound - 1e-9 && tick.value <= bounds.upperBound + 1e-9)
    }
    for (one, other) in zip(axis.ticks, axis.ticks.dropFirst()) { #expect(one.value < other.value) }
  }

  @Test func whatIsNoRangeHasNoTicks() {
    for kind in [ValueScale.Kind.log, .symlog] {
      #expect(ValueScale(kind).ticks(bounds: 0...(.infinity), rows: 9).ticks.isEmpty)
      #expect(ValueScale(kind, of: [.nan, 0]).threshold == 1)
    }
  }

  @Test func aGapIsDotted() {
    var canvas = DotCanvas(size: CellSize(width: 10, height: 1))
    canvas.plot(
      PlotGap(before: PlotColumn(column: 0, value: 0), after: PlotColumn(column: 19, value: 0)),
      bounds: -1...1,
      style: .plain)
    let dots = DotCanvasPlotTests.dots(canvas).joined()
    #expect(dots.count { $0 == "#" } == 7)
    canvas.plot(
      PlotGap(before: PlotColumn(column: 0, value: .nan), after: PlotColumn(column: 19, value: 0)),
      bounds: -1...1,
      style: .plain)
    #expect(DotCanvasPlotTests.dots(canvas).joined() == dots)
  }
}
