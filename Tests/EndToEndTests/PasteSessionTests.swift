import Foundation
import TestSupport
import Testing

/// What is pasted into the terminal is no key press: above all it sends no control.
@Suite(.serialized)
struct PasteSessionTests {
  private static let command = "bash train.sh --resume\r"

  private func watch(_ folder: TemporaryFolder) throws -> PtyProcess {
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let program = try PtyProcess(
      ["watch", folder.file("run.jsonl"), "--control", folder.file("control.jsonl")])
    try program.wait(for: "the whole first screen") { screen in
      ["step 4", "beta", "├", "q quit"].allSatisfy(screen.text.contains)
    }
    return program
  }

  private func controls(_ folder: TemporaryFolder) throws -> String {
    try String(contentsOfFile: folder.file("control.jsonl"), encoding: .utf8)
  }

  @Test func aPastedTextIsDroppedAndSendsNothing() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    #expect(program.screen.bracketsPastes)
    program.type("\u{1B}[200~\(Self.command)\u{1B}[201~")
    try program.wait(forText: "the pasted text was ignored")
    #expect(try controls(folder) == "")
    // In a text field it is text, on one line.
    program.type(":")
    try program.wait(forText: "Go to")
    program.type("\u{1B}[200~ste\r\np 2\u{1B}[201~")
    try program.wait(forText: "ste p 2")
    program.type("\u{1B}")
    try program.wait(for: "no prompt") { !$0.text.contains("Go to") }
    program.type("q")
    #expect(try program.waitForExit() == 0)
    #expect(!program.screen.bracketsPastes)
  }

  /// Where the terminal does not mark it, the text comes as keys, all in one read.
  @Test func enterInOneReadWithOtherKeysConfirmsNothing() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    program.type(Self.command)
    try program.wait(forText: "was ignored")
    #expect(try controls(folder) == "")
    program.type("\r")
    try program.wait(forText: "pending")
    #expect(try controls(folder).contains(#""action":"ban""#))
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }
}
