import Foundation
import TestSupport
import Testing

/// The real program with a configuration file and a memory of earlier sessions.
@Suite(.serialized) struct ConfigSessionTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("config/rmtop"), withIntermediateDirectories: true)
    try folder.write(SampleLines.log(steps: 5), to: "run.jsonl")
  }

  private func watch(_ options: String...) throws -> PtyProcess {
    try PtyProcess(
      ["watch", folder.file("run.jsonl")] + options,
      environment: ["XDG_CONFIG_HOME": folder.file("config"), "XDG_STATE_HOME": folder.file("state")])
  }

  private var remembered: String? {
    try? String(contentsOfFile: folder.file("state/rmtop/view"), encoding: .utf8)
  }

  @Test func aFileChoosesPanesAndKeysAndItsFaultsAreSaidOnce() throws {
    let text = "panes = \"belief\"\nsmoothing = 2\n[keys]\nnext-preset = \"ctrl-x\"\nundo = \"ctlr-x\"\n"
    try folder.write(text, to: "config/rmtop/config.toml")
    let program = try watch()
    try program.wait(forText: "line 2, column 13: smoothing: expected")
    try program.wait(for: "the first panes") {
      $0.text.contains("3 Posterior") && !$0.text.contains("4 Reward by")
    }
    program.type("v")
    try program.wait(forText: "nothing is on v; ? lists the keys")
    #expect(!program.screen.text.contains("smoothing"))
    program.type("\u{18}")
    try program.wait(forText: "panes: curves; Ctrl-X shows the next choice, 0 all panes")
    program.type("sq")
    #expect(try program.waitForExit() == 0)
    // The panes were changed here, the order of the table was not.
    #expect(remembered?.contains("hidden 6\n") == true && remembered?.contains("sort mean\n") == true)
  }

  @Test func whoIsNewIsToldWhatToTryOnce() throws {
    let first = try watch()
    try first.wait(forText: "new here?")
    first.type("j")
    try first.wait(for: "the line to go") { !$0.text.contains("new here?") }
    first.type("q")
    #expect(try first.waitForExit() == 0)
    #expect(remembered?.contains("greeted yes\n") == true)
    let second = try watch()
    try second.wait(for: "the screen") { $0.text.contains("step 4") && $0.text.contains("q quit") }
    #expect(!second.screen.text.contains("new here?"))
    second.type("q")
    #expect(try second.waitForExit() == 0)
  }

  /// Neither what is configured nor what is remembered, and nothing new is remembered.
  @Test func cleanLeavesItAllAside() throws {
    try folder.write("panes = []\nsmoothing = 2\n", to: "config/rmtop/config.toml")
    try FileManager.default.createDirectory(
      atPath: folder.file("state/rmtop"), withIntermediateDirectories: true)
    let before = "rmtop view 1\nsort listed reversed\n"
    try folder.write(before, to: "state/rmtop/view")
    let program = try watch("--clean")
    try program.wait(for: "all panes") { $0.text.contains("4 Reward by") && $0.text.contains("mean±sd▽") }
    #expect(!program.screen.text.contains("smoothing: expected"))
    program.type("]vq")
    #expect(try program.waitForExit() == 0)
    #expect(remembered == before)
    let other = try watch()
    try other.wait(forText: "smoothing: expected")
    try other.wait(for: "the remembered order, and no pane but the table") {
      $0.text.contains("by listed order △") && !$0.text.contains("4 Reward by")
    }
    other.type("q")
    #expect(try other.waitForExit() == 0)
  }
}
