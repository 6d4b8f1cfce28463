import TerminalCells
import TestSupport

extension SeededGenerator {
  /// Text that has everything in it that makes widths hard.
  mutating func text(atMost length: Int) -> String {
    let parts = [
      "a", "Z", " ", "é", "e\u{301}", "漢", "字", "🙂", "👨‍👩‍👧", "❤️", "🇩🇪", "👍🏽", "\u{1B}[31m", "\t", "\n", "\u{7}",
      "\u{202E}", "\u{301}", "━", "⣿", "क्षि", "각", "\u{1100}\u{1161}", "ﷺ", "\u{200B}", "Ａ", "\u{E000}",
      "\u{FE0F}",
      "n\u{300}\u{301}\u{302}\u{303}\u{304}",
    ]
    return (0..<integer(0...length)).map { _ in element(parts) }.joined()
  }

  mutating func style() -> CellStyle {
    CellStyle(
      foreground: element([.terminal, .palette(3), .rgb(red: 1, green: 2, blue: 3)]),
      background: element([.terminal, .palette(200)]), attributes: element([[], .bold, [.dim, .reverse]]))
  }

  /// Mostly near the origin, sometimes as far away as integers go.
  mutating func coordinate() -> Int {
    integer(0...19) == 0 ? element([.min, .max, -1000, 1_000_000]) : integer(-6...30)
  }

  mutating func rect() -> CellRect {
    CellRect(x: coordinate(), y: coordinate(), width: coordinate(), height: coordinate())
  }
}

/// What must hold for every buffer: no control characters, and wide graphemes with both their halves.
func isWellFormed(_ buffer: CellBuffer) -> Bool {
  for y in 0..<buffer.size.height {
    var x = 0
    while x < buffer.size.width {
      let glyph = buffer[x, y].glyph
      let width = displayWidth(glyph)
      if glyph.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) { return false }
      if width == 2 {
        guard x + 1 < buffer.size.width, buffer[x + 1, y].glyph.isEmpty else { return false }
      } else if width != 1 {
        return false
      }
      x += width
    }
  }
  return true
}
