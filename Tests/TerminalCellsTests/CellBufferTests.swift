import Testing

@testable import TerminalCells

@Suite struct CellBufferTests {
  static let bold = CellStyle(attributes: .bold)

  @Test func outsideIsIgnored() {
    var buffer = CellBuffer(size: CellSize(width: 2, height: 1))
    buffer[-1, 0] = Cell(glyph: "x", style: .plain)
    buffer[2, 0] = Cell(glyph: "x", style: .plain)
    buffer[0, 1] = Cell(glyph: "x", style: .plain)
    #expect(buffer == CellBuffer(size: CellSize(width: 2, height: 1)))
    #expect(buffer[.max, .min] == .blank)
  }

  @Test func sizesAreLimited() {
    #expect(CellBuffer(size: CellSize(width: -1, height: 5)).cells.isEmpty)
    #expect(CellBuffer(size: CellSize(width: 1, height: .max)).size.height == 4096)
  }

  @Test func wideGlyphsAreWholeOrNotAtAll() {
    var buffer = CellBuffer(size: CellSize(width: 4, height: 1))
    buffer[1, 0] = Cell(glyph: "漢", style: Self.bold)
    #expect(buffer.cells.map(\.glyph) == [" ", "漢", "", " "])
    #expect(buffer[2, 0].style == Self.bold)
    buffer[2, 0] = Cell(glyph: "x", style: .plain)
    #expect(buffer.cells.map(\.glyph) == [" ", " ", "x", " "])
    buffer[1, 0] = Cell(glyph: "漢", style: .plain)
    buffer[1, 0] = Cell(glyph: "y", style: .plain)
    #expect(buffer.cells.map(\.glyph) == [" ", "y", " ", " "])
    buffer[3, 0] = Cell(glyph: "漢", style: .plain)
    #expect(buffer.cells.map(\.glyph) == [" ", "y", " ", " "])
    buffer[-1, 0] = Cell(glyph: "漢", style: .plain)
    #expect(buffer.cells.map(\.glyph) == [" ", "y", " ", " "])
  }

  @Test func aWideGlyphOverTwoOthersFreesBothOfTheirHalves() {
    var buffer = CellBuffer(size: CellSize(width: 4, height: 1))
    buffer.write("漢字", x: 0, y: 0)
    buffer[1, 0] = Cell(glyph: "🙂", style: .plain)
    #expect(buffer.cells.map(\.glyph) == [" ", "🙂", "", " "])
  }

  @Test func controlCharactersNeverGetIn() {
    var buffer = CellBuffer(size: CellSize(width: 3, height: 1))
    buffer[0, 0] = Cell(glyph: "\u{1B}", style: .plain)
    buffer[1, 0] = Cell(glyph: "", style: .plain)
    buffer[2, 0] = Cell(glyph: "\u{9B}2J", style: .plain)
    #expect(buffer.cells.map(\.glyph) == [" ", " ", "2"])
  }

  @Test func aFillOfTheWrongWidthIsASpace() {
    let buffer = CellBuffer(size: CellSize(width: 1, height: 1), fill: Cell(glyph: "漢", style: Self.bold))
    #expect(buffer[0, 0] == Cell(glyph: " ", style: Self.bold))
  }
}
