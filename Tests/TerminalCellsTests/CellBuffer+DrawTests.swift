import TestSupport
import Testing

@testable import TerminalCells

@Suite struct CellBufferDrawTests {
  static func blank(_ width: Int, _ height: Int = 1) -> CellBuffer {
    CellBuffer(size: CellSize(width: width, height: height))
  }

  @Test(arguments: [
    ("abc", 0, nil, 5, "abc"), ("abcdef", 0, nil, 5, "abcd…"), ("abcdef", 3, nil, 5, "   a…"),
    ("abcdef", 1, 3, 9, " ab…"), ("abcdef", -2, 6, 9, "cdef"), ("漢字x", 0, nil, 5, "漢字x"),
    ("漢字xy", 0, nil, 5, "漢字…"),
    ("漢字", 0, 3, 9, "漢…"), ("漢字", -1, nil, 9, " 字"), ("abc", 0, 0, 5, ""), ("abc", 7, nil, 5, ""),
    ("a\u{1B}b", 0, nil, 5, "ab"),
  ])
  func writing(text: String, x: Int, width: Int?, size: Int, row: String) {
    var buffer = Self.blank(size)
    buffer.write(text, x: x, y: 0, width: width)
    #expect(buffer.plainText == row + "\n")
    #expect(isWellFormed(buffer))
  }

  @Test func writingReturnsTheCellsUsed() {
    var buffer = Self.blank(9)
    #expect(buffer.write("漢字", x: 0, y: 0) == 4)
    #expect(buffer.write("漢字", x: 0, y: 0, width: 2) == 1)
    #expect(buffer.write("abc", x: 0, y: 5) == 3)
    #expect(buffer.write("abc", x: 0, y: 0, width: -4) == 0)
  }

  @Test func aCutWideGlyphLeavesNoRemains() {
    var buffer = CellBuffer(size: CellSize(width: 4, height: 1), fill: Cell(glyph: "-", style: .plain))
    buffer.write("漢字漢", x: 0, y: 0, width: 4)
    #expect(buffer.plainText == "漢…\n")
  }

  @Test func alignment() {
    var buffer = Self.blank(8, 3)
    for (row, alignment) in [TextAlignment.leading, .trailing, .center].enumerated() {
      buffer.write("ab", in: CellRect(x: 1, y: row, width: 6, height: 1), alignment: alignment)
    }
    #expect(buffer.plainText == " ab\n     ab\n   ab\n")
    #expect(buffer.write("abc", in: CellRect(x: 1, y: 0, width: 2, height: 1), alignment: .trailing) == 3)
  }

  @Test func rulesAndFill() {
    var buffer = Self.blank(4, 3)
    buffer.fill(CellRect(x: 1, y: -1, width: 99, height: 3), glyph: "#")
    buffer.horizontalRule(x: -1, y: 2, width: 3)
    buffer.verticalRule(x: 0, y: 0, height: 2)
    #expect(buffer.plainText == "│###\n│###\n──\n")
  }

  @Test func restylingKeepsTheGlyphs() {
    var buffer = Self.blank(3)
    buffer.write("abc", x: 0, y: 0)
    buffer.restyle(CellRect(x: 1, y: 0, width: 9, height: 9)) { $0.attributes.insert(.reverse) }
    #expect(buffer.plainText == "abc\n")
    #expect(buffer.cells.map(\.style.attributes) == [[], .reverse, .reverse])
  }

  @Test func copyingABuffer() {
    var small = Self.blank(3)
    small.write("a漢", x: 0, y: 0)
    var buffer = Self.blank(4)
    buffer.draw(small, x: 1, y: 0)
    #expect(buffer.plainText == " a漢\n")
    buffer.draw(small, x: 2, y: 0)
    #expect(buffer.plainText == " aa\n")
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func nothingTrapsAndNoGraphemeIsHalved(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let size = CellSize(width: random.integer(0...20), height: random.integer(0...6))
    var buffer = CellBuffer(size: size, fill: Cell(glyph: "~", style: CellStyle(attributes: .underline)))
    for _ in 0..<6 {
      drawSomething(into: &buffer, random: &random)
      #expect(isWellFormed(buffer))
    }
  }

  private func drawSomething(into buffer: inout CellBuffer, random: inout SeededGenerator) {
    let (x, y) = (random.coordinate(), random.coordinate())
    let (style, tier) = (random.style(), random.element(GlyphTier.allCases))
    switch random.integer(0...7) {
    case 0: buffer.write(random.text(atMost: 12), x: x, y: y, style: style)
    case 1: buffer.write(random.text(atMost: 12), x: x, y: y, width: random.coordinate(), style: style)
    case 2: buffer.fill(random.rect(), glyph: random.text(atMost: 1), style: style)
    case 3: buffer.write(random.text(atMost: 9), in: random.rect(), alignment: .center, style: style)
    case 4: buffer.horizontalRule(x: x, y: y, width: random.coordinate(), style: style)
    case 5:
      let axis = ForestAxis(lower: -1, upper: random.number(-1...1), width: random.integer(-2...30))
      let interval = ForestInterval(center: random.number(-2...2), deviation: 0.3, prior: 0.1)
      buffer.drawForest(interval, axis: axis, x: x, y: y, style: ForestStyle(interval: style), tier: tier)
    case 6:
      let series = (0..<3).map { StackedSeries(style: style, pattern: StackedSeries.pattern($0, tier: tier)) }
      let columns = (0..<9).map { _ in [random.number(0...1), .nan, random.number(-1...1), 4] }
      buffer.drawStackedShares(columns, series: series, in: random.rect(), glyphs: tier)
    default:
      var canvas = DotCanvas(
        size: CellSize(width: random.integer(-1...9), height: random.integer(-1...4)), tier: tier)
      let samples = (0..<9).map { _ in
        PlotColumn(column: random.coordinate(), value: random.element([0, 0.4, 1e308, -.infinity, .nan]))
      }
      canvas.plot(samples, bounds: 0...random.element([0, 1, 1e308]), style: style)
      canvas.draw(into: &buffer, x: x, y: y)
    }
  }
}
