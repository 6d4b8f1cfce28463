/// The glyph for the dots of one cell.
enum DotGlyphs {
  /// - Parameter dots: bit row * columns + column, rows from the top.
  static func glyph(_ dots: UInt8, tier: GlyphTier) -> String {
    switch tier {
    case .braille: return braille[Int(dots)]
    case .quadrant: return quadrants[Int(dots & 15)]
    case .halfBlock: return halfBlocks[Int(dots & 3)]
    case .lineDrawing: return scanLines[Int(dots & 7)]
    case .ascii: return ascii[Int(dots & 7)]
    }
  }

  /// Bits of U+2800 for our bits: Unicode counts down the columns and has the fourth row last.
  private static let brailleBits: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

  private static let braille: [String] = (0..<256).map { dots in
    var value: UInt32 = 0x2800
    for bit in 0..<8 where dots & (1 << bit) != 0 { value |= brailleBits[bit] }
    return Unicode.Scalar(value).map { String($0) } ?? " "
  }

  private static let quadrants = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]
  private static let halfBlocks = [" ", "▀", "▄", "█"]
  private static let scanLines = [" ", "⎺", "─", "│", "⎽", "│", "│", "│"]
  private static let ascii = [" ", "'", "-", "|", ".", ":", "|", "|"]
}
