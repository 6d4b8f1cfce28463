import Testing

@testable import Commands

@Suite struct WordWrapTests {
  @Test func linesBreakBetweenWords() {
    #expect(wordWrapped("one two three four\nshort", to: 9) == "one two\n  three\n  four\nshort")
    #expect(wordWrapped("one two three four", to: 18) == "one two three four")
    #expect(wordWrapped("a unbreakable b", to: 6) == "a\n  unbreakable\n  b")
    #expect(wordWrapped("", to: 6) == "")
    #expect(wordWrapped("one two three", to: 7, indent: "") == "one two\nthree")
    // Two cells each.
    #expect(wordWrapped("漢字 漢字", to: 8) == "漢字\n  漢字")
  }
}
