import Foundation
import TestSupport
import Testing

@testable import Commands

/// The categories of `summary`, of logs small enough to be counted by hand.
struct CategoryTextTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ decisions: [(rm: String, category: String?, outcome: String?)]) throws {
    var lines = [#"{"type":"run","version":1,"run":"r","rms":[{"id":"a"},{"id":"b"}],"dim":1}"#]
    for (index, decision) in decisions.enumerated() {
      let category = decision.category.map { #","category":"\#($0)""# } ?? ""
      lines.append(
        #"{"type":"decision","id":"\#(index)","rm":"\#(decision.rm)","step":0,"x":[1]\#(category)}"#)
      if let outcome = decision.outcome {
        lines.append(#"{"type":"feedback","id":"\#(index)",\#(outcome)}"#)
      }
    }
    lines.append(#"{"type":"end"}"#)
    try folder.write(lines.joined(separator: "\n") + "\n", to: "run.jsonl")
  }

  @Test func json() throws {
    try write([
      ("a", "math", #""reward":2"#), ("a", "math", #""reward":4"#), ("b", "math", #""tie":true"#),
      ("a", "code", nil), ("b", nil, #""reward":1"#), ("a", "math", #""reward":NaN"#),
    ])
    let result = try ProgramRun(["summary", "--json", "run.jsonl"], in: folder)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let categories = try #require(object["categories"] as? [[String: Any]])
    #expect(categories.map { $0["category"] as? String } == ["math", "code"])
    let math = categories[0]
    #expect(math["decisions"] as? Int == 4 && math["recent_decisions"] as? Int == 4)
    #expect(math["recent_rewards"] as? Int == 2 && math["reward_mean"] as? Double == 3)
    #expect(math["probes"] as? Int == 4)
    let models = try #require(math["rms"] as? [[String: Any]])
    #expect(models.map { $0["id"] as? String } == ["a", "b"])
    #expect(models.map { $0["decisions"] as? Int } == [3, 1])
    #expect(models.map { $0["recent_share"] as? Double } == [0.75, 0.25])
    #expect(models[0]["recent_reward_mean"] as? Double == 3)
    #expect(models[1]["recent_reward_mean"] is NSNull && models[1]["reward_mean"] is NSNull)
    let best = models.compactMap { $0["p_best"] as? Double }
    #expect(best.count == 2 && abs(best.reduce(0, +) - 1) < 1e-9)
    #expect(categories[1]["reward_mean"] is NSNull)
  }

  @Test func tables() throws {
    try write(
      Array(repeating: ("a", "math", #""reward":2"#), count: 3) + [("b", "math", nil), ("b", "code", nil)])
    let output = try ProgramRun(["summary", "run.jsonl"], in: folder).output
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    func words(below title: String) throws -> [[Substring]] {
      let start = try #require(lines.firstIndex(of: title))
      return lines[(start + 1)...].prefix { !$0.isEmpty }.map { $0.split(separator: " ") }
    }
    let share = try words(below: "share of the last 64 decisions of each category")
    #expect(
      share == [
        ["category", "n", "a", "b"], ["math", "4", "75.0%", "25.0%"], ["code", "1", "0.0%", "100.0%"],
      ])
    let reward = try words(below: "mean reward of the last 64 rewards of each category")
    #expect(reward.dropFirst() == [["math", "4", "+2.000", "–"], ["code", "1", "–", "–"]])
  }

  /// Beyond twenty categories the tables say how many are left out; without any there are none.
  @Test func manyAndNone() throws {
    try write((0..<23).map { ("a", "c\($0)", nil) } + [("a", "c3", nil)])
    let output = try ProgramRun(["summary", "run.jsonl"], in: folder).output
    #expect(output.contains("\nand 3 more categories with 3 decisions: --json has all of them\n"))
    #expect(!output.contains("mean reward of the last"))
    try write([("a", nil, nil)])
    #expect(!(try ProgramRun(["summary", "run.jsonl"], in: folder).output.contains("category")))
  }
}
