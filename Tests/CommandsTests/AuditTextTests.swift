import Foundation
import TestSupport
import Testing

@testable import Commands

/// The audit figures of `summary` and `posterior`, of a log small enough to be worked out on paper.
struct AuditTextTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      """
      {"type":"run","version":1,"run":"r","rms":[{"id":"a","cost":1},{"id":"b","cost":3}],"dim":1,\
      "router":{"reward":{"normalise":"none"},"noise_variance":3}}
      {"type":"decision","id":"1","rm":"a","step":0,"x":[1],"scores":{"a":{"mean":1,"sd":1}}}
      {"type":"feedback","id":"1","reward":5}
      {"type":"decision","id":"2","rm":"a","step":0,"x":[1],"scores":{"a":{"mean":1,"sd":1}}}
      {"type":"feedback","id":"2","reward":1}
      {"type":"decision","id":"3","rm":"b","step":0,"x":[1]}
      {"type":"feedback","id":"3","reward":1}
      {"type":"end"}

      """, to: "run.jsonl")
  }

  private func object(_ command: String) throws -> [String: Any] {
    let result = try ProgramRun([command, "--json", "run.jsonl"], in: folder)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test(arguments: ["summary", "posterior"]) func innovationsInJSON(command: String) throws {
    let models = try #require(try object(command)["rms"] as? [[String: Any]])
    let a = try #require(models[0]["innovations"] as? [String: Any])
    // (5 − 1)/√(3 + 1) = 2 and (1 − 1)/2 = 0.
    #expect(a["total"] as? Int == 2)
    #expect(a["unscored"] as? Int == 0)
    #expect(a["window"] as? Int == 2)
    #expect(a["mean"] as? Double == 1)
    #expect(abs((a["sd"] as? Double ?? 0) - 2.0.squareRoot()) < 1e-15)
    #expect(a["coverage"] as? Double == 0.5)
    #expect(a["cusum_higher"] as? Double == 1.5)
    #expect(a["cusum_lower"] as? Double == 0)
    #expect(a["drift"] is NSNull)
    #expect(models[1]["innovations"] is NSNull)
  }

  @Test func callsEntropyAndSignalsInJSON() throws {
    let summary = try object("summary")
    let calls = try #require(summary["calls"] as? [String: Any])
    #expect(calls["made"] as? Int == 3)
    #expect(calls["ensemble"] as? Int == 6)
    #expect(calls["saved"] as? Int == 3)
    #expect(calls["cost"] as? Double == 5)
    #expect(calls["ensemble_cost"] as? Double == 12)
    // Shares 2/3 and 1/3.
    #expect(abs((summary["selection_entropy"] as? Double ?? 0) - 0.918_295_834_054_489_6) < 1e-12)
    #expect((summary["conditions"] as? [Any])?.isEmpty == true)
  }

  @Test func wordsForPeople() throws {
    let text = try ProgramRun(["summary", "run.jsonl"], in: folder).output
    #expect(text.contains("calls 3 of an ensemble's 6: 3 saved (50%), cost 5 of 12\n"))
    #expect(text.contains("selection entropy 0.92 of the last 256 decisions"))
    #expect(text.contains("\na              2  +1.00  1.41   50.0%     1.5    0.0\n"))
    // Of an RM without scores nothing is said: its only row is that of the table.
    #expect(text.components(separatedBy: "\nb ").count == 2)
  }

  @Test func aLogWithoutScoresSaysSo() throws {
    try folder.write(
      """
      {"type":"run","version":1,"run":"r","rms":[{"id":"a"}]}
      {"type":"decision","id":"1","rm":"a","step":0}

      """, to: "bare.jsonl")
    let text = try ProgramRun(["summary", "bare.jsonl"], in: folder).output
    #expect(text.contains("innovations: the log has no scores with its decisions, so nothing can be said"))
    #expect(text.contains("calls 1 of an ensemble's 1: 0 saved (0%)\n"))
  }
}
