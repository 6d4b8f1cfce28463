import Foundation
import TestSupport
import Testing

/// A recorded run is asked about on the screen, and stays as it was.
@Suite(.serialized)
struct WhatIfSessionTests {
  @Test func aBanIsAskedAboutAndTheRecordingReturns() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.weighedLog(steps: 40), to: "run.jsonl")
    let program = try PtyProcess(["replay", folder.file("run.jsonl")])
    // Step 39 alone may stand there before its last line has been folded: what is asked from there is another question.
    try program.wait(forText: "ENDED")
    program.type("w")
    try program.wait(forText: "◆ WHAT-IF ◆")
    try program.wait(forText: "What-if share")
    try program.wait(forText: "nothing is different")
    // The row of beta: the last one, as alpha has the smaller losses.
    program.type("jb")
    try program.wait(forText: "BAN beta")
    program.type("\r")
    try program.wait(for: "all of the choices are alpha's") { screen in
      screen.lines.contains { $0.contains("alpha") && $0.contains("100%") && $0.contains("50%") }
    }
    try program.wait(forText: "SNIPS")
    try program.wait(forText: "right by")
    try program.wait(forText: "100.0%")
    program.type("wpolicy=rondom\r")
    try program.wait(forText: "policy: expected thompson")
    program.type("\u{15}policy=random\r")
    try program.wait(forText: "policy random, BAN beta")
    program.type("\u{1B}")
    try program.wait(for: "the recording") {
      !$0.text.contains("What-if") && !$0.text.contains("WHAT-IF") && $0.text.contains("Selection share")
    }
    program.type("q")
    #expect(try program.waitForExit() == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["run.jsonl"])
  }
}
