import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct BandTests {
  /// Samples at whole positions, with gaps, restarts and numbers that are none.
  private struct Samples {
    var values: [(position: Int, mean: Double, deviation: Double, startsSegment: Bool)] = []
    var mean = Series()
    var deviation = Series()

    init(seed: UInt64, count: Int, sparse: Int) {
      var random = SeededGenerator(seed: seed)
      var position = 0
      for index in 0..<count {
        let startsSegment = index > 0 && random.integer(0...30) == 0
        let spike = random.integer(0...25) == 0 ? 4.0 : 1
        let mean = random.integer(0...20) == 0 ? .nan : spike * Double(random.integer(-64...64)) / 64
        values.append((position, mean, Double(random.integer(0...32)) / 64, startsSegment))
        position += random.integer(1...sparse)
      }
      for value in values {
        mean.append(position: Double(value.position), value: value.mean, startsSegment: value.startsSegment)
        deviation.append(
          position: Double(value.position), value: value.deviation, startsSegment: value.startsSegment)
      }
    }

    var span: ChartSpan { ChartSpan(range: 0...Double(max(1, values.last?.position ?? 1)), detail: "all") }
  }

  private static let bounds = -3.0...3.0

  private func dots(_ columns: [PlotColumn], size: CellSize, joins: Bool) -> [[Bool]] {
    var canvas = DotCanvas(size: size, tier: .braille)
    canvas.plot(columns, bounds: Self.bounds, style: .plain, joins: joins)
    var buffer = CellBuffer(size: size)
    canvas.draw(into: &buffer, x: 0, y: 0)
    let bits: [[UInt32]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    return (0..<canvas.height).map { row in
      (0..<canvas.width).map { column in
        let scalar = buffer[column / 2, row / 4].glyph.unicodeScalars.first?.value ?? 0x20
        return scalar >= 0x2800 && (scalar - 0x2800) & bits[row % 4][column % 2] != 0
      }
    }
  }

  /// The slow and obvious way: every sample by itself, from the least to the greatest of its column.
  private func naive(_ samples: Samples, _ sign: Double, size: CellSize) -> [[Bool]] {
    let (width, height) = (size.width * 2, size.height * 4)
    var grid = Array(repeating: Array(repeating: false, count: width), count: height)
    let length = samples.span.range.upperBound
    var rows: [Int: [Double]] = [:]
    for value in samples.values {
      let edge = value.mean + sign * value.deviation
      guard edge.isFinite else { continue }
      let column = min(width - 1, Int(Double(value.position) / length * Double(width)))
      rows[column, default: []].append(edge)
    }
    for (column, edges) in rows {
      let places = [edges.min() ?? 0, edges.max() ?? 0].map {
        Double(height - 1) * (1 - (min(max($0, -3), 3) + 3) / 6)
      }
      if (edges.min() ?? 0) > 3 || (edges.max() ?? 0) < -3 { continue }
      for row in Int(places[1].rounded())...Int(places[0].rounded()) { grid[row][column] = true }
    }
    return grid
  }

  /// Noise, spikes, gaps, sparse positions; one sample to thousands.
  @Test(arguments: [1, 2, 3, 17, 160, 999, 5000], [1, 2, 9])
  func edgesAreTheDotsOfAllTheirSamples(count: Int, sparse: Int) {
    let samples = Samples(seed: UInt64(count * 10 + sparse), count: count, sparse: sparse)
    let size = CellSize(width: 40, height: 6)
    let band = Band(mean: samples.mean, deviation: samples.deviation, span: samples.span, columns: 80)
    #expect(dots(band.upper, size: size, joins: false) == naive(samples, 1, size: size))
    #expect(dots(band.lower, size: size, joins: false) == naive(samples, -1, size: size))
    // A line adds to the dots of the samples and takes nothing away.
    let joined = dots(band.upper, size: size, joins: true)
    for (line, alone) in zip(joined, naive(samples, 1, size: size)) {
      #expect(zip(line, alone).allSatisfy { $0 || !$1 })
    }
  }

  private func band(_ samples: [(Double, Double)], breaks: Set<Int> = [], columns: Int) -> Band {
    var (mean, deviation) = (Series(), Series())
    for (index, sample) in samples.enumerated() {
      mean.append(position: Double(index), value: sample.0, startsSegment: breaks.contains(index))
      deviation.append(position: Double(index), value: sample.1, startsSegment: breaks.contains(index))
    }
    return Band(
      mean: mean, deviation: deviation,
      span: ChartSpan(range: 0...Double(samples.count), detail: "all"), columns: columns)
  }

  @Test func theGroundGoesFromEdgeToEdge() {
    // In the middle of the cells; the last one has its sample.
    let ground = band([(0, 1), (1, 1), (2, 2)], columns: 6).extents(width: 3, dots: 2)
    #expect(ground == [-0.5...1.5, 0...3, 0...4])
    // Between two samples it follows the lines between them.
    let sparse = band([(0, 1), (4, 1)], columns: 16).extents(width: 8, dots: 2)
    #expect(sparse[0] == -0.5...1.5 && sparse[4] == 3...5)
    #expect(sparse[2].map { abs($0.lowerBound - 1.5) < 1e-9 && abs($0.upperBound - 3.5) < 1e-9 } == true)
    #expect(sparse[5...].allSatisfy { $0 == nil })
  }

  @Test func theGroundHasGapsWhereTheLineHas() {
    let restarted = band([(0, 1), (4, 1)], breaks: [1], columns: 16).extents(width: 8, dots: 2)
    #expect(restarted.map { $0 != nil } == [true, false, false, false, true, false, false, false])
    let broken = band([(0, 1), (.nan, 1), (4, 1)], columns: 24).extents(width: 12, dots: 2)
    #expect(broken.indices.filter { broken[$0] != nil } == [0, 8])
  }
}
