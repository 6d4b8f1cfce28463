import TOML
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct ScreenConfigTests {
  private func config(_ text: String) -> ScreenConfig { ScreenConfig(bytes: Array(text.utf8)) }

  private func faults(_ text: String) -> [String] { config(text).refusals.map(\.description) }

  /// The file that people start from, with every default made to count.
  private static var uncommented: String {
    ConfigText.standard.split(separator: "\n").map {
      $0.hasPrefix("#") && !$0.hasPrefix("# ") ? $0.dropFirst() : $0
    }
    .joined(separator: "\n")
  }

  @Test func everyDefaultIsAccepted() {
    let read = config(Self.uncommented)
    #expect(read.refusals == [])
    #expect(Set(read.said.keys).isSuperset(of: ConfigOption.all.map(\.name)))
    #expect(read.keys == KeyTable() && read.said["keys.pin"]?.value == "\"p\"")
    var choices = ViewChoices()
    read.apply(to: &choices)
    #expect(choices == ViewChoices())
    #expect(config(ConfigText.standard).said.isEmpty)
    for line in ConfigText.standard.split(separator: "\n") {
      #expect(textWidth(String(line)) <= 100, "\(line)")
    }
  }

  @Test func everyOptionIsTakenOver() {
    let read = config(
      """
      theme = "light"
      glyphs = "line"
      panes = [2, 7]
      sort = "share reversed"
      smoothing = 0
      posterior = "sd"
      categories = "best"
      axis = "time"
      scale = "symlog"
      outliers = "clipped"
      """)
    #expect(read.refusals == [] && read.theme == "light" && read.glyphs?.tier == .lineDrawing)
    var view = ViewState()
    read.apply(to: &view.choices)
    #expect(view.hidden == [.posterior, .reward, .metrics, .categories, .runs])
    #expect(view.axis == .time && view.scale == .symlog && view.clipsOutliers)
    #expect(view.sort.column == .share && view.sort.isReversed)
    #expect(view.smoothing == .none && view.posterior == .deviations && view.categoryMeasure == .best)
    // What a file says is no choice of the viewer's.
    #expect(view.chosenTheme == nil && view.chosenGlyphs == nil)
    #expect(config("panes = \"belief\"").hidden == Preset.belief.hidden)
    #expect(config("panes = []").hidden == Set(Pane.allCases).subtracting([.rewardModels, .decision]))
  }

  /// A value that would be remembered is one that the file accepts, and means the same there.
  @Test func whatIsRememberedIsWrittenAsTheFileHasIt() {
    for (hidden, words) in [
      (Preset.curves.hidden, "\"curves\""), ([.share, .events, .runs], "[3, 4, 5, 6]"), ([], "\"overview\""),
    ] {
      var choices = ViewChoices()
      choices.theme = "light"
      choices.glyphs = .halfBlock
      choices.hidden = hidden
      choices.sort.column = .best
      choices.smoothing = .strong
      choices.posterior = .densities
      choices.categoryMeasure = .reward
      choices.axis = .decisions
      choices.scale = .log
      choices.clipsOutliers = true
      let rows = ConfigOption.all.compactMap { option in
        option.remembered(choices).map { "\(option.name) = \($0)" }
      }
      #expect(rows.count == 10 && rows.contains("panes = \(words)"))
      let read = config(rows.joined(separator: "\n"))
      var again = ViewChoices()
      read.apply(to: &again)
      again.theme = read.theme
      again.glyphs = read.glyphs?.tier
      #expect(again == choices && read.refusals == [])
    }
  }

  @Test(arguments: [
    ("theem = \"light\"", "line 1, column 1: there is no option “theem” (did you mean “theme”?)"),
    (
      "\nsmoothing = .5",
      "line 2, column 13: “.5” is not a value: texts stand in \"quotes\", other values are "
        + "numbers, true and false; nothing of the file is used"
    ),
    ("smoothing = 0.5", "line 1, column 13: smoothing: expected 0, 0.6, 0.9, 0.97 or 0.99, got 0.5"),
    (
      "glyphs = \"brail\"",
      "line 1, column 10: glyphs: expected \(GlyphChoice.accepted), got “brail” (did you mean “braille”?)"
    ),
    ("posterior = true", "line 1, column 13: posterior: expected bands, sd or densities, got true"),
    ("theme = \"\"", "line 1, column 9: theme: expected a theme's name or path, got “”"),
  ])
  func whatIsWrongIsASentenceWithItsPlace(text: String, sentence: String) {
    #expect(faults(text) == [sentence])
  }

  @Test func oneFaultTakesNothingElseAway() {
    let read = config("panes = [2, 12]\nsort = \"shares\"\nsmoothing = 0.97\nnonsense = {}\n")
    #expect(read.smoothing == .strong && read.hidden == nil && read.sort == nil)
    #expect(read.refusals.map(\.position.line) == [1, 2, 4])
    #expect(read.refusals[0].message.hasSuffix("or a list of digits of panes such as [2, 4], got [2, 12]"))
    #expect(read.refusals[1].message.hasSuffix("(did you mean “share”?)"))
    #expect(read.refusals[2].message.contains("options are theme, glyphs, mouse"))
  }

  /// Nothing of a file acts on a terminal through what is said of it.
  @Test func hostileTextIsMadeSafe() {
    let read = config(
      "theme = \"\\u001B[31m\"\n\"\\u202E\" = 1\nsort = \"\\u0007\"\nposterior = [\"\\u009B\"]\n")
    #expect(read.theme == nil && read.refusals.count == 4)
    for refusal in read.refusals {
      let scalars = refusal.description.unicodeScalars
      #expect(!scalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0.value == 0x202E })
    }
  }
}
