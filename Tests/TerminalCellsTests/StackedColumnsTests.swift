import TestSupport
import Testing

@testable import TerminalCells

@Suite struct StackedColumnsTests {
  static let series = (0..<4).map {
    StackedSeries(
      style: CellStyle(foreground: .palette(UInt8($0 + 1))),
      pattern: StackedSeries.pattern($0, tier: .braille))
  }

  @Test func heights() {
    #expect(stackedHeights([1, 1], height: 8) == [4, 4])
    #expect(stackedHeights([1, 1, 1], height: 8) == [3, 2, 3])
    #expect(stackedHeights([0, 0], height: 8) == [0, 0])
    #expect(stackedHeights([.nan, -1, 2, .infinity], height: 3) == [0, 0, 3, 0])
    #expect(stackedHeights([1e308, 1e308], height: 4) == [2, 2])
    #expect(stackedHeights([1], height: -4) == [0])
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func heightsSumToTheFullHeight(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let parts = (0..<random.integer(1...64)).map { _ in random.integer(0...3) == 0 ? 0 : random.number(0...1)
    }
    let height = random.integer(1...400)
    let heights = stackedHeights(parts, height: height)
    let total = parts.reduce(0, +)
    #expect(heights.reduce(0, +) == (total > 0 ? height : 0))
    #expect(heights.allSatisfy { $0 >= 0 })
    var exact = 0.0
    var edge = 0
    for (part, units) in zip(parts, heights) where total > 0 {
      exact += part / total * Double(height)
      edge += units
      #expect(abs(Double(edge) - exact) <= 0.5 + 1e-6)
    }
  }

  @Test func eighthsWithTheUpperLayerBehind() {
    var buffer = CellBuffer(size: CellSize(width: 2, height: 2))
    buffer.drawStackedShares([[5, 11], nil], series: Self.series, in: CellRect(buffer.size))
    #expect(buffer.plainText == "█\n▅\n")
    #expect(buffer[0, 1].style == CellStyle(foreground: .palette(1), background: .palette(2)))
    #expect(buffer[0, 0].style.foreground == .palette(2))
    #expect(buffer[1, 0] == .blank)
  }

  @Test func halvesAndPatterns() {
    var buffer = CellBuffer(size: CellSize(width: 1, height: 2))
    buffer.drawStackedShares([[1, 3]], series: Self.series, in: CellRect(buffer.size), glyphs: .halfBlock)
    #expect(buffer.plainText == "█\n▄\n")
    buffer.drawStackedShares([[1, 1]], series: Self.series, in: CellRect(buffer.size), colors: .mono)
    #expect(buffer.plainText == "▓\n█\n")
    let ascii = (0..<2).map { StackedSeries(style: .plain, pattern: StackedSeries.pattern($0, tier: .ascii)) }
    buffer.drawStackedShares([[1, 1]], series: ascii, in: CellRect(buffer.size), glyphs: .ascii)
    #expect(buffer.plainText == "=\n#\n")
  }

  @Test func ofManyLayersInOneCellTheGreatestTwoShow() {
    var buffer = CellBuffer(size: CellSize(width: 1, height: 1))
    buffer.drawStackedShares([[3, 1, 4]], series: Self.series, in: CellRect(buffer.size))
    #expect(
      buffer[0, 0] == Cell(glyph: "▃", style: CellStyle(foreground: .palette(1), background: .palette(3))))
    // A thin layer between them is split evenly.
    buffer.drawStackedShares([[3, 2, 3]], series: Self.series, in: CellRect(buffer.size))
    #expect(buffer[0, 0].glyph == "▄")
  }

  @Test func patternsAreDistinct() {
    for tier in GlyphTier.allCases {
      let patterns = (0..<64).map { StackedSeries.pattern($0, tier: tier) }
      #expect(Set(patterns).count == 64)
      #expect(patterns.allSatisfy { displayWidth($0) == 1 })
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func unitsOfTwoLayersAddUp(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let height = random.integer(1...20)
    let parts = [random.number(0.01...1), random.number(0.01...1)]
    var buffer = CellBuffer(size: CellSize(width: 1, height: height))
    buffer.drawStackedShares([parts], series: Self.series, in: CellRect(buffer.size))
    var lower = 0
    for cell in buffer.cells where cell.style.foreground == .palette(1) {
      lower += BlockGlyphs.lower.firstIndex(of: cell.glyph) ?? 0
    }
    #expect(lower == stackedHeights(parts, height: height * 8)[0])
  }
}
