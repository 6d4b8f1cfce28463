import TestSupport
import Testing

@testable import TerminalCells

@Suite struct DotCanvasPlotTests {
  /// The dots that are set, as rows of text.
  static func dots(_ canvas: DotCanvas) -> [String] {
    (0..<canvas.height).map { row in
      String(
        (0..<canvas.width).map { column -> Character in
          let cell = canvas.grid[
            row / canvas.rowsPerCell * canvas.size.width + column / canvas.columnsPerCell]
          let bit = row % canvas.rowsPerCell * canvas.columnsPerCell + column % canvas.columnsPerCell
          return cell.dots & (1 << UInt8(bit)) != 0 ? "#" : "."
        })
    }
  }

  static func plot(
    _ columns: [PlotColumn], _ bounds: ClosedRange<Double>, width: Int = 4, height: Int = 2,
    joins: Bool = true
  ) -> [String] {
    var canvas = DotCanvas(size: CellSize(width: width, height: height))
    canvas.plot(columns, bounds: bounds, style: .plain, joins: joins)
    return dots(canvas)
  }

  @Test func aStraightLine() {
    let picture = Self.plot([PlotColumn(column: 0, value: 0), PlotColumn(column: 7, value: 7)], 0...7)
    #expect(picture == (0..<8).map { row in String((0..<8).map { $0 == 7 - row ? "#" : "." as Character }) })
  }

  @Test func aNewSegmentIsNotJoined() {
    let picture = Self.plot(
      [PlotColumn(column: 0, value: 1), PlotColumn(column: 3, value: 1, startsSegment: true)], 0...1,
      width: 2, height: 1)
    #expect(picture == ["#..#", "....", "....", "...."])
  }

  @Test func valuesThatAreNoNumbersBreakTheLine() {
    for bad in [Double.nan, .infinity, -.infinity] {
      let columns = [
        PlotColumn(column: 0, value: 1), PlotColumn(column: 1, value: bad), PlotColumn(column: 3, value: 1),
      ]
      #expect(Self.plot(columns, 0...1, width: 2, height: 1)[0] == "#..#")
    }
  }

  @Test func segmentsAreClippedNotDropped() {
    let rising = [PlotColumn(column: 0, value: -7), PlotColumn(column: 7, value: 14)]
    let picture = Self.plot(rising, 0...7)
    #expect(picture[7].contains("#") && picture[0].contains("#"))
    let far = [PlotColumn(column: -1_000_000, value: 0), PlotColumn(column: 1_000_000, value: 7)]
    #expect(Self.plot(far, 0...7).joined().filter { $0 == "#" }.count == 8)
    let huge = [PlotColumn(column: 0, value: 0), PlotColumn(column: 1, value: 1e308)]
    #expect(Self.plot(huge, 0...1e-300).joined().contains("#"))
    let beyond = [PlotColumn(column: 0, first: 9, last: 9, low: 8, high: 9)]
    #expect(!Self.plot(beyond, 0...7).joined().contains("#"))
  }

  @Test func equalBoundsStandInTheMiddle() {
    #expect(
      Self.plot([PlotColumn(column: 0, value: 3)], 3...3, width: 1, height: 1) == ["..", "#.", "..", ".."])
  }

  /// Every sample by itself: the slow and obvious way.
  static func naive(_ samples: [Double], perColumn: Int, bounds: ClosedRange<Double>, width: Int, height: Int)
    -> [String]
  {
    var grid = Array(repeating: Array(repeating: Character("."), count: width), count: height)
    for (index, value) in samples.enumerated() {
      let row =
        Double(height - 1) * (1 - (value - bounds.lowerBound) / (bounds.upperBound - bounds.lowerBound))
      if index % perColumn > 0 {
        let before = samples[index - 1]
        let from =
          Double(height - 1) * (1 - (before - bounds.lowerBound) / (bounds.upperBound - bounds.lowerBound))
        let (a, b) = (Int(min(from, row).rounded()), Int(max(from, row).rounded()))
        for between in a...b { grid[between][index / perColumn] = "#" }
      }
      grid[Int(row.rounded())][index / perColumn] = "#"
    }
    return grid.map { String($0) }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func columnsAreTheDotsOfAllTheirSamples(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let size = CellSize(width: random.integer(1...10), height: random.integer(1...5))
    let perColumn = random.integer(1...40)
    let count = size.width * 2 * perColumn
    let samples = (0..<count).map { _ in Double(random.integer(-64...64)) / 64 }
    let columns = stride(from: 0, to: count, by: perColumn).map { start in
      let part = samples[start..<(start + perColumn)]
      return PlotColumn(
        column: start / perColumn, first: part[start], last: part[start + perColumn - 1],
        low: part.min() ?? 0,
        high: part.max() ?? 0)
    }
    var canvas = DotCanvas(size: size)
    canvas.plot(columns, bounds: -1...1, style: .plain, joins: false)
    #expect(
      Self.dots(canvas)
        == Self.naive(
          samples, perColumn: perColumn, bounds: -1...1, width: size.width * 2, height: size.height * 4))
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func joinedLinesHaveNoGaps(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var canvas = DotCanvas(size: CellSize(width: 10, height: 4))
    var column = 0
    var columns: [PlotColumn] = []
    while column < canvas.width {
      columns.append(PlotColumn(column: column, value: random.number(0...1)))
      column += random.integer(1...5)
    }
    canvas.plot(columns, bounds: 0...1, style: .plain)
    let picture = Self.dots(canvas).map { Array($0) }
    func rows(_ column: Int) -> [Int] { picture.indices.filter { picture[$0][column] == "#" } }
    for column in 0..<(columns.last?.column ?? 0) {
      let (here, next) = (rows(column), rows(column + 1))
      #expect(!here.isEmpty && !next.isEmpty)
      // Eight neighbours: some dot of the next column touches some dot of this one.
      #expect(here.contains { a in next.contains { abs(a - $0) <= 1 } })
    }
  }
}
