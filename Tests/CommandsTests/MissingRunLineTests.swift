import TestSupport
import Testing

@testable import Commands

/// A log whose `run` line is mistyped: whoever is told that there is none is told what was skipped in its place.
@Suite struct MissingRunLineTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String...) throws -> ProgramRun { try ProgramRun(arguments, in: folder) }

  @Test(arguments: [["posterior"], ["whatif", "--policy", "random"]])
  func theLineIsNamed(command: [String]) throws {
    try folder.write(
      "{\"type\":\"run\",\"version\":1,\"run\":\"x\",\"rms\":\"\\u001b[31m9\"}\n"
        + "{\"type\":\"decision\",\"id\":\"1\",\"rm\":\"a\",\"x\":[1]}\n", to: "mistyped.jsonl")
    let answer = try ProgramRun(command + ["mistyped.jsonl"], in: folder)
    #expect(answer.status == 65)
    #expect(answer.errors.contains("no run"))
    #expect(answer.errors.contains("; line 1 was skipped: "))
    #expect(answer.errors.contains("rms"))
    #expect(!answer.errors.contains("\u{1b}"))
  }

  @Test func theSummaryNamesItToo() throws {
    try folder.write(
      "{\"type\":\"run\",\"version\":2,\"run\":\"x\",\"rms\":[{\"id\":\"a\"}]}\n", to: "later.jsonl")
    let answer = try run("summary", "later.jsonl")
    #expect(answer.status == 0)
    #expect(answer.output.contains("no posterior: the log has no run line yet"))
    #expect(answer.output.contains("; line 1 was skipped: "))
    try folder.write("{\"type\":\"note\",\"level\":\"info\",\"text\":\"x\"}\n", to: "note.jsonl")
    #expect(try !run("summary", "note.jsonl").output.contains("skipped"))
    try folder.write(
      "{\n{\"type\":\"run\",\"version\":1,\"run\":\"x\",\"rms\":[{\"id\":\"a\"}]}\n", to: "torn.jsonl")
    #expect(try !run("summary", "torn.jsonl").output.contains("was skipped"))
  }
}
