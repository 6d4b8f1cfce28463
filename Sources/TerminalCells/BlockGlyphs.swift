/// Glyphs that fill a part of a cell, by eighths 0…8.
enum BlockGlyphs {
  static let lower = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  static let left = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  /// Heights for a sparkline without blocks.
  static let ascii = ["_", ".", "-", "=", "+", "*", "#", "@"]
  static let scanLines = ["⎽", "⎽", "⎼", "─", "─", "⎻", "⎺", "⎺"]
  /// Shades by fifths 0…4: the shape of a heat colour.
  static let shades = [" ", "░", "▒", "▓", "█"]
  static let asciiShades = [" ", ".", "-", "=", "#"]
}

extension TextPieces {
  /// The first grapheme of a glyph if it has width 1, else a space.
  static func narrow(_ glyph: String) -> String {
    var pieces = TextPieces(glyph)
    guard let piece = pieces.next(), piece.width == 1 else { return " " }
    return piece.glyph
  }
}
