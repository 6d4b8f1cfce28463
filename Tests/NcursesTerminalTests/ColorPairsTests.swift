import TerminalCells
import Testing

@testable import NcursesTerminal

@Suite struct ColorPairsTests {
  @Test func numbersOfColours() {
    let direct = ColorPairs(colors: 0x100_0000)
    #expect(direct.number(of: .terminal) == -1)
    #expect(direct.number(of: .palette(3)) == 3)
    #expect(direct.number(of: .palette(12)) == 0x5C5CFF)
    #expect(direct.number(of: .rgb(red: 1, green: 2, blue: 3)) == 0x010203)
    // The first eight numbers are the palette: the darkest blues become the least that is none of them.
    #expect(direct.number(of: .rgb(red: 0, green: 0, blue: 1)) == 8)
    #expect(ColorPairs(colors: 256).number(of: .palette(200)) == 200)
    #expect(ColorPairs(colors: 8).number(of: .palette(12)) == 4)
  }

  @Test func withoutColoursThereAreAttributesOnly() {
    var pairs = ColorPairs(colors: 0)
    let style = CellStyle(foreground: .palette(1), attributes: [.bold, .reverse])
    let look = pairs.look(of: style)
    #expect(look.pair == 0)
    #expect(look.attributes == UInt32(style.attributes.rawValue))
  }
}
