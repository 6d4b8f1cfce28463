import Testing
import Wording

@Suite struct PrintableTextTests {
  @Test(arguments: [
    ("plain text, 100 % of it: ~!@", "plain text, 100 % of it: ~!@"),
    ("grüße 漢字かな é 🙂", "grüße 漢字かな é 🙂"),
    ("⣿ ▁▂▃ │┌", "⣿ ▁▂▃ │┌"),
    ("a\tb\nc\r\nd", "a b c  d"),
    ("a\u{A0}b\u{3000}c\u{2009}d\u{2028}e\u{85}f", "a b c d e f"),
  ])
  func whatPeopleReadStays(text: String, shown: String) {
    #expect(printableText(text) == shown)
  }

  @Test(arguments: [
    // CSI, OSC (title, hyperlink, clipboard), DCS, APC, 8-bit introducers: they lose their introducer and terminator.
    ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m"),
    ("\u{1B}]0;title\u{07}x", "]0;titlex"),
    ("\u{1B}]52;c;cm0gLXJm\u{1B}\\x", "]52;c;cm0gLXJm\\x"),
    ("\u{1B}]8;;http://evil\u{1B}\\link", "]8;;http://evil\\link"),
    ("\u{1B}Pq#0\u{1B}\\", "Pq#0\\"),
    ("\u{9B}31m\u{9D}0;t\u{9C}\u{90}", "31m0;t"),
    ("a\u{08}\u{08}b\u{7F}\u{0}c\u{0B}\u{0C}\u{0E}\u{0F}d", "abcd"),
  ])
  func escapeSequencesLoseTheirIntroducer(text: String, shown: String) {
    #expect(printableText(text) == shown)
  }

  @Test func everyControlCharacterGoes() {
    for value in (0...0x1F).map(UInt32.init) + (0x7F...0x9F).map(UInt32.init) {
      let shown = printableText("a\(Unicode.Scalar(value)!)b")
      #expect(shown == "ab" || shown == "a b", "U+\(String(value, radix: 16))")
    }
  }

  @Test func bidiAndInvisibleCharactersGo() {
    let hidden: [ClosedRange<UInt32>] = [
      0x202A...0x202E, 0x2066...0x2069, 0x200E...0x200F, 0x061C...0x061C, 0x200B...0x200C, 0x2060...0x2064,
      0xFEFF...0xFEFF, 0x00AD...0x00AD, 0x180E...0x180E, 0xFFF9...0xFFFB, 0xE0000...0xE007F,
      0xE0100...0xE01EF,
      0xFDD0...0xFDEF, 0xFFFE...0xFFFF, 0x1FFFE...0x1FFFF, 0x10FFFE...0x10FFFF, 0x115F...0x1160,
      0x3164...0x3164,
    ]
    for value in hidden.joined() {
      #expect(printableText("a\(Unicode.Scalar(value)!)b") == "ab", "U+\(String(value, radix: 16))")
    }
  }

  /// What Unicode calls a control, a format character or a non-character is never shown, the joiner aside.
  @Test func noScalarOfTheHiddenCategoriesStays() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), value != 0x200D else { continue }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator:
        let shown = printableText(String(Character(scalar)))
        #expect(shown.isEmpty || shown == " ", "U+\(String(value, radix: 16))")
      default:
        if scalar.properties.isNoncharacterCodePoint {
          #expect(printableText(String(Character(scalar))).isEmpty, "U+\(String(value, radix: 16))")
        }
      }
    }
  }

  @Test func aJoinerJoinsEmojiAndNothingElse() {
    #expect(printableText("👩\u{200D}👧") == "👩\u{200D}👧")
    #expect(printableText("👩\u{200D}\u{200D}\u{200D}👧") == "👩\u{200D}👧")
    #expect(printableText("\u{200D}a \u{200D}b") == "a b")
    #expect(printableText("❤\u{FE0F}") == "❤\u{FE0F}")
  }

  @Test func joinersAndSelectorsOfLettersGo() {
    #expect(printableText("a\u{200D}b\u{FE0F}c1\u{FE0F}") == "abc1")
    #expect(printableText("❤\u{FE0F}\u{FE0F}\u{200D}\u{FE0F}👨 \u{FE0F}\u{FE00}x") == "❤\u{FE0F}\u{200D}👨 x")
  }

  /// Three marks stay with what they stand on; none stands on nothing.
  @Test func marksAreFew() {
    #expect(printableText("e" + String(repeating: "\u{301}", count: 50) + "x") == "e\u{301}\u{301}\u{301}x")
    #expect(printableText("\u{301}a \u{301}b") == "a b")
    #expect(printableText("e\u{301}e\u{301}") == "e\u{301}e\u{301}")
  }

  /// Whatever Unicode lets programs ignore is gone; what is blank is a space.
  @Test func nothingInvisibleStays() {
    for value in UInt32(0x80)...0xE1000 {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isDefaultIgnorableCodePoint else {
        continue
      }
      #expect(printableText("a\(scalar)b") == "ab" && isHidden(scalar), "U+\(String(value, radix: 16))")
    }
    #expect(printableText("a\u{2800}b") == "a b")
  }

  @Test func linesKeepTheirEndsAndCharts() {
    #expect(printableLines("a\n⣿\u{2800}⣿\n") == "a\n⣿\u{2800}⣿\n")
    #expect(printableLines("\u{1B}[31mé\r\n\u{301}\u{202E}x\n\n") == "[31mé \nx\n\n")
    #expect(printableLines(String(repeating: "é", count: 9000)).unicodeScalars.count == 9000)
  }

  @Test func aNameThatShowsNothingStandsByNumber() {
    #expect(printableName("loss") == "loss")
    #expect(printableName("\u{3164}") == "U+3164")
    #expect(printableName("\u{115F} \u{E0041}") == "U+115F U+0020 U+E0041")
    #expect(printableName("") == "")
  }

  @Test func textIsCutAtTheLimit() {
    #expect(printableText("abcdef", limit: 3) == "abc…")
    #expect(printableText("abc", limit: 3) == "abc")
    #expect(printableText("abc\u{1B}\u{202E}", limit: 3) == "abc")
    #expect(printableText("\u{1B}a\u{1B}b\u{1B}c\u{1B}d", limit: 3) == "abc…")
    #expect(printableText("", limit: 3) == "")
    #expect(printableText("a", limit: 0) == "…")
    #expect(printableText(String(repeating: "x", count: 10_000)).unicodeScalars.count == 4097)
  }

  /// Cleaning what is clean changes nothing: messages may be cleaned twice.
  @Test func cleaningTwiceIsCleaningOnce() {
    var state: UInt64 = 7
    for _ in 0..<2000 {
      var text = String.UnicodeScalarView()
      for _ in 0..<20 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let value = UInt32(truncatingIfNeeded: state >> 33) % [0x100, 0x2100, 0x110000][Int(state >> 60) % 3]
        if let scalar = Unicode.Scalar(value) { text.append(scalar) }
      }
      let once = printableText(String(text))
      #expect(printableText(once) == once)
    }
  }
}
