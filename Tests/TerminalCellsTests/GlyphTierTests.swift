import TestSupport
import Testing

@testable import TerminalCells

@Suite struct GlyphTierTests {
  @Test func asciiHasNothingElse() {
    var buffer = CellBuffer(size: CellSize(width: 20, height: 2))
    buffer.write("●▸─│┌…±漢é⣿█🙂x", x: 0, y: 0)
    let reduced = buffer.reduced(to: .ascii)
    #expect(reduced.plainText == "o>-|+~/? ?:#? x\n\n")
    #expect(reduced.plainText.utf8.allSatisfy { $0 < 0x80 })
    #expect(buffer.reduced(to: .lineDrawing) == buffer)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func asciiHoldsForAnyText(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var buffer = CellBuffer(size: CellSize(width: 30, height: 1))
    buffer.write(random.text(atMost: 30), x: 0, y: 0)
    let reduced = buffer.reduced(to: .ascii)
    #expect(reduced.cells.allSatisfy { $0.glyph.utf8.count == 1 })
  }

  @Test func everyGlyphOfATierHasOneCell() {
    for tier in GlyphTier.allCases {
      for dots in UInt8.min...UInt8.max { #expect(displayWidth(DotGlyphs.glyph(dots, tier: tier)) == 1) }
    }
  }
}
