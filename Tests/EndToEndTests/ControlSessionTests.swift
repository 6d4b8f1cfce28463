import Foundation
import TestSupport
import Testing

/// A key press becomes a control that a trainer obeys, or does not, and the screen says which.
@Suite(.serialized)
struct ControlSessionTests {
  @Test func aBanReachesTheSimulatorAndIsAcknowledged() throws {
    let folder = try TemporaryFolder()
    let program = try PtyProcess(["demo", "--scenario", "specialists", "--keep", folder.file("demo")])
    try program.wait(forText: "decisions")
    try program.wait(for: "the table") { $0.text.contains("├") }
    program.type("b")
    try program.wait(forText: "Enter send")
    program.type("\r")
    try program.wait(forText: "obeyed")
    try program.wait(for: "the flag in the table") { screen in
      screen.lines.contains { $0.contains("BAN") && $0.contains("├") }
    }
    program.type("q")
    #expect(try program.waitForExit() == 0)
    let log = try String(contentsOfFile: folder.file("demo/run.jsonl"), encoding: .utf8)
    let control = try String(contentsOfFile: folder.file("demo/control.jsonl"), encoding: .utf8)
    // The line that the screen wrote stands in the log unchanged, and is acknowledged after it.
    let line = try #require(control.split(separator: "\n").last)
    #expect(log.contains(line + "\n"))
    #expect(log.contains(#""type":"applied""#))
  }

  @Test func aDeafTrainerIsSaidNotToObey() throws {
    let folder = try TemporaryFolder()
    let program = try PtyProcess(["demo", "--scenario", "deaf", "--keep", folder.file("demo")])
    try program.wait(for: "the table") { $0.text.contains("├") }
    program.type("b")
    try program.wait(forText: "Enter send")
    program.type("\r")
    try program.wait(forText: "pending")
    try program.wait(forText: "NOT OBEYED")
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  @Test func withoutAControlFileThereIsASentence() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let program = try PtyProcess(["watch", folder.file("run.jsonl")])
    try program.wait(forText: "step 4")
    program.type("b")
    try program.wait(forText: "--control")
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }
}
