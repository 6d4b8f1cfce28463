import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// Whole screens against golden files: text and styles.
@Suite struct FrameTests {
  static let sizes = [
    CellSize(width: 80, height: 24), CellSize(width: 120, height: 40), CellSize(width: 200, height: 60),
  ]

  private func word(_ size: CellSize) -> String { "\(size.width)x\(size.height)" }

  @Test(arguments: sizes) func overview(size: CellSize) {
    expectGolden(sampleDashboard(size: size).golden(), "overview-\(word(size)).txt")
  }

  @Test(arguments: Pane.allCases, sizes) func everyPane(pane: Pane, size: CellSize) {
    var model = sampleDashboard(size: size)
    model.view.focus = pane
    model.view.zoomed = pane
    expectGolden(model.golden(), "pane-\(pane.digit)-\(word(size)).txt")
  }

  @Test(arguments: PosteriorAspect.allCases, sizes)
  func everyViewOfThePosterior(aspect: PosteriorAspect, size: CellSize) {
    var model = sampleDashboard(size: size)
    model.view.focus = .posterior
    model.view.posterior = aspect
    expectGolden(model.golden(), "posterior-\(aspect)-\(word(size)).txt")
  }

  @Test(arguments: [GlyphTier.quadrant, .halfBlock, .lineDrawing, .ascii])
  func posteriorInGlyphTiers(tier: GlyphTier) {
    var model = sampleDashboard(size: CellSize(width: 120, height: 24))
    model.view.focus = .posterior
    model.view.zoomed = .posterior
    expectGolden(model.golden(glyphs: tier), "posterior-glyphs-\(tier).txt")
  }

  @Test(arguments: ["light", "mono"]) func posteriorInThemes(name: String) {
    var model = sampleDashboard(size: CellSize(width: 120, height: 24))
    model.view.focus = .posterior
    model.view.zoomed = .posterior
    expectGolden(model.golden(theme: name), "posterior-\(name).txt")
  }

  @Test(arguments: ["light", "mono", "okabe-ito", "high-contrast"]) func themes(name: String) {
    expectGolden(sampleDashboard().golden(theme: name), "theme-\(name).txt")
  }

  @Test(arguments: [GlyphTier.quadrant, .halfBlock, .lineDrawing, .ascii]) func glyphTiers(tier: GlyphTier) {
    let text = sampleDashboard().golden(glyphs: tier)
    let theme = Theme.standard
    let isPlain = sampleDashboard().frame(theme: theme, glyphs: tier).plainText.utf8.allSatisfy { $0 < 0x80 }
    if tier == .ascii { #expect(isPlain) }
    expectGolden(text, "glyphs-\(tier).txt")
  }

  /// `NO_COLOR` and plain text: whatever theme is chosen, letters tell RMs apart, in the area as in the table.
  @Test func withoutColors() throws {
    let model = sampleDashboard()
    let dark = try #require(Theme.builtIn(named: "dark"))
    let mono = try #require(Theme.builtIn(named: "mono"))
    let frame = model.frame(theme: dark, glyphs: .braille, colors: .mono)
    #expect(frame == model.frame(theme: mono, glyphs: .braille))
    let rect = try #require(model.layout.rect(of: .share))
    let letters = Set(
      (rect.y + 1..<rect.bottom - 1).flatMap { y in (2..<9).map { frame[rect.x + $0, y].glyph } })
    #expect(letters.isSuperset(of: ["s", "g", "m", "r"]))
  }

  @Test func withoutPosteriors() {
    let model = sampleDashboard(SampleRun.lines(steps: 44, history: 1 << 40))
    expectGolden(model.golden(), "no-posterior.txt")
  }

  @Test func beforeTheFirstFeedback() {
    expectGolden(sampleDashboard(Array(SampleRun.lines().prefix(6))).golden(), "before-feedback.txt")
  }

  @Test func moreModelsThanRows() {
    let ids = (1...14).map { "reward-model-\($0)" }
    var model = sampleDashboard(SampleRun.lines(steps: 9, ids: ids, pinStep: 3, banStep: 5))
    model.view.selected = ids[2]
    expectGolden(model.golden(), "many-models.txt")
  }

  @Test func nothingYet() {
    expectGolden(sampleDashboard([]).golden(), "waiting.txt")
  }

  @Test func tooSmall() {
    expectGolden(sampleDashboard(size: CellSize(width: 44, height: 9)).golden(), "too-small.txt")
  }

  @Test func smallest() {
    expectGolden(sampleDashboard(size: Layout.minimumSize).golden(), "overview-60x10.txt")
  }

  @Test func confirmLine() {
    var model = sampleDashboard()
    for key in [KeyStroke.down, .character("b"), .tab] { _ = model.update(.key(key)) }
    expectGolden(model.golden(), "confirm-ban.txt")
  }

  @Test func goTo() {
    var model = sampleDashboard()
    for key in [KeyStroke.character(":"), .character("4"), .character("x"), .enter] {
      _ = model.update(.key(key))
    }
    expectGolden(model.golden(), "go-to.txt")
  }

  @Test func help() {
    var model = sampleDashboard()
    _ = model.update(.key(.character("?")))
    expectGolden(model.golden(), "help.txt")
    for key in "marker" { _ = model.update(.key(.character(key))) }
    expectGolden(model.golden(), "help-search.txt")
  }

  /// A search as it is typed; then what it has found among all lines, of one kind of events.
  @Test(arguments: sizes) func eventsThatAreSearchedFor(size: CellSize) {
    var model = sampleDashboard(size: size)
    for key in "7/obeyed" { _ = model.update(.key(.character(key))) }
    expectGolden(model.golden(), "events-search-\(word(size)).txt")
    for key in [KeyStroke.tab, .enter, .character("d")] { _ = model.update(.key(key)) }
    expectGolden(model.golden(), "events-kind-\(word(size)).txt")
  }

  @Test func themePicker() {
    var model = sampleDashboard()
    model.session.themeNames = Theme.builtIn.map(\.name)
    _ = model.update(.key(.character("T")))
    expectGolden(model.golden(), "theme-picker.txt")
  }

  @Test func sentControlIsShownAsPending() {
    var model = sampleDashboard()
    for key in [KeyStroke.down, .character("p"), .enter] { _ = model.update(.key(key)) }
    if let sequence = model.ownControls.first?.control.sequence {
      _ = model.update(.controlWritten(sequence: sequence))
    }
    expectGolden(model.golden(), "pending-control.txt")
  }

  @Test func replay() {
    var model = sampleDashboard()
    model.session.mode = .replay
    model.feed.transport = .playing
    model.feed.speed = 4
    model.view.span = .tail(20)
    expectGolden(model.golden(), "replay-tail.txt")
  }

  /// A frame depends on nothing but its model.
  @Test func isTheSameAgain() {
    let one = sampleDashboard()
    let other = sampleDashboard()
    #expect(one.golden() == other.golden())
    #expect(one.golden() == one.golden())
  }
}
