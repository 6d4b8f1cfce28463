import TerminalCells
import Testing

@testable import Dashboard

@Suite struct CurveLettersTests {
  static func places(_ curve: [PlotColumn], offset: Int = 1) -> [CurveLetters.Place] {
    CurveLetters.places(of: curve, width: 20, dots: 2, offset: offset, spacing: 6)
  }

  @Test func lettersStandAtTheEndAndAlongTheLine() {
    let line = (0..<40).map { PlotColumn(column: $0, value: Double($0)) }
    let cells = Self.places(line).map(\.cell)
    #expect(cells == [19, 1, 7, 13])
    #expect(Self.places(line).map(\.value) == [39, 2, 14, 26])
    #expect(Self.places(line, offset: 4).map(\.cell) == [19, 4, 10, 16])
  }

  @Test func aLineBetweenTwoPointsHasLettersToo() {
    let curve = [PlotColumn(column: 0, value: 0), PlotColumn(column: 39, value: 39)]
    let places = Self.places(curve)
    #expect(places.map(\.cell).contains(1))
    #expect(places.first { $0.cell == 1 }?.value == 2)
  }

  @Test func whereThereIsNoLineThereIsNoLetter() {
    #expect(Self.places([]).isEmpty)
    #expect(Self.places([PlotColumn(column: 3, value: .nan)]).isEmpty)
    let restarted = [
      PlotColumn(column: 0, value: 0), PlotColumn(column: 38, value: 1, startsSegment: true),
    ]
    #expect(Self.places(restarted).map(\.cell) == [19])
  }
}
