import Testing
import Wording

@Suite struct FormatCountTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (52736, "52,736"), (-1_234_567, "-1,234,567"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func counts(count: Int, text: String) {
    #expect(formatCount(count) == text)
  }

  @Test func nounsFollowTheirCount() {
    #expect(formatCount(1, of: "pair") == "1 pair")
    #expect(formatCount(0, of: "pair") == "0 pairs")
    #expect(formatCount(52_736, of: "pair") == "52,736 pairs")
    #expect(formatCount(2, of: "more", plural: "more") == "2 more")
  }
}
