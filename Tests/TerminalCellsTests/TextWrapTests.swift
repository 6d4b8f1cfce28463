import Testing

@testable import TerminalCells

@Suite struct TextWrapTests {
  @Test func linesBreakBetweenWords() {
    #expect(wrapLines("one two three four\nshort", to: 9) == "one two\n  three\n  four\nshort")
    #expect(wrapLines("one two three four", to: 18) == "one two three four")
    #expect(wrapLines("a unbreakable b", to: 6) == "a\n  unbreakable\n  b")
    #expect(wrapLines("", to: 6) == "")
    #expect(wrapLines("one two three", to: 7, indent: "") == "one two\nthree")
    // What lines up stays lined up.
    #expect(wrapLines("a:  one  two three", to: 13) == "a:  one  two\n  three")
    // Two cells each.
    #expect(wrapLines("漢字 漢字", to: 8) == "漢字\n  漢字")
  }

  @Test func aLongWordIsBrokenWhereItMayBe() {
    #expect(wrap("a unbreakable b", to: 6) == ["a", "unbrea", "kable", "b"])
    #expect(wrap("a unbreakable b", to: 6, breaksWords: false) == ["a", "unbreakable", "b"])
    #expect(wrap("one two three", to: 9, first: 3) == ["one", "two three"])
    #expect(wrap("漢字漢字", to: 5) == ["漢字", "漢字"])
    #expect(wrap("", to: 6) == [])
    #expect(wrap("word", to: 0) == [])
  }
}
