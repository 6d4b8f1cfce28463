import CTerminal
import TerminalCells
import Testing

@testable import NcursesTerminal

@Suite struct KeyDecoderTests {
  static func strokes(_ text: String) -> [KeyStroke] {
    keyStrokes(text.unicodeScalars.map { .character($0.value) })
  }

  @Test(arguments: [
    ("a", KeyStroke.character("a")), ("A", .character("A")), ("é", .character("é")), ("漢", .character("漢")),
    ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace), ("\u{8}", .backspace),
    ("\u{1B}", .escape),
    ("\u{3}", .control("c")), ("\u{1A}", .control("z")), ("\u{C}", .control("l")), ("\u{1C}", .control("\\")),
    ("\u{0}", .control(" ")),
  ])
  func characters(text: String, stroke: KeyStroke) {
    #expect(Self.strokes(text) == [stroke])
  }

  @Test func otherControlCharactersAreNoKeys() {
    #expect(Self.strokes("\u{9B}\u{85}") == [])
  }

  @Test func namedKeys() {
    let names = [RMTOP_KEY_UP, RMTOP_KEY_SHIFT_LEFT, RMTOP_KEY_SHIFT_TAB, RMTOP_KEY_END]
    #expect(keyStrokes(names.map { .named(Int32($0)) }) == [.up, .shiftLeft, .shiftTab, .end])
    #expect(keyStrokes([.named(Int32(RMTOP_KEY_FUNCTION) + 12)]) == [.function(12)])
    #expect(keyStrokes([.named(0)]) == [])
    #expect(keyStrokes([.named(99_999)]) == [])
  }

  @Test(arguments: [
    ("\u{1B}[200~x", [KeyStroke.character("x")]), ("\u{1B}[1;5Dq", [.character("q")]),
    ("\u{1B}OPz", [.character("z")]),
    ("\u{1B}[<0;3;4M", []), ("a\u{1B}[I", [.character("a")]),
    // No sequence, or not a whole one: keys as they are.
    ("\u{1B}", [.escape]), ("\u{1B}[", [.escape, .character("[")]), ("\u{1B}q", [.escape, .character("q")]),
    ("\u{1B}\u{1B}", [.escape, .escape]),
    ("\u{1B}[12", [.escape, .character("["), .character("1"), .character("2")]),
  ])
  func sequencesThatNobodyKnowsAreDroppedWhole(text: String, strokes: [KeyStroke]) {
    #expect(Self.strokes(text) == strokes)
  }
}
