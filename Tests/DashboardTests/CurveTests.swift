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
      series(Array(repeating: 0.375, count: 50)), span: span(50), columns: 50, smoothing: smoothing)
    #expect(curve.smooth.allSatisfy { abs($0.last - 0.375) < 1e-12 })
    #expect(curve.smooth.count == (smoothing == .none ? 0 : 50))
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
    let data = series((0..<200).map { _ in random.sixtyFourth() })
    let all = Curve(data, span: ChartSpan(range: 0...200, detail: ""), columns: 200, smoothing: .more)
    let tail = Curve(data, span: ChartSpan(range: 150...200, detail: ""), columns: 50, smoothing: .more)
    let pairs = zip(tail.smooth, all.smooth.suffix(50))
    #expect(tail.smooth.count == 50)
    #expect(pairs.allSatisfy { $0.last == $1.last })
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
