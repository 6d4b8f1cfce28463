import TestSupport
import Testing

@testable import TerminalCells

@Suite struct CellBufferRunsTests {
  static func row(_ text: String) -> CellBuffer {
    var buffer = CellBuffer(size: CellSize(width: 20, height: 1))
    buffer.write(text, x: 0, y: 0)
    return buffer
  }

  static func shape(_ runs: [CellBuffer.Run]) -> [[Int]] { runs.map { [$0.x, $0.y, $0.cells.count] } }

  @Test func equalBuffersHaveNoRuns() {
    #expect(Self.row("abc").runs(from: Self.row("abc")).isEmpty)
  }

  @Test func aFirstFrameIsAllRows() {
    let buffer = CellBuffer(size: CellSize(width: 3, height: 2))
    #expect(Self.shape(buffer.runs(from: nil)) == [[0, 0, 3], [0, 1, 3]])
    #expect(buffer.runs(from: CellBuffer(size: CellSize(width: 2, height: 2))).count == 2)
  }

  @Test func smallGapsAreJoinedAndLargeOnesNot() {
    let before = Self.row("..................")
    #expect(Self.shape(Self.row("..x....x..........").runs(from: before)) == [[2, 0, 6]])
    #expect(Self.shape(Self.row("..x.....x.........").runs(from: before)) == [[2, 0, 1], [8, 0, 1]])
  }

  @Test func wideGlyphsAreNotSplit() {
    let before = Self.row("a漢b字c")
    var after = before
    after.restyle(CellRect(x: 2, y: 0, width: 1, height: 1)) { $0.attributes = .bold }
    #expect(Self.shape(after.runs(from: before)) == [[1, 0, 2]])
    #expect(Self.shape(Self.row("a漢b").runs(from: before)) == [[4, 0, 3]])
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func theDifferenceAppliedToTheOldFrameIsTheNewOne(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let size = CellSize(width: random.integer(0...24), height: random.integer(1...4))
    let before = Self.scribble(CellBuffer(size: size), random: &random)
    let after = Self.scribble(before, random: &random)
    var shown = before.cells
    for run in after.runs(from: before) {
      #expect(!run.cells.isEmpty)
      #expect(run.cells.first?.glyph.isEmpty == false)
      let place = run.y * size.width + run.x
      // On a terminal a wide glyph must not be overwritten by half.
      #expect(!before.cells[place].glyph.isEmpty)
      let end = place + run.cells.count
      if run.x + run.cells.count < size.width {
        #expect(!before.cells[end].glyph.isEmpty && !after.cells[end].glyph.isEmpty)
      }
      shown.replaceSubrange(place..<end, with: run.cells)
    }
    #expect(shown == after.cells)
  }

  private static func scribble(_ buffer: CellBuffer, random: inout SeededGenerator) -> CellBuffer {
    var buffer = buffer
    for _ in 0..<random.integer(0...6) {
      buffer.write(
        random.text(atMost: 6), x: random.integer(-3...24), y: random.integer(0...3), style: random.style())
    }
    return buffer
  }
}
