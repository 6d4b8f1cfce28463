import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite struct RunSourcesTests {
  private func refusal(_ sources: [String]) -> CommandFailure? {
    do {
      try RunSources.check(sources)
      return nil
    } catch {
      return error as? CommandFailure
    }
  }

  @Test func aRunIsOpenedOnce() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}\n", to: "a.jsonl")
    try FileManager.default.linkItem(atPath: folder.file("a.jsonl"), toPath: folder.file("b.jsonl"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("c.jsonl"), withDestinationPath: folder.file("a.jsonl"))
    let a = folder.file("a.jsonl")
    for other in ["b.jsonl", "c.jsonl", "./a.jsonl"] {
      let refused = try #require(refusal([a, folder.file(other)]), "\(other)")
      #expect(refused.status == .usage)
      #expect(refused.sentence.hasSuffix("are the same file: a run is opened once"))
    }
    #expect(refusal([a, a])?.sentence.contains("is named twice") == true)
    #expect(refusal(["-", a, "-"])?.sentence == "standard input is named twice: a run is opened once")
    // What is not there yet is known by its path.
    #expect(refusal(["later.jsonl", "./later.jsonl"])?.status == .usage)
    #expect(refusal(["later.jsonl", "/later.jsonl"]) == nil)
    #expect(refusal([a, "-", "later.jsonl"]) == nil)
  }

  @Test func atMostEight() {
    let names = (1...10).map { "run-\($0).jsonl" }
    #expect(refusal(Array(names.prefix(8))) == nil)
    #expect(
      refusal(names)?.sentence
        == "10 sources were given: at most 8 runs are shown at a time, so leave out 2")
  }
}
