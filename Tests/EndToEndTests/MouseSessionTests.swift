import Foundation
import TestSupport
import Testing

/// The real program with a mouse: asked for, clicked with, and given back whatever ends it.
@Suite(.serialized) struct MouseSessionTests {
  private static let modes: Set = ["?1000", "?1002", "?1006"]

  private func watch(_ folder: TemporaryFolder, _ options: String...) throws -> PtyProcess {
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let program = try PtyProcess(
      ["watch", folder.file("run.jsonl")] + options, environment: ["RMTOP_TRAP_ON_KEY": "X"])
    try program.wait(for: "the whole first screen") { screen in
      ["step 4", "beta", "├", "q quit"].allSatisfy(screen.text.contains)
    }
    return program
  }

  /// Presses and lets go on the first place of a text, in cells from 1 as terminals count.
  private func click(_ text: String, in program: PtyProcess) throws {
    for (row, line) in program.screen.lines.enumerated() {
      guard let range = line.range(of: text) else { continue }
      let column = line.distance(from: line.startIndex, to: range.lowerBound)
      program.type("\u{1B}[<0;\(column + 1);\(row + 1)M\u{1B}[<0;\(column + 1);\(row + 1)m")
      return
    }
    Issue.record("\(text) is not on the screen")
  }

  @Test func rowsTitlesAndHintsAreClickedOn() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    #expect(program.screen.mouseModes.isEmpty)
    program.type("\u{1B}OQ")
    try program.wait(for: "the mouse") { $0.mouseModes == Self.modes && $0.text.contains("gives it back") }
    for id in ["beta", "alpha"] {
      try click(id, in: program)
      try program.wait(for: "\(id) selected") { $0.text.contains("▸●\(id)") }
    }
    try click("4 Reward", in: program)
    try program.wait(forText: "▸4 Reward")
    try click("? help", in: program)
    try program.wait(forText: "type to search")
    program.type("\u{1B}")
    try program.wait(for: "the screen again") { !$0.text.contains("type to search") }
    program.type("\u{1B}OQ")
    try program.wait(for: "the mouse given back") { $0.mouseModes.isEmpty }
    try click("1 Reward", in: program)
    program.type("z")
    try program.wait(for: "the reward, alone") {
      $0.text.contains("▸4 Reward") && !$0.text.contains("2 Selection")
    }
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  /// A quit, a signal, a crash.
  @Test(arguments: ["q", "X", ""]) func itIsGivenBackOnEveryWayOut(key: String) throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder, "--mouse")
    try program.wait(for: "the mouse") { $0.mouseModes == Self.modes }
    if key.isEmpty { program.signal(SIGTERM) } else { program.type(key) }
    _ = try program.waitForExit()
    #expect(program.screen.mouseModes.isEmpty && !program.screen.isAlternate)
    #expect(program.screen.unknown.isEmpty, "\(program.screen.unknown)")
  }
}
