import Foundation
import TestSupport
import Testing

/// The real program on a real pseudo-terminal: it draws, obeys keys and signals, and gives the terminal back.
@Suite(.serialized)
struct ScreenSessionTests {
  private func watch(
    _ folder: TemporaryFolder, _ options: [String] = [], environment: [String: String] = [:]
  ) throws -> PtyProcess {
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let program = try PtyProcess(
      ["watch", folder.file("run.jsonl")] + options, environment: environment)
    try program.wait(for: "the whole first screen") { screen in
      ["step 4", "beta", "├", "q quit"].allSatisfy(screen.text.contains)
    }
    return program
  }

  private func expectRestored(_ program: PtyProcess) {
    #expect(!program.screen.isAlternate)
    #expect(program.screen.isCursorVisible && !program.screen.isUpdating)
    #expect(program.screen.unknown.isEmpty, "\(program.screen.unknown)")
  }

  @Test func drawsAndQuits() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    #expect(program.screen.isAlternate)
    #expect(!program.isCooked)
    #expect(program.screen.lines[0].contains("e2e-run"))
    #expect(program.screen.text.contains("alpha"))
    #expect(program.screen.text.contains("├"))
    program.type("q")
    #expect(try program.waitForExit() == 0)
    expectRestored(program)
    // What stays on the normal screen.
    #expect(program.screen.normalText.contains("rmtop: e2e-run, step "), "\(program.screen.normalText)")
    #expect(program.screen.normalText.contains("again: rmtop watch "))
  }

  @Test func redrawsAtEverySize() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    for (width, height) in [(80, 24), (160, 50), (40, 8), (120, 40)] {
      program.resize(width: width, height: height)
      let hint = width >= 60 ? "q quit" : "60"
      try program.wait(forText: hint)
    }
    program.type("q")
    #expect(try program.waitForExit() == 0)
    expectRestored(program)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func endsOnSignals(number: Int32) throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    program.signal(number)
    #expect(try program.waitForExit() == 128 + number)
    expectRestored(program)
    #expect(!program.screen.normalText.contains("again:"))
  }

  @Test func controlCQuits() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    program.type("\u{3}")
    #expect(try program.waitForExit() == 0)
    expectRestored(program)
  }

  /// Under a shell with job control, as a person has it: only there can a job stop.
  @Test func stopsAndContinues() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let script = """
      set -m; "$0" watch "$1"; echo STOPPED-ONCE; read -r; fg; echo STOPPED-TWICE; read -r; fg; echo ENDED $?
      """
    let shell = try PtyProcess(
      ["-c", script, BuiltProgram.path, folder.file("run.jsonl")], program: "/bin/bash")
    try shell.wait(for: "the screen") { $0.isAlternate && $0.text.contains("q quit") }
    shell.type("\u{1A}")
    try shell.wait(for: "the shell") { !$0.isAlternate && $0.normalText.contains("STOPPED-ONCE") }
    #expect(shell.isCooked)
    shell.type("\n")
    try shell.wait(for: "the screen again") { $0.isAlternate && $0.text.contains("q quit") }
    #expect(!shell.isCooked)
    // The signal without the key.
    kill(try #require(shell.child), SIGTSTP)
    try shell.wait(for: "the shell again") { !$0.isAlternate && $0.normalText.contains("STOPPED-TWICE") }
    #expect(shell.isCooked)
    shell.type("\n")
    try shell.wait(for: "the screen at last") { $0.isAlternate && $0.text.contains("q quit") }
    shell.type("q")
    #expect(try shell.waitForExit() == 0)
    #expect(shell.screen.normalText.contains("ENDED 0"))
    expectRestored(shell)
  }

  @Test func aTrapGivesTheTerminalBack() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder, environment: ["RMTOP_TRAP_ON_KEY": "X"])
    program.type("X")
    let status = try program.waitForExit()
    #expect(status == 128 + SIGILL || status == 128 + SIGTRAP)
    expectRestored(program)
  }

  /// Every frame is one update after the terminal's answer, and none is left open by a quit, a signal or a crash.
  @Test(arguments: ["q", "\u{3}", "X", ""]) func synchronizedUpdatesEndWithTheProgram(key: String) throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder, environment: ["RMTOP_TRAP_ON_KEY": "X"])
    #expect(program.screen.updates == 0)
    program.type("\u{1B}[?2026;2$y")
    program.type("?")
    try program.wait(for: "the help in updates") { $0.text.contains("type to search") && $0.updates > 0 }
    program.type("\u{1B}")
    try program.wait(for: "the screen again") { !$0.text.contains("type to search") && !$0.isUpdating }
    if key.isEmpty { program.signal(SIGTERM) } else { program.type(key) }
    _ = try program.waitForExit()
    expectRestored(program)
  }

  @Test func thePosteriorItsViewsAndTheCharactersOfCharts() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    program.type("3")
    try program.wait(forText: "3 Posterior mean ± sd")
    program.type("d")
    try program.wait(forText: "3 Posterior sd")
    program.type("d")
    try program.wait(forText: "3 Posterior densities at step 4")
    program.type("\u{1B}[20~")
    try program.wait(forText: "charts in quadrants, 2×2 dots to a cell")
    program.type("q")
    #expect(try program.waitForExit() == 0)
    expectRestored(program)
  }

  @Test func aFileThatGrowsIsFollowed() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    try folder.append(SampleLines.step(5), to: "run.jsonl")
    try program.wait(forText: "step 5")
    // Half a line waits for its end.
    let next = SampleLines.step(6)
    let cut = next.index(next.startIndex, offsetBy: 30)
    try folder.append(String(next[..<cut]), to: "run.jsonl")
    try folder.append(String(next[cut...]), to: "run.jsonl")
    try program.wait(forText: "step 6")
    #expect(program.screen.text.contains("faults 0"))
    // A new file takes the old one's place, of another run: a longer copy of the same would be read on.
    try FileManager.default.moveItem(atPath: folder.file("run.jsonl"), toPath: folder.file("run.jsonl.1"))
    let other = SampleLines.log(steps: 9).replacingOccurrences(of: "e2e-run", with: "e2e-next")
    try folder.write(other, to: "run.jsonl")
    try program.wait(forText: "step 8")
    try program.wait(forText: "replaced")
    try program.wait(forText: "e2e-next")
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  @Test func readsLinesFromAPipeAndKeysFromTheTerminal() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let pipe = Pipe()
    let program = try PtyProcess(["-"], standardInput: pipe.fileHandleForReading.fileDescriptor)
    try pipe.fileHandleForReading.close()
    try pipe.fileHandleForWriting.write(contentsOf: Data(SampleLines.log(steps: 5).utf8))
    try program.wait(forText: "step 4")
    try pipe.fileHandleForWriting.write(contentsOf: Data(SampleLines.step(5).utf8))
    try program.wait(forText: "step 5")
    try pipe.fileHandleForWriting.close()
    program.type("?")
    try program.wait(forText: "Help")
    program.type("\u{1B}")
    try program.wait(for: "no help") { !$0.text.contains("Help ─") }
    program.type("q")
    #expect(try program.waitForExit() == 0)
    expectRestored(program)
  }

  @Test func replayStepsThroughTime() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.log(steps: 9), to: "run.jsonl")
    let program = try PtyProcess(["replay", folder.file("run.jsonl")])
    try program.wait(forText: "step 8")
    program.type("h")
    try program.wait(forText: "step 7")
    program.type(":2\r")
    try program.wait(forText: "step 2")
    program.type("p")
    try program.wait(forText: "sends none")
    program.type("q")
    #expect(try program.waitForExit() == 0)
  }

  /// However late the answer comes: without `--theme` it chooses the theme, and none of its bytes is a key.
  @Test func theTerminalsBackgroundChoosesTheTheme() throws {
    let folder = try TemporaryFolder()
    let program = try watch(folder)
    #expect(program.screen.commands == ["11;?"])
    program.type("\u{1B}]11;rgb:ffff/fdfd/f0f0\u{1B}\\")
    program.type("T")
    try program.wait(for: "the theme") { $0.lines.contains { $0.contains("▸ light") } }
    program.type("\u{1B}")
    program.type("q")
    #expect(try program.waitForExit() == 0)
    let other = try watch(folder, ["--theme", "okabe-ito"])
    #expect(other.screen.commands == [])
    other.type("q")
    #expect(try other.waitForExit() == 0)
  }

  @Test func aPoorTerminalIsSaid() throws {
    let folder = try TemporaryFolder()
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
    let program = try PtyProcess(
      ["watch", folder.file("run.jsonl")], environment: ["TERM": "no-such-terminal", "LANG": "C"])
    try program.wait(forText: "no-such-terminal")
    try program.wait(forText: "--glyphs braille")
    #expect(program.screen.text.utf8.allSatisfy { $0 < 0x80 })
    program.type("q")
    #expect(try program.waitForExit() == 0)
    let drawn = try PtyProcess(
      ["watch", folder.file("run.jsonl")], environment: ["LANG": "C", "RMTOP_GLYPHS": "block"])
    try drawn.wait(forText: "├")
    drawn.type("q")
    #expect(try drawn.waitForExit() == 0)
    let dumb = try PtyProcess(["watch", folder.file("run.jsonl")], environment: ["TERM": "dumb"])
    #expect(try dumb.waitForExit() != 0)
    #expect(dumb.screen.normalText.hasPrefix("rmtop: The terminal"), "\(dumb.screen.normalText)")
  }
}
