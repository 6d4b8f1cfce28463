import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

/// From samples to dots: what a chart draws is what a rasteriser draws that looks at every sample by itself.
@Suite struct DotIdentityTests {
  enum Shape: CaseIterable {
    case noise, spikes, gaps, sparse, restarts, constant
  }

  private struct Sample {
    var position: Double
    var value: Double
    var starts: Bool
  }

  private static let counts = [1, 2, 3, 7, 64, 399, 400, 401, 1500, 5000]

  /// - Parameter isPositive: a logarithm has a place for all of them.
  private static func samples(
    _ shape: Shape, count: Int, isPositive: Bool, _ random: inout SeededGenerator
  ) -> [Sample] {
    var position = Double(random.integer(0...50))
    return (0..<count).map { index in
      var value = random.number(isPositive ? 0.001...1 : -1...1)
      var starts = index == 0
      switch shape {
      case .noise: position += 1
      case .spikes:
        position += 1
        if random.integer(0...99) == 0 { value *= 1e6 }
      case .gaps:
        position += 1
        if random.integer(0...9) < 3 { value = [.nan, .infinity, -.infinity][random.integer(0...2)] }
      case .sparse: position += Double(random.integer(0...400))
      case .restarts:
        position += 1
        starts = starts || random.integer(0...39) == 0
      case .constant:
        position += 1
        value = isPositive ? 0.25 : -0.25
      }
      return Sample(position: position, value: value, starts: starts)
    }
  }

  /// Rows of dots, one sample after the other.
  private static func naive(
    _ samples: [Sample], range: ClosedRange<Double>, axis: ValueAxis, canvas: DotCanvas
  ) -> Set<[Int]> {
    var dots: Set<[Int]> = []
    func row(_ value: Double) -> Int {
      Int(canvas.position(of: axis.scale.place(value), bounds: axis.bounds).rounded())
    }
    /// Bresenham.
    func line(_ x0: Int, _ y0: Int, _ x1: Int, _ y1: Int) {
      var (x, y) = (x0, y0)
      let (dx, dy) = (abs(x1 - x0), abs(y1 - y0))
      var error = dx - dy
      while true {
        dots.insert([x, y])
        if x == x1, y == y1 { return }
        let twice = 2 * error
        if twice >= -dy {
          error -= dy
          x += x0 < x1 ? 1 : -1
        }
        if twice <= dx {
          error += dx
          y += y0 < y1 ? 1 : -1
        }
      }
    }
    var columns: [Int: [Sample]] = [:]
    for sample in samples {
      let width = range.upperBound - range.lowerBound
      let place = Int(((sample.position - range.lowerBound) / width * Double(canvas.width)).rounded(.down))
      columns[min(canvas.width - 1, place), default: []].append(sample)
    }
    var before: (column: Int, value: Double)?
    for column in columns.keys.sorted() {
      let here = columns[column] ?? []
      let finite = here.filter(\.value.isFinite)
      guard let first = finite.first, let last = finite.last else {
        before = nil
        continue
      }
      if let before, !here.contains(where: \.starts) {
        line(before.column, row(before.value), column, row(first.value))
      }
      for one in finite {
        for other in [finite.max { $0.value < $1.value }, finite.min { $0.value < $1.value }].compactMap(
          \.self)
        {
          for y in min(row(one.value), row(other.value))...max(row(one.value), row(other.value)) {
            dots.insert([column, y])
          }
        }
      }
      before = (column, last.value)
    }
    return dots
  }

  @Test(arguments: Shape.allCases, ValueScale.Kind.allCases)
  func everyDotIsThatOfTheSamples(shape: Shape, kind: ValueScale.Kind) throws {
    var random = SeededGenerator(seed: UInt64(Shape.allCases.firstIndex(of: shape) ?? 0) + 11)
    var view = ViewState()
    view.scale = kind
    for count in Self.counts {
      let samples = Self.samples(shape, count: count, isPositive: kind == .log, &random)
      var series = Series()
      for sample in samples {
        series.append(position: sample.position, value: sample.value, startsSegment: sample.starts)
      }
      try #require(series.samplesPerBucket == 1)
      let first = try #require(samples.first?.position)
      let end = try #require(samples.last?.position)
      let range = first...max(end, first + 1)
      var canvas = DotCanvas(
        size: CellSize(width: random.integer(1...200), height: random.integer(1...40)),
        tier: GlyphTier.allCases[random.integer(0...(GlyphTier.allCases.count - 1))])
      let curve = Curve(
        series, span: ChartSpan(range: range, detail: ""), columns: canvas.width, smoothing: .none)
      guard let axis = ValueAxis([curve], view) else {
        #expect(samples.allSatisfy { !$0.value.isFinite })
        continue
      }
      try #require(!axis.isRefused)
      canvas.plot(curve.placed(on: axis).raw, bounds: axis.bounds, style: .plain)
      var drawn: Set<[Int]> = []
      for x in 0..<canvas.width {
        for y in 0..<canvas.height where canvas.hasDot(column: x, row: y) { drawn.insert([x, y]) }
      }
      let expected = Self.naive(samples, range: range, axis: axis, canvas: canvas)
      #expect(
        drawn == expected,
        "\(shape) \(kind) \(count): \(drawn.symmetricDifference(expected).sorted { $0[0] < $1[0] }.prefix(5))"
      )
    }
  }
}
