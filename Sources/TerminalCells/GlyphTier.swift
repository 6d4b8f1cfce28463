/// Which characters a terminal can be trusted to show, from the least.
package enum GlyphTier: Int, CaseIterable, Comparable, Hashable, Sendable {
  case ascii
  /// Rules and the scan lines `⎺─⎽`: what every terminal has had since the VT100.
  case lineDrawing
  /// Blocks: half and eighth cells.
  case halfBlock
  /// Quadrants of a cell, 2 × 2: fewer dots than Braille, and lines that are thick enough for any screen.
  case quadrant
  /// Braille patterns: 2 × 4 dots in a cell.
  case braille

  package static func < (a: GlyphTier, b: GlyphTier) -> Bool { a.rawValue < b.rawValue }
}

extension CellBuffer {
  /// The picture for a terminal of this tier: text may hold anything, so what the tier lacks becomes a stand-in.
  ///
  /// Chart primitives are told their tier and draw with its glyphs; this is for what panes and log text bring. Only
  /// `.ascii` changes anything. A wide character becomes `?` and a space.
  package func reduced(to tier: GlyphTier) -> CellBuffer {
    guard tier == .ascii else { return self }
    var result = self
    for (y, row) in rows.enumerated() {
      for (x, cell) in row.enumerated() {
        if cell.glyph.isEmpty {
          result.rows[y][x].glyph = " "
        } else if cell.glyph.utf8.count > 1 {
          result.rows[y][x].glyph = AsciiFallback.glyph(for: cell.glyph)
        }
      }
    }
    return result
  }
}

/// What stands for a character on a terminal that has ASCII only.
enum AsciiFallback {
  static func glyph(for glyph: String) -> String {
    guard let scalar = glyph.unicodeScalars.first else { return " " }
    switch scalar.value {
    case 0x20..<0x7F: return String(scalar)
    case 0x2800: return " "
    case 0x2801...0x28FF: return ":"
    case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x2574, 0x2576: return "-"
    case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E: return "|"
    case 0x2575: return "'"
    case 0x250C...0x254B, 0x256D...0x2570: return "+"
    case 0x2550: return "="
    case 0x2551: return "|"
    case 0x2552...0x256C: return "+"
    default: return others[scalar] ?? "?"
    }
  }

  private static let others: [Unicode.Scalar: String] = [
    "\u{A0}": " ", "…": "~", "·": ".", "•": "*", "●": "o", "○": "-", "◉": "o", "◌": "-", "■": "#", "□": "-",
    "▸": ">", "▶": ">", "◂": "<", "◀": "<", "▴": "^", "▲": "^", "▾": "v", "▼": "v", "△": "^", "▽": "v",
    "◆": "*", "◇": "*",
    "←": "<", "→": ">", "↑": "^", "↓": "v", "↗": "/", "↘": "\\", "❚": "|", "✓": "y", "✗": "x", "×": "x",
    "±": "/", "−": "-",
    "–": "-", "—": "-", "‘": "'", "’": "'", "“": "\"", "”": "\"", "≠": "!", "≤": "<", "≥": ">", "≈": "~",
    "°": "o", "µ": "u", "∞": "8", "⎺": "'", "⎽": ".", "░": ".", "▒": "-", "▓": "=", "█": "#", "▀": "'",
    "▄": ".", "▁": "_", "▂": "_", "▃": ".", "▅": "-", "▆": "=", "▇": "=", "▏": "|", "▎": "|", "▍": "|",
    "▌": "|", "▋": "#", "▊": "#", "▉": "#", "▐": "|", "⚠": "!", "⚑": "!", "★": "*", "☆": "*", "Δ": "D",
    "▖": ".", "▗": ".", "▘": "'", "▝": "'", "▙": "#", "▛": "#", "▜": "#", "▟": "#", "▚": "\\", "▞": "/",
    "σ": "s", "μ": "u", "λ": "l", "γ": "g",
  ]
}
