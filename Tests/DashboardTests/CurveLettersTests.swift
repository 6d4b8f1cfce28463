import TerminalCells
import Testing

@testable import Dashboard

@Suite struct CurveLettersTests {
  static func spots(_ curve: [PlotColumn], offset: Int = 1) -> [CurveLetters.Spot] {
    CurveLetters.spots(of: curve, width: 20, dots: 2, offset: offset, spacing: 6)
  }

  @Test func lettersStandAtTheEndAndAlongTheLine() {
    let line = (0..<40).map { PlotColumn(column: $0, value: Double($0)) }
    let cells = Self.spots(line).map(\.cell)
    #expect(cells == [19, 1, 7, 13])
    #expect(Self.spots(line).map(\.value) == [39, 2, 14, 26])
    #expect(Self.spots(line, offset: 4).map(\.cell) == [19, 4, 10, 16])
  }

  @Test func aLineBetweenTwoPointsHasLettersToo() {
    let curve = [PlotColumn(column: 0, value: 0), PlotColumn(column: 39, value: 39)]
    let spots = Self.spots(curve)
    #expect(spots.map(\.cell).contains(1))
    #expect(spots.first { $0.cell == 1 }?.value == 2)
  }

  @Test func whereThereIsNoLineThereIsNoLetter() {
    #expect(Self.spots([]).isEmpty)
    #expect(Self.spots([PlotColumn(column: 3, value: .nan)]).isEmpty)
    let restarted = [
      PlotColumn(column: 0, value: 0), PlotColumn(column: 38, value: 1, startsSegment: true),
    ]
    #expect(Self.spots(restarted).map(\.cell) == [19])
  }
}
