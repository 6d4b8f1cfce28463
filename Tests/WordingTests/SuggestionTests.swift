import Testing
import Wording

@Suite struct SuggestionTests {
  @Test func theNearestNameIsAskedFor() {
    #expect(suggestion(for: "maht", among: ["code", "math"]) == " (did you mean “math”?)")
    #expect(suggestion("runs/a.jsonl") == " (did you mean “runs/a.jsonl”?)")
  }

  @Test func withoutOneSomethingElseIsSaid() {
    #expect(suggestion(for: "poetry", among: ["code", "math"]) == "")
    #expect(suggestion(for: "poetry", among: ["code"], otherwise: "; it has code") == "; it has code")
    #expect(suggestion(for: "coed", among: ["code"], otherwise: "; it has code") == " (did you mean “code”?)")
    #expect(suggestion(nil, otherwise: "!") == "!")
  }
}
