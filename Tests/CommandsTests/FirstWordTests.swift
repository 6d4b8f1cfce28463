import Testing

@testable import Commands

struct FirstWordTests {
  private func meaning(_ words: [String], isTerminal: Bool = true, files: [String] = []) -> FirstWord.Meaning
  {
    FirstWord.meaning(
      of: words, commands: Rmtop.commandNames, standardInputIsTerminal: isTerminal,
      fileExists: { files.contains($0) })
  }

  @Test func nothingIsAnIntroductionOrAPipe() {
    #expect(meaning([]) == .introduction)
    #expect(meaning([], isTerminal: false) == .arguments(["watch", "-"]))
    let lines = FirstWord.introduction.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test func commandsAndOptionsPassThrough() {
    for name in Rmtop.commandNames { #expect(meaning([name, "x"]) == .arguments([name, "x"])) }
    #expect(meaning(["--help"]) == .arguments(["--help"]))
    #expect(meaning(["help", "watch"]) == .arguments(["help", "watch"]))
  }

  @Test func aSourceIsWatched() {
    #expect(meaning(["-"]) == .arguments(["watch", "-"]))
    #expect(meaning(["run", "--read-only"], files: ["run"]) == .arguments(["watch", "run", "--read-only"]))
    #expect(meaning(["missing.jsonl"]) == .arguments(["watch", "missing.jsonl"]))
    #expect(meaning(["a/b"]) == .arguments(["watch", "a/b"]))
  }

  @Test func aMistypedWordNamesTheNearest() throws {
    for (typed, meant) in [("wach", "watch"), ("sumary", "summary"), ("replya", "replay"), ("chek", "check")]
    {
      guard case .refused(let sentence) = meaning([typed]) else {
        Issue.record("\(typed) was not refused")
        continue
      }
      #expect(sentence.contains("“\(meant)”"))
    }
    guard case .refused(let sentence) = meaning(["\u{1B}[31mzzzzzz"]) else {
      Issue.record("not refused")
      return
    }
    #expect(!sentence.contains("\u{1B}"))
    #expect(sentence.contains("watch"))
  }
}
