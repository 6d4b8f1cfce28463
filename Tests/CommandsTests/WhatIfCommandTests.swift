import Foundation
import TestSupport
import Testing

/// `rmtop whatif` on real files: what it prints, what it refuses and how it ends.
@Suite(.serialized) struct WhatIfCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try ProgramRun(
      ["simulate", "--steps", "30", "--rms", "3", "--dim", "6", "--seed", "5", "-o", "run.jsonl"], in: folder)
  }

  private func run(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(["whatif"] + arguments, in: folder)
  }

  private func object(_ run: ProgramRun) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
  }

  @Test func nothingDifferentGainsNothing() throws {
    let result = try run("run.jsonl", "--json")
    #expect(result.status == 0 && result.errors.isEmpty)
    let json = try object(result)
    #expect(json["what_if"] as? String == "nothing is different")
    #expect(json["decisions"] as? Int == 480)
    let reward = try #require(json["reward"] as? [String: Any])
    #expect(abs(try #require(reward["mean_weight"] as? Double) - 1) < 1e-6)
    for method in ["ips", "snips", "dm", "dr"] {
      let estimate = try #require(reward[method] as? [String: Any], "\(method)")
      let gain = try #require(estimate["gain"] as? [String: Any])
      let (low, high) = (try #require(gain["low"] as? Double), try #require(gain["high"] as? Double))
      #expect(low <= 1e-6 && high >= -1e-6, "\(method)")
    }
    #expect(json["refusal"] is NSNull && json["labels"] is [String: Any])
  }

  @Test func otherSettingsHaveSharesEstimatesAndTheTruth() throws {
    let result = try run("run.jsonl", "--set", "exploration=0.8", "--set", "prior_precision=2")
    #expect(result.status == 0)
    for words in [
      "what if: prior_precision 2, exploration 0.8", "480 decisions", "what if, SNIPS", "what if, DR",
      "what if, by labels", "against what happened", "mean weight",
    ] {
      #expect(result.output.contains(words), "\(words)")
    }
    #expect(!result.output.contains("nan"))
  }

  @Test func whatTheLogCannotAnswerIsRefusedWithFigures() throws {
    // Without `p` and scores there is nothing to weigh by; shares are there all the same.
    let log = try folder.text("run.jsonl").split(separator: "\n").map { line -> String in
      guard line.contains("\"type\":\"decision\""), let p = line.range(of: ",\"p\":") else {
        return String(line)
      }
      return line[..<p.lowerBound] + "}"
    }
    try folder.write(log.joined(separator: "\n") + "\n", to: "bare.jsonl")
    let bare = try run("bare.jsonl", "--policy", "random")
    #expect(bare.status == 65)
    #expect(bare.errors.contains("have no propensity"))
    #expect(bare.output.contains("33.3%") && bare.output.contains("480 without a propensity"))
    let json = try object(try run("bare.jsonl", "--policy", "random", "--json"))
    #expect((json["refusal"] as? String)?.contains("propensity") == true)
    #expect((json["left_out"] as? [String: Any])?["without_propensity"] as? Int == 480)
    try folder.write("{\"type\":\"note\",\"level\":\"info\",\"text\":\"x\"}\n", to: "foreign.jsonl")
    let foreign = try run("foreign.jsonl")
    #expect(foreign.status == 65 && foreign.errors.contains("no run line"))
    #expect(try run("missing.jsonl").status == 66)
  }

  /// A run that drew nothing has certain choices: one reason is given, and no second one that follows from it.
  @Test func certainChoicesAreTheOnlyReason() throws {
    _ = try ProgramRun(
      [
        "simulate", "--steps", "30", "--rms", "3", "--dim", "6", "--set", "exploration=0", "-o",
        "certain.jsonl",
      ],
      in: folder)
    let result = try run("certain.jsonl", "--policy", "random")
    #expect(result.status == 65)
    #expect(result.errors.contains("of the recorded choices were certain"))
    #expect(result.output.contains("mean weight 0.333"))
    #expect(!result.output.contains("standard errors"))
  }

  @Test func mistypedNamesAreRefusedWithTheNearest() throws {
    for (arguments, words) in [
      (["--ban", "skywork-qwen3-0.6"], "did you mean “skywork-qwen3-0.6b”?"),
      (["--pin", "nobody"], "--pin: there is no reward model “nobody” in the log; it has "),
      (["--policy", "tompson"], "did you mean “thompson”?"),
      (["--policy", "fixed:nobody"], "no reward model “nobody” in the log; it has skywork-qwen3-0.6b, "),
      (["--ban", "skywork-qwen3-0.6b/maths"], "has the category “maths” (did you mean “math”?)"),
      (["--pin", "skywork-qwen3-0.6b/x"], "--pin: no pair of the log has the category “x”; it has "),
      (
        ["--pin", "skywork-qwen3-0.6b/math", "--ban", "skywork-qwen3-0.6b"],
        "--pin: skywork-qwen3-0.6b is banned by --ban, and a ban wins over a pin"
      ),
      (["--set", "prior_precison=2"], "did you mean “prior_precision”?"),
      (["--set", "ridge=0"], "ridge: expected a finite number above 0"),
      (["--set", "seed=3"], "seed makes no difference"),
    ] {
      let result = try ProgramRun(["whatif", "run.jsonl"] + arguments, in: folder)
      #expect(result.status == 64, "\(arguments)")
      #expect(result.errors.contains(words), "\(arguments): \(result.errors)")
      #expect(result.output.isEmpty)
    }
  }

  @Test func nothingIsWiderThanATerminal() throws {
    for arguments in [
      ["--set", "prior_precision=3"], ["--policy", "fixed:skywork-qwen3-0.6b"], ["--no-controls"],
    ] {
      let result = try ProgramRun(["whatif", "run.jsonl"] + arguments, in: folder)
      #expect(!result.output.isEmpty)
      for line in result.output.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test func bansAreForAllOrForOneCategory() throws {
    func share(_ arguments: String...) throws -> Double {
      let json = try object(
        try ProgramRun(["whatif", "run.jsonl", "--policy", "random", "--json"] + arguments, in: folder))
      let rows = try #require(json["rms"] as? [[String: Any]])
      return try #require(rows[0]["what_if"] as? Double)
    }
    #expect(try share("--ban", "skywork-qwen3-0.6b") == 0)
    let math = try share("--ban", "skywork-qwen3-0.6b/math")
    #expect(math > 0.1 && math < 0.32)
    #expect(try share("--pin", "skywork-qwen3-0.6b") == 1)
  }
}
