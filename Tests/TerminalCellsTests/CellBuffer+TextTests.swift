import Testing

@testable import TerminalCells

@Suite struct CellBufferTextTests {
  static func sample() -> CellBuffer {
    var buffer = CellBuffer(size: CellSize(width: 6, height: 2))
    buffer.write("a漢", x: 0, y: 0, style: CellStyle(foreground: .palette(1), attributes: [.bold, .reverse]))
    buffer.write(
      "b", x: 2, y: 1,
      style: CellStyle(foreground: .rgb(red: 255, green: 128, blue: 0), background: .palette(9)))
    buffer.write("c", x: 4, y: 1)
    return buffer
  }

  @Test func plainText() {
    #expect(Self.sample().plainText == "a漢\n  b c\n")
    #expect(CellBuffer(size: CellSize(width: 0, height: 2)).plainText == "\n\n")
  }

  @Test(arguments: [
    (ColorTier.trueColor, "\u{1B}[0;1;7;31ma漢\u{1B}[0m\n  \u{1B}[0;38;2;255;128;0;101mb\u{1B}[0m c\n"),
    (ColorTier.palette256, "\u{1B}[0;1;7;31ma漢\u{1B}[0m\n  \u{1B}[0;38;5;208;101mb\u{1B}[0m c\n"),
    (ColorTier.mono, "\u{1B}[0;1;7ma漢\u{1B}[0m\n  b c\n"),
  ])
  func ansi(tier: ColorTier, text: String) {
    #expect(Self.sample().ansi(colorTier: tier) == text)
  }
}
