import Foundation
import TestSupport
import Testing

/// Files of other trainers through the real binary.
@Suite struct ImportCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let lines = (1...20).map {
      #"{"step": \#($0), "data": {"critic/score/mean": \#(Double($0) / 4), "kl": 0.5}}"#
    }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "metrics.jsonl")
  }

  private func run(_ arguments: String...) throws -> ProgramRun { try ProgramRun(arguments, in: folder) }

  @Test func aFileIsWrittenAsARunLogThatFoldsToTheSame() throws {
    let made = try run("import", "metrics.jsonl", "-o", "run.jsonl")
    #expect(made.status == 0 && made.output == "" && made.errors == "")
    let lines = try folder.text("run.jsonl").split(separator: "\n")
    #expect(lines.count == 20)
    #expect(lines[0] == #"{"type":"metrics","step":1,"values":{"critic/score/mean":0.25,"kl":0.5}}"#)
    let direct = try run("summary", "metrics.jsonl", "--json")
    let imported = try run("summary", "run.jsonl", "--json")
    #expect(direct.status == 0 && direct.output == imported.output && direct.output.contains("\"digest\""))
    #expect(try run("import", "metrics.jsonl", "-o", "-").output == folder.text("run.jsonl"))
  }

  @Test func nothingIsWrittenOverWithoutBeingAsked() throws {
    try folder.write("mine\n", to: "run.jsonl")
    let refused = try run("import", "metrics.jsonl", "-o", "run.jsonl")
    #expect(refused.status == 73 && refused.errors.contains("run.jsonl exists already"))
    #expect(try folder.text("run.jsonl") == "mine\n")
    #expect(try run("import", "metrics.jsonl", "-o", "run.jsonl", "--force").status == 0)
    #expect(try folder.text("run.jsonl").hasPrefix(#"{"type":"metrics""#))
    let nowhere = try run("import", "metrics.jsonl", "-o", "none/run.jsonl")
    #expect(nowhere.status == 73 && nowhere.errors.contains("none/run.jsonl cannot be written"))
  }

  @Test func whatIsNoFileOfAnotherTrainerIsRefusedAndLeavesNothing() throws {
    try folder.write(#"{"type":"note","level":"info","text":"x"}"# + "\n", to: "log.jsonl")
    try folder.write("prose\n", to: "prose.txt")
    let log = try run("import", "log.jsonl", "-o", "out.jsonl")
    #expect(log.status == 65 && log.errors.contains("log.jsonl is a run log already"))
    let prose = try run("import", "prose.txt", "-o", "out.jsonl")
    #expect(
      prose.status == 65
        && prose.errors.contains("has nothing to import: the formats are trainer-state, verl"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("out.jsonl")))
    let mistyped = try run("import", "metrics.jsonl", "-o", "out.jsonl", "--format", "verll")
    #expect(mistyped.status == 64)
    #expect(
      mistyped.errors.contains(
        "expected one of run-log, trainer-state, verl, llamafactory, tensorboard, wandb (did you mean “verl”?)"
      ))
  }

  @Test func whatCannotBeReadIsSaidAndLeftOut() throws {
    try folder.append(
      "oops\n" + #"{"step": 21, "data": {"kl": 1}}"# + "\n" + #"{"step": 2"#, to: "metrics.jsonl")
    let made = try run("import", "metrics.jsonl", "-o", "run.jsonl")
    #expect(made.status == 0)
    #expect(made.errors.contains("line 21 is left out, invalid JSON"))
    #expect(made.errors.contains("the last line is torn and was not read"))
    #expect(try folder.text("run.jsonl").split(separator: "\n").count == 21)
    let checked = try run("check", "metrics.jsonl")
    #expect(checked.status == 1 && checked.output.hasPrefix("line 21, byte "))
  }

  @Test func everyCommandThatReadsARunReadsItAndSaysWhatIsMissing() throws {
    let missing =
      "`rmtop.RunLog` of the Python client logs which reward model judged which pair: docs/importers.md"
    let summary = try run("summary", "metrics.jsonl")
    #expect(summary.output.contains("2 metrics: the file has metrics only: no decisions\n" + missing))
    let checked = try run("check", "metrics.jsonl")
    #expect(
      checked.status == 0 && checked.output.contains(missing)
        && checked.output.contains("remark: read as a file of verl's file logger\n")
        && checked.output.contains("no faults in 20 events"))
    let frame = try run("snapshot", "metrics.jsonl", "--size", "120x40")
    #expect(frame.output.contains("This file has metrics only: no decisions."))
    #expect(frame.output.contains("critic/score/mean") && !frame.output.contains("4 Reward"))
    let asked = try run("snapshot", "metrics.jsonl", "--size", "120x40", "--keys", "4")
    #expect(asked.output.contains("4 Reward") && asked.output.contains("Metrics only: no decisions."))
    #expect(frame.output.contains("step 20 "))
    // Moving in time is by the steps of the metrics.
    for (moment, step, score) in [
      (["--at", "50%"], 10, "2.5"), (["--at", "7"], 7, "1.75"), (["--keys", "<left>"], 19, "4.75"),
      (["--keys", "<home><right><right>"], 2, "0.5"), (["--keys", ":12<enter>H"], 2, "0.5"),
    ] {
      let moved = try ProgramRun(["snapshot", "metrics.jsonl", "--view", "5"] + moment, in: folder)
      #expect(moved.output.contains("step \(step) ") && moved.output.contains(score), "\(moment)")
    }
    let beyond = try run("snapshot", "metrics.jsonl", "--keys", ":99<enter>")
    #expect(beyond.output.contains("there is no step 99: the log ends at step 20"))
    let replayed = try run("replay", "metrics.jsonl", "--headless")
    #expect(replayed.status == 0 && replayed.output.contains("0 decisions"))
    let report = try run("report", "metrics.jsonl", "-o", "run.html")
    #expect(report.status == 0)
    let page = try folder.text("run.html")
    #expect(page.contains("critic/score/mean") && page.contains("The file has metrics only: no decisions."))
    let named = try run("summary", "metrics.jsonl", "--format", "run-log")
    #expect(named.output.contains("20 faults"))
  }

  /// Followed like any log, until its `end`: a state whose trainer has done its steps.
  @Test func watchFollowsADocumentToItsEnd() throws {
    try folder.write(
      #"""
      {
        "best_metric": null,
        "global_step": 4,
        "log_history": [{"loss": 0.7, "step": 2}, {"loss": 0.5, "step": 4}],
        "max_steps": 4
      }
      """#, to: "trainer_state.json")
    let watched = try run("watch", "trainer_state.json", "--headless")
    #expect(watched.status == 0 && watched.output.contains("0 decisions"))
    let events = try run("watch", folder.path, "--json", "--format", "trainer-state")
    #expect(events.status == 0 && events.output.contains("the trainer has done its 4 steps"))
  }
}
