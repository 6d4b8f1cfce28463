import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct CurveTests {
  private func series(_ values: [Double], breaks: Set<Int> = []) -> Series {
    var series = Series()
    for (index, value) in values.enumerated() {
      series.append(position: Double(index), value: value, startsSegment: breaks.contains(index))
    }
    return series
  }

  private func span(_ count: Int) -> ChartSpan { ChartSpan(range: 0...Double(count), detail: "all") }

  @Test(arguments: Smoothing.allCases) func smoothingLeavesConstantsUntouched(smoothing: Smoothing) {
    let curve = Curve(
      series(Array(repeating: 0.375, count: 64)), span: span(64), columns: 64, smoothing: smoothing)
    #expect(curve.smooth.allSatisfy { abs($0.last - 0.375) < 1e-12 })
    #expect(curve.smooth.count == (smoothing == .none ? 0 : 64))
  }

  @Test func smoothingIsTheDebiasedAverage() {
    let values = [1.0, 3, 2, 8, 5]
    let curve = Curve(series(values), span: span(5), columns: 5, smoothing: .some)
    for (end, column) in curve.smooth.enumerated() {
      // Written as a weighted mean: weights w^age over their sum.
      let weights = (0...end).map { age in (0..<age).reduce(1.0) { power, _ in power * 0.6 } }
      let sum = zip(weights, values[0...end].reversed()).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(column.last - sum / weights.reduce(0, +)) < 1e-12)
    }
  }

  @Test func smoothingDoesNotDependOnTheStretchShown() {
    var random = SeededGenerator(seed: 3)
    let data = series((0..<256).map { _ in random.sixtyFourth() })
    let all = Curve(data, span: ChartSpan(range: 0...256, detail: ""), columns: 256, smoothing: .more)
    let tail = Curve(data, span: ChartSpan(range: 192...256, detail: ""), columns: 64, smoothing: .more)
    let pairs = zip(tail.smooth, all.smooth.suffix(64))
    #expect(tail.smooth.count == 64)
    #expect(pairs.allSatisfy { $0.last == $1.last })
  }

  /// What shares a dot column is drawn at once, with the same dots as one after the other.
  @Test(arguments: [65, 300, 4000]) func joinedColumnsHaveTheDotsOfAll(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in random.sixtyFourth() }
    let breaks = Set((0..<3).map { _ in random.below(count) })
    let span = ChartSpan(range: 0...Double(count), detail: "")
    let data = series(values, breaks: breaks)
    let curve = Curve(data, span: span, columns: 64, smoothing: .some)
    #expect(curve.smooth.count <= 64 + breaks.count)
    var (average, missing) = (0.0, 1.0)
    let single = values.indices.map { index -> PlotColumn in
      if data.startsAfresh(at: index) { (average, missing) = (0, 1) }
      average = 0.6 * average + (1 - 0.6) * values[index]
      missing *= 0.6
      return PlotColumn(
        column: span.unboundedColumn(of: Double(index), count: 64), value: average / (1 - missing),
        startsSegment: index == 0 || breaks.contains(index))
    }
    func drawn(_ columns: [PlotColumn]) -> CellBuffer {
      var canvas = DotCanvas(size: CellSize(width: 32, height: 10))
      canvas.plot(columns, bounds: 0.2...0.7, style: .plain)
      var buffer = CellBuffer(size: CellSize(width: 32, height: 10))
      canvas.draw(into: &buffer, x: 0, y: 0)
      return buffer
    }
    #expect(drawn(curve.smooth) == drawn(single))
  }

  @Test func notANumberBreaksTheLineAndLeavesAMark() {
    let curve = Curve(series([1, 2, .nan, 4, .infinity]), span: span(5), columns: 5, smoothing: .some)
    #expect(curve.nonFinite == [.init(column: 2, value: 2), .init(column: 4, value: 4)])
    #expect(curve.raw.filter { !$0.last.isFinite }.map { $0.column } == [2, 4])
    #expect(curve.smooth.map { $0.startsSegment } == [true, false, true])
    #expect(curve.bounds == 1...4)
  }

  @Test func segmentsAreGaps() {
    let curve = Curve(series([1, 2, 3, 4], breaks: [2]), span: span(4), columns: 4, smoothing: .some)
    #expect(curve.raw.map { $0.startsSegment } == [true, false, true, false])
    #expect(curve.smooth.map { $0.startsSegment } == [true, false, true, false])
  }

  @Test func linesEnterAndLeaveTheStretch() {
    let curve = Curve(
      series((0..<10).map { Double($0) }), span: ChartSpan(range: 4...6, detail: ""), columns: 8,
      smoothing: .none)
    #expect(curve.raw.first?.column ?? 0 < 0)
    #expect(curve.raw.last?.column ?? 0 >= 8)
  }

  @Test func markersStandInTheColumnOfTheirSamples() {
    let data = series((0..<100).map { Double($0) })
    let span = ChartSpan(range: 0...99, detail: "")
    let columns = data.columns(over: span.range, count: 37)
    for position in 0..<100 {
      let column = span.column(of: Double(position), count: 37) ?? -1
      let holds = columns[column].map { $0.minimum <= Double(position) && Double(position) <= $0.maximum }
      #expect(holds == true)
    }
    #expect(span.column(of: 100, count: 37) == nil && span.column(of: .nan, count: 37) == nil)
  }
}
