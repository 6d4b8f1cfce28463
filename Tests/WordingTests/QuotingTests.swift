import Testing
import Wording

@Suite struct QuotingTests {
  @Test func whatIsQuotedIsPrintableAndCut() {
    #expect(quoted("math") == "“math”")
    #expect(quoted("a\u{1B}[2Jb") == "“a[2Jb”")
    #expect(quoted("abcdef", limit: 3) == "“abc…”")
    #expect(quoted("") == "“”")
  }

  @Test func aListNamesItsFirstAndCountsTheOthers() {
    #expect(listed(["a"]) == "a")
    #expect(listed(["a", "b"], atMost: 2) == "a, b")
    #expect(listed(["a", "b\n", "c"], atMost: 2) == "a, b  and 1 more")
    #expect(listed((0..<2_000).map { "\($0)" }, atMost: 1) == "0 and 1,999 more")
  }
}
