import TerminalCells
import Testing

@testable import NcursesTerminal

@Suite struct TerminalEnvironmentTests {
  @Test(
    arguments: [
      ("xterm-256color", nil, ["xterm-256color"]), ("foot", nil, ["foot"]),
      ("xterm-256color", "truecolor", ["xterm-direct", "xterm-256color", "xterm-direct"]),
      ("tmux-256color", "24bit", ["tmux-direct", "tmux-256color", "xterm-direct"]),
      ("screen-256color", "truecolor", ["tmux-direct", "screen-256color", "xterm-direct"]),
      ("xterm-kitty", "truecolor", ["xterm-direct", "xterm-kitty", "xterm-direct"]),
      ("xterm-direct", "truecolor", ["xterm-direct"]), ("xterm", "yes", ["xterm"]), ("", nil, []),
      (nil, "truecolor", []),
    ] as [(String?, String?, [String])])
  func descriptionsToTry(type: String?, hint: String?, names: [String]) {
    let usual = names.isEmpty ? [] : ["xterm-256color"]
    #expect(TerminalEnvironment(type: type, colorHint: hint).candidates == names + usual)
  }

  @Test func noColorIsObeyed() {
    let environment = TerminalEnvironment(type: "xterm", colorHint: "truecolor", forbidsColor: true)
    #expect(environment.candidates == ["xterm", "xterm-256color"])
    #expect(environment.printedColorTier == .mono)
    #expect(TerminalEnvironment(type: "x", colorHint: "24bit").printedColorTier == .trueColor)
    #expect(TerminalEnvironment(type: "x").printedColorTier == .palette256)
    #expect(environment.colorTier(colors: 256) == .mono)
  }

  @Test(arguments: [
    (0, ColorTier.mono), (8, .palette8), (16, .palette16), (88, .palette16), (256, .palette256),
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

  @Test func remarksNameWhatIsMissing() {
    let plain = TerminalEnvironment(type: "xterm-kitty")
    #expect(plain.remarks(drawnAs: "xterm-kitty", choosesGlyphs: false) == [])
    let foot = TerminalEnvironment(type: "foot", isUtf8: false).remarks(
      drawnAs: "xterm-256color", choosesGlyphs: false)
    #expect(foot.count == 2)
    #expect(foot[0].contains("foot") && foot[0].contains("xterm-256color"))
    #expect(foot[1].contains("--glyphs braille"))
    let chosen = TerminalEnvironment(type: "xterm", isUtf8: false)
    #expect(chosen.remarks(drawnAs: "xterm", choosesGlyphs: true) == [])
  }
}
