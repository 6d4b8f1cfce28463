import TestSupport
import Testing

@testable import TerminalCells

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("🙂", 2), ("Ａ", 2), ("⣿─█●", 4),
    ("\u{1B}[31m", 4),
    ("\t", 1), ("a\nb", 3), ("\u{7}", 0), ("\u{202E}x", 1), ("각", 2), ("\u{1100}\u{1161}\u{11A8}", 2),
    ("\u{301}", 0), ("…", 1), ("\u{AD}", 0), ("\u{3000}", 2), ("✓", 1), ("✅", 2), ("\u{E000}", 1),
  ])
  func width(text: String, cells: Int) {
    #expect(displayWidth(text) == cells)
  }

  @Test func joinedEmojiComeApartAndFlagsBecomeLetters() {
    let glyphs = { (text: String) in TextPieces(text).map(\.glyph) }
    #expect(glyphs("👨‍👩‍👧") == ["👨", "👩", "👧"])
    #expect(glyphs("🇩🇪") == ["D", "E"])
    #expect(glyphs("👍🏽!") == ["👍", "!"])
    #expect(glyphs("❤️") == ["\u{2764}"])
    #expect(glyphs("क्षि").count == 3)
  }

  @Test func atMostThreeMarksStay() {
    let zalgo = "n" + String(repeating: "\u{301}", count: 50) + "o"
    let pieces = TextPieces(zalgo).map(\.glyph)
    #expect(pieces.count == 2)
    #expect(pieces.first?.unicodeScalars.count == 4)
  }

  @Test(arguments: [
    ("reward", 6, "reward"), ("reward", 5, "rewa…"), ("reward", 1, "…"), ("reward", 0, ""),
    ("reward", -3, ""),
    ("漢字", 4, "漢字"), ("漢字", 3, "漢…"), ("漢字", 2, "…"), ("a漢", 2, "a…"), ("", 3, ""),
  ])
  func truncation(text: String, width: Int, expected: String) {
    #expect(truncated(text, to: width) == expected)
  }

  @Test func padding() {
    #expect(padded("ab", to: 4) == "ab  ")
    #expect(padded("ab", to: 4, alignment: .trailing) == "  ab")
    #expect(padded("ab", to: 5, alignment: .center) == " ab  ")
    #expect(padded("漢字", to: 3) == "漢…")
    #expect(padded("a漢b", to: 3) == "a… ")
    #expect(padded("abc", to: -1) == "")
    #expect(padded("abc", to: .max).count == 4096)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func truncationAndPaddingKeepTheirWidths(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let text = random.text(atMost: 20)
    let width = random.integer(0...25)
    let cut = truncated(text, to: width)
    #expect(displayWidth(cut) <= width)
    #expect(displayWidth(cut) >= min(width - 1, displayWidth(text)))
    #expect(displayWidth(padded(text, to: width)) == width)
    if displayWidth(text) <= width { #expect(!cut.contains("…")) }
  }

  /// No cell gets what shows nothing: fillers, selectors, non-characters.
  @Test func whatShowsNothingTakesNoCell() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint {
        #expect(displayWidth("a\(scalar)b") == 2, "U+\(String(value, radix: 16))")
      }
    }
  }
}
