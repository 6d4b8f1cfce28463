import TerminalCells
import Testing

@testable import NcursesTerminal

@Suite struct TerminalEnvironmentTests {
  @Test(
    arguments: [
      ("xterm-256color", nil, ["xterm-256color"]),
      ("xterm-256color", "truecolor", ["xterm-direct", "xterm-256color"]),
      ("tmux-256color", "24bit", ["tmux-direct", "tmux-256color"]),
      ("screen-256color", "truecolor", ["tmux-direct", "screen-256color"]),
      ("xterm-direct", "truecolor", ["xterm-direct"]), ("xterm", "yes", ["xterm"]), ("", nil, []),
      (nil, "truecolor", []),
    ] as [(String?, String?, [String])])
  func descriptionsToTry(type: String?, hint: String?, names: [String]) {
    #expect(TerminalEnvironment(type: type, colorHint: hint).candidates == names)
  }

  @Test func noColorIsObeyed() {
    let environment = TerminalEnvironment(type: "xterm", colorHint: "truecolor", forbidsColor: true)
    #expect(environment.candidates == ["xterm"])
    #expect(environment.colorTier(colors: 256) == .mono)
  }

  @Test(arguments: [
    (0, ColorTier.mono), (8, .palette16), (16, .palette16), (88, .palette16), (256, .palette256),
    (0x100_0000, .trueColor),
  ])
  func colorTiers(colors: Int, tier: ColorTier) {
    #expect(TerminalEnvironment(type: "x").colorTier(colors: colors) == tier)
  }

  @Test func glyphTiers() {
    #expect(TerminalEnvironment(type: "xterm").glyphTier == .braille)
    #expect(TerminalEnvironment(type: "linux").glyphTier == .halfBlock)
    #expect(TerminalEnvironment(type: "xterm", isUtf8: false).glyphTier == .ascii)
  }

  @Test func errorsSayWhatToDo() {
    let errors: [TerminalError] = [.noTerminal, .typeNotSet, .unknownType("vt9"), .noCursor("dumb")]
    for error in errors { #expect(error.description.contains("rmtop")) }
    #expect(TerminalError.unknownType("vt9").description.contains("vt9"))
  }
}
