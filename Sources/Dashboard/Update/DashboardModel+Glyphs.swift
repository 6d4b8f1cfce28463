package import TerminalCells

extension DashboardModel {
  /// What charts are drawn with.
  package var glyphTier: GlyphTier {
    session.choosesGlyphs ? view.glyphs ?? session.glyphs : session.glyphs
  }

  /// `F9`: the next characters, from the finest to ASCII and around.
  mutating func changeGlyphs() {
    guard session.choosesGlyphs else {
      status = StatusLine(
        "the locale's character set is not UTF-8: start with --glyphs braille, or set LANG=C.UTF-8",
        isError: true)
      return
    }
    let all = Array(GlyphTier.allCases.reversed())
    let index = all.firstIndex(of: glyphTier) ?? 0
    let next = all[(index + 1) % all.count]
    view.glyphs = next
    view.chosenGlyphs = next
    let dots = DotCanvas.dots(of: next)
    status = StatusLine("charts in \(next.name), \(dots.columns)×\(dots.rows) dots to a cell")
  }
}

extension GlyphTier {
  /// As it is stored, and as `--glyphs` has it.
  var word: String {
    switch self {
    case .braille: "braille"
    case .quadrant: "quadrant"
    case .halfBlock: "block"
    case .lineDrawing: "line"
    case .ascii: "ascii"
    }
  }

  fileprivate var name: String {
    switch self {
    case .braille: "Braille"
    case .quadrant: "quadrants"
    case .halfBlock: "half blocks"
    case .lineDrawing: "line drawing"
    case .ascii: "ASCII"
    }
  }
}
