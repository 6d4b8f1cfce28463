import Foundation
import TestSupport
import Testing

/// Several logs on one screen: followed side by side, steered one at a time.
@Suite(.serialized)
struct SeveralRunsSessionTests {
  @Test func twoLogsAreWatchedAndOneIsSteered() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.weighedLog(steps: 40), to: "first.jsonl")
    try folder.write(SampleLines.weighedLog(steps: 12), to: "second.jsonl")
    let program = try PtyProcess(
      [
        "watch", folder.file("first.jsonl"), folder.file("second.jsonl"), "--control",
        folder.file("first.ctl"), "--control", folder.file("second.ctl"),
      ], width: 120, height: 40)
    try program.wait(forText: "1 of 2")
    try program.wait(forText: "step 39")
    // Both are there in numbers.
    program.type("9")
    try program.wait(for: "a row of each run") { screen in
      screen.lines.contains { $0.contains("160") && $0.contains("ENDED") }
        && screen.lines.contains { $0.contains("48") && $0.contains("ENDED") }
    }
    program.type("R")
    try program.wait(forText: "2 of 2")
    try program.wait(forText: "step 11")
    program.type("1b")
    try program.wait(forText: "in run 2,")
    program.type("\r")
    try program.wait(forText: "pending")
    try program.wait(for: "the control in its file") { _ in
      (try? String(contentsOfFile: folder.file("second.ctl"), encoding: .utf8))?.contains("\"ban\"") == true
    }
    #expect(try String(contentsOfFile: folder.file("first.ctl"), encoding: .utf8) == "")
    program.type("R")
    try program.wait(forText: "1 of 2")
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  @Test func theTransportIsOfTheRunInFocus() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.weighedLog(steps: 40), to: "first.jsonl")
    try folder.write(SampleLines.weighedLog(steps: 12), to: "second.jsonl")
    let program = try PtyProcess(["replay", folder.file("first.jsonl"), folder.file("second.jsonl")])
    try program.wait(forText: "step 39")
    program.type("R")
    try program.wait(forText: "step 11")
    program.type(":3\r")
    try program.wait(for: "the second run at step 3") {
      $0.lines.first.map { $0.contains("2 of 2") && $0.contains("step 3 ") } ?? false
    }
    program.type("R")
    try program.wait(for: "the first run where it was") {
      $0.lines.first.map { $0.contains("1 of 2") && $0.contains("step 39") } ?? false
    }
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }
}
