import CTerminal
import TerminalCells
import Testing

@testable import NcursesTerminal

@Suite struct KeyDecoderTests {
  static func raw(_ text: String) -> [RawKey] { text.unicodeScalars.map { .character($0.value) } }

  /// Keys of one read that has no paste.
  static func strokes(_ keys: [RawKey]) -> [KeyStroke] {
    var decoder = KeyDecoder()
    return decoder.decode(keys).flatMap { input in
      if case .keys(let strokes) = input { return strokes }
      return []
    }
  }

  static func strokes(_ text: String) -> [KeyStroke] { strokes(raw(text)) }

  /// What several reads give.
  static func inputs(_ reads: [String], awaitsReport: Bool = false) -> [TerminalInput] {
    var decoder = KeyDecoder()
    decoder.awaitsReport = awaitsReport
    return reads.flatMap { decoder.decode(raw($0)) }
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
    #expect(Self.strokes(names.map { .named(Int32($0)) }) == [.up, .shiftLeft, .shiftTab, .end])
    #expect(Self.strokes([.named(Int32(RMTOP_KEY_FUNCTION) + 12)]) == [.function(12)])
    #expect(Self.strokes([.named(0)]) == [])
    #expect(Self.strokes([.named(99_999)]) == [])
  }

  @Test(arguments: [
    ("\u{1B}[1;5Dq", [KeyStroke.character("q")]),
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

  @Test func theMouseIsNoKey() {
    func mouse(_ kind: MouseEvent.Kind, _ x: Int, _ y: Int) -> TerminalInput {
      .mouse(MouseEvent(kind, x: x, y: y))
    }
    #expect(
      Self.inputs(["a\u{1B}[<0;3;4M\u{1B}[<32;5;4M\u{1B}[<0;5;4mb\u{1B}[<64;1;1M\u{1B}[<65;250;90M"]) == [
        .keys([.character("a")]), mouse(.press, 2, 3), mouse(.drag, 4, 3), mouse(.release, 4, 3),
        .keys([.character("b")]), mouse(.wheelUp, 0, 0), mouse(.wheelDown, 249, 89),
      ])
    // With Shift, Alt or Ctrl it is the same button; others, and what is no place, are nothing.
    #expect(Self.inputs(["\u{1B}[<20;1;2M"]) == [mouse(.press, 0, 1)])
    for report in ["1;1;1", "2;1;1", "35;1;1", "66;1;1", "0;0;1", "0;1", "0;1;70000", ";;", "0;1;1;1", ""] {
      #expect(Self.inputs(["\u{1B}[<\(report)Mq"]) == [.keys([.character("q")])], "\(report)")
    }
    // A slow line may cut a report in its numbers.
    #expect(Self.inputs(["\u{1B}[<0;1", "2;7M", "q"]) == [mouse(.press, 11, 6), .keys([.character("q")])])
    #expect(Self.inputs(["\u{1B}[<0;1x"]) == [.keys([.character("x")])])
    #expect(Self.inputs(["\u{1B}[<" + String(repeating: "1", count: 500) + "q"]).count == 1)
  }

  /// A terminal that knows only the old form sends three characters that may be any: they are no keys either.
  @Test func theOldFormIsSwallowed() {
    var decoder = KeyDecoder()
    decoder.expectsMouse = true
    #expect(decoder.decode(Self.raw("\u{1B}[M qbx")) == [.keys([.character("x")])])
    #expect(
      decoder.decode(Self.raw("\u{1B}[M q")) == []
        && decoder.decode(Self.raw("bq")) == [.keys([.character("q")])])
    #expect(Self.inputs(["\u{1B}[Mq"]) == [.keys([.character("q")])])
  }

  static let start = "\u{1B}[200~"
  static let end = "\u{1B}[201~"

  @Test func whatIsPastedIsNoKey() {
    #expect(
      Self.inputs(["a\(Self.start)bash train.sh\r\(Self.end)q"]) == [
        .keys([.character("a")]), .pasted("bash train.sh\r"), .keys([.character("q")]),
      ])
    // Half an end in the text is text.
    #expect(Self.inputs([Self.start + "x\u{1B}[20\u{1B}[201~"]) == [.pasted("x\u{1B}[20")])
    var decoder = KeyDecoder()
    let named = [RawKey.named(Int32(RMTOP_KEY_UP)), .named(Int32(RMTOP_KEY_ENTER))]
    #expect(
      decoder.decode(Self.raw(Self.start) + named + Self.raw("p" + Self.end)) == [.pasted("\np")])
  }

  /// A slow line may cut a paste and its marks anywhere; the first Escape is then a key of its own.
  @Test func aPasteIsOneHoweverItIsCut() {
    let scalars = Array((Self.start + "b\r" + Self.end).unicodeScalars).map { String($0) }
    for cut in 1..<scalars.count {
      let reads = [scalars[..<cut].joined(), scalars[cut...].joined()]
      let inputs = Self.inputs(reads)
      #expect(inputs.last == .pasted("b\r"), "\(cut): \(inputs)")
      for case .keys(let keys) in inputs {
        #expect(!keys.contains(.enter) && !keys.contains(.character("b")), "\(cut): \(inputs)")
      }
    }
  }

  @Test func aPasteWithoutAnEndIsLeftByEscapeAlone() {
    #expect(
      Self.inputs([Self.start + "ab", "c\u{1B}d", "\u{1B}", "q"]) == [
        .pasted("abc\u{1B}d"), .keys([.character("q")]),
      ])
    #expect(Self.inputs([Self.start, "\u{3}", "q"]) == [.pasted(""), .keys([.character("q")])])
  }

  @Test func aPasteIsKeptToALimitAndSwallowedWhole() {
    let long = String(repeating: "b", count: KeyDecoder.pasteLimit + 999)
    #expect(
      Self.inputs([Self.start + long, long + Self.end, "q"]) == [
        .pasted(String(long.prefix(KeyDecoder.pasteLimit))), .keys([.character("q")]),
      ])
  }

  @Test func reportsOfTheTerminalAreSwallowedHoweverLateAndCut() {
    for answer in ["\u{1B}]10;rgb:1b1b/bbbb/0000\u{1B}\\", "\u{1B}]11;nonsense\u{7}", "\u{1B}[?64;1;22c"] {
      #expect(Self.inputs([answer + "q"]) == [.keys([.character("q")])])
      let scalars = Array(answer.unicodeScalars).map { String($0) }
      for cut in 3..<scalars.count {
        let inputs = Self.inputs([scalars[..<cut].joined(), scalars[cut...].joined(), "q"])
        #expect(inputs == [.keys([.character("q")])], "\(cut): \(inputs)")
      }
    }
    // Cut after the Escape: that is a key, the rest is none.
    #expect(Self.inputs(["\u{1B}", "[?64;1;22c", "q"]) == [.keys([.escape]), .keys([.character("q")])])
    #expect(Self.inputs(["\u{1B}", "]11;rgb:0/0/0\u{7}"]) == [.keys([.escape]), .background(.dark)])
  }

  @Test(arguments: [(0, false), (1, true), (2, true), (3, false), (4, false)])
  func theAnswerOnSynchronizedUpdatesIsHeard(mode: Int, isKnown: Bool) {
    let answer = "\u{1B}[?2026;\(mode)$y"
    let scalars = answer.unicodeScalars.map { RawKey.character($0.value) }
    for cut in 3...scalars.count {
      var decoder = KeyDecoder()
      #expect(decoder.decode(Array(scalars[..<cut])) + decoder.decode(Array(scalars[cut...])) == [])
      #expect(decoder.synchronizes == isKnown && !decoder.hasReport)
    }
    var decoder = KeyDecoder()
    _ = decoder.decode("\u{1B}[?2027;1$y\u{1B}[?62c".unicodeScalars.map { .character($0.value) })
    #expect(decoder.synchronizes == nil && decoder.hasReport)
  }

  /// While an answer may come, what may be its beginning waits for the rest; after that it is a key.
  @Test func aBeginningIsHeldWhileAnAnswerIsAwaited() {
    #expect(
      Self.inputs(["a\u{1B}", "[?62c", "\u{1B}"], awaitsReport: true) == [
        .keys([.character("a")]), .keys([.escape]),
      ])
    #expect(Self.inputs(["\u{1B}", "q"], awaitsReport: true) == [.keys([.escape, .character("q")])])
    var decoder = KeyDecoder()
    decoder.awaitsReport = true
    #expect(decoder.decode(Self.raw("\u{1B}")) == [])
    decoder.awaitsReport = false
    #expect(decoder.decode([]) == [.keys([.escape])])
  }
}
