import TestSupport
import Testing

@testable import TerminalCells

@Suite struct ColorTierTests {
  static func rgb(_ value: Int) -> CellColor {
    .rgb(red: UInt8(value >> 16), green: UInt8(value >> 8 & 255), blue: UInt8(value & 255))
  }

  @Test(arguments: [
    (0x000000, 16), (0xFFFFFF, 231), (0xFF0000, 196), (0x5F87AF, 67), (0x080808, 232), (0xEEEEEE, 255),
    (0x808080, 244),
    (0xFF8700, 208), (0x1C1C1C, 234),
  ])
  func to256(color: Int, index: UInt8) {
    #expect(reduce(Self.rgb(color), to: .palette256) == .palette(index))
  }

  @Test(arguments: [
    (0x000000, 0), (0xFFFFFF, 15), (0xFF0000, 9), (0xC01010, 1), (0x808080, 8), (0x56B4E9, 6), (0xE69F00, 3),
    (0x009E73, 6), (0xCC79A7, 5),
  ])
  func to16(color: Int, index: UInt8) {
    #expect(reduce(Self.rgb(color), to: .palette16) == .palette(index))
  }

  @Test func whatATierHasStaysAsItIs() {
    for tier in ColorTier.allCases { #expect(reduce(.terminal, to: tier) == .terminal) }
    #expect(reduce(.palette(200), to: .palette256) == .palette(200))
    #expect(reduce(.palette(200), to: .trueColor) == .palette(200))
    #expect(reduce(.palette(12), to: .palette16) == .palette(12))
    #expect(reduce(.palette(196), to: .palette16) == .palette(9))
    #expect(reduce(Self.rgb(0x123456), to: .trueColor) == Self.rgb(0x123456))
    #expect(reduce(Self.rgb(0x123456), to: .mono) == .terminal)
  }

  @Test func the256ColoursOfThePaletteAreTheirOwnNearest() {
    for index in UInt8(16)...255 {
      let parts = XtermPalette.components(of: index)
      let nearest = XtermPalette.nearest256(parts)
      #expect(XtermPalette.components(of: nearest).distance(to: parts) == 0)
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func noColourOf256IsNearer(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let color = XtermPalette.Components(
      red: .random(in: 0...255, using: &random), green: .random(in: 0...255, using: &random),
      blue: .random(in: 0...255, using: &random))
    let chosen = XtermPalette.components(of: XtermPalette.nearest256(color)).distance(to: color)
    let cube = (16...231).map { XtermPalette.components(of: UInt8($0)).distance(to: color) }.min() ?? 0
    #expect(chosen <= cube)
  }
}
