import TerminalCells
import Testing

@testable import Dashboard

@Suite struct ViewChoicesTests {
  @Test func whatIsStoredIsFoundAgain() throws {
    var found: Set<String> = []
    for column in TableSort.Column.allCases {
      for smoothing in Smoothing.allCases {
        var view = ViewState()
        view.sort.column = column
        view.sort.isReversed = smoothing == .some
        view.smoothing = smoothing
        view.hidden = column == .best ? [.share, .events] : []
        view.categoryMeasure = column == .reward ? .reward : column == .best ? .best : .share
        view.posterior = smoothing == .none ? .densities : column == .best ? .deviations : .bands
        view.axis = column == .mean ? .time : smoothing == .more ? .decisions : .step
        view.scale = column == .ties ? .log : smoothing == .some ? .symlog : .linear
        view.clipsOutliers = column == .count
        view.chosenGlyphs = column == .id ? nil : GlyphTier.allCases[found.count % GlyphTier.allCases.count]
        view.keptMetrics = column == .share ? ["objective/kl", "eval/win rate"] : []
        view.isGreeted = smoothing == .strong
        view.chosenTheme = column == .mean ? nil : "okabe-ito"
        let text = view.choices.text
        found.insert(text)
        var other = ViewState()
        other.choices = try ViewChoices(text: text)
        #expect(other.choices == view.choices && other.sort == view.sort && other.hidden == view.hidden)
        #expect(other.categoryMeasure == view.categoryMeasure)
        #expect(other.keptMetrics == view.keptMetrics)
        #expect(other.posterior == view.posterior && other.glyphs == view.chosenGlyphs)
        #expect(
          other.axis == view.axis && other.smoothing == smoothing && other.chosenTheme == view.chosenTheme)
        #expect(other.isGreeted == view.isGreeted)
      }
    }
    #expect(found.count == TableSort.Column.allCases.count * Smoothing.allCases.count)
  }

  @Test(arguments: [
    ("", 1), ("rmtop view 2\n", 1), ("rmtop view 1", 1), ("rmtop view 1\nsort colour\n", 2),
    ("rmtop view 1\nsort mean\nsmoothing .5\n", 3), ("rmtop view 1\nhidden 1\n", 2),
    ("rmtop view 1\ntheme \u{1B}[31m\n", 2), ("rmtop view 1\nsort mean sideways\n", 2),
    ("rmtop view 1\n\n", 2), ("rmtop view 1\ncategories colours\n", 2),
    ("rmtop view 1\nposterior sideways\n", 2), ("rmtop view 1\naxis epochs\n", 2),
    ("rmtop view 1\nscale cubic\n", 2), ("rmtop view 1\noutliers kept\n", 2),
    ("rmtop view 1\nsort mean\nglyphs sixel\n", 3),
    ("rmtop view 1\ntheme\n", 2), ("rmtop view 1\nmetric kl\nmetric kl\n", 3),
    ("rmtop view 1\nmetric \u{1B}[2J\n", 2),
    ("rmtop view 1\ngreeted no\n", 2),
  ])
  func damageNamesItsLine(_ text: String, _ line: Int) {
    #expect(throws: ViewChoicesError(line: line)) { try ViewChoices(text: text) }
  }

  /// A name that would not come back as it was is kept for this session alone.
  @Test func hostileNamesOfMetricsAreNotStored() throws {
    var view = ViewState()
    view.keptMetrics = ["kl\nsort listed", "\u{1B}[2J", "kl", ""]
    #expect(try ViewChoices(text: view.choices.text).metrics == ["kl"])
  }

  /// What a configuration says is not remembered, what the viewer changes is; no field is forgotten.
  @Test func onlyWhatWasChangedIsRemembered() throws {
    var before = ViewChoices()
    before.theme = "light"
    before.smoothing = .strongest
    var start = before
    start.sort.column = .share
    start.hidden = [.share]
    #expect(start.remembering(before, start: start) == before)
    var end = start
    end.theme = "mono"
    end.sort.column = .best
    end.smoothing = .some
    end.categoryMeasure = .best
    end.hidden = [.events]
    end.posterior = .densities
    end.glyphs = .ascii
    end.axis = .time
    end.scale = .log
    end.clipsOutliers = true
    end.metrics = ["kl"]
    end.isGreeted = true
    for (mine, changed) in zip(Mirror(reflecting: start).children, Mirror(reflecting: end).children) {
      #expect("\(mine.value)" != "\(changed.value)", "\(mine.label ?? "?") is not changed by this test")
    }
    #expect(end.remembering(before, start: start) == end)
  }

  /// Only what was kept is stored, not what was looked at.
  @Test func aThemeIsChosenWithEnter() {
    var shell = Shell.settled(TestLog.usual())
    shell.press("T", .down, .escape)
    #expect(shell.model.view.choices.theme == nil)
    shell.press("T", .down, .enter)
    #expect(shell.model.view.choices.theme == "light")
    func word() -> String? {
      Keymap.hints(for: shell.model).first { $0.keys == "Enter" }?.word
    }
    shell.press("T")
    #expect(word() == "use")
    shell.model.session.keepsView = true
    #expect(word() == "keep")
  }
}
