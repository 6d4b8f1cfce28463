/// Glyphs that fill a part of a cell, by eighths 0…8.
enum BlockGlyphs {
  static let lower = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  static let left = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  /// Heights for a sparkline without blocks.
  static let ascii = ["_", ".", "-", "=", "+", "*", "#", "@"]
  /// The same where there are half cells but no eighths.
  static let halves = ["_", "▄", "█"]
  static let scanLines = ["⎽", "⎽", "⎼", "─", "─", "⎻", "⎺", "⎺"]
}

extension TextPieces {
  /// The first grapheme of a glyph if it has width 1, else a space.
  static func narrow(_ glyph: String) -> String {
    var pieces = TextPieces(glyph)
    guard let piece = pieces.next(), piece.width == 1 else { return " " }
    return piece.glyph
  }
}
