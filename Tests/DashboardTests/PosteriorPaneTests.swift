import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct PosteriorPaneTests {
  private func pane(_ model: DashboardModel, width: Int = 60) -> PosteriorPane {
    PosteriorPane(model, columns: width * 2, width: width)
  }

  private func text(_ model: DashboardModel) throws -> String {
    let dark = try #require(Theme.builtIn(named: "dark"))
    return model.frame(theme: dark, glyphs: .braille).plainText
  }

  @Test func everyRewardModelHasItsBandAndTheSelectedOneIsOnTop() {
    var model = sampleDashboard()
    for id in SampleRun.ids {
      model.view.selected = id
      let pane = pane(model)
      #expect(Set(pane.lines.map(\.arm)) == Set(model.run.rewardModels.indices))
      #expect(pane.lines.last?.arm == model.selectedArm)
      #expect(pane.lines.allSatisfy { $0.band != nil && !$0.curve.raw.isEmpty })
    }
    #expect(pane(model).title == "Posterior mean ± sd" && pane(model).detail == "over 64 contexts · all")
    #expect(pane(model, width: 30).detail == "all")
  }

  /// The charts end at the last close; the table has the same posteriors over the contexts of the moment.
  @Test func theChartsEndNearTheTablesNumbers() throws {
    var model = sampleDashboard()
    for line in pane(model).lines {
      let row = model.run.beliefs[line.arm]
      let belief = try #require(row.current)
      let mean = try #require(row.mean.buckets.last?.last)
      let deviation = try #require(row.standardDeviation.buckets.last?.last)
      let band = try #require(line.band)
      #expect(line.curve.raw.last?.last == mean)
      #expect(band.upper.last?.last == mean + deviation && band.lower.last?.last == mean - deviation)
      #expect(abs(mean - belief.mean) < 0.1 * deviation)
      #expect(abs(deviation - belief.standardDeviation) < 0.01 * deviation)
    }
    model.view.posterior = .deviations
    let pane = pane(model)
    for line in pane.lines {
      #expect(line.band == nil)
      let series = model.run.beliefs[line.arm].standardDeviation
      #expect(line.curve.raw.last?.last == series.buckets.last?.last)
    }
    #expect(pane.bounds.map { $0.contains(0) && $0.lowerBound > -0.1 } == true)
  }

  /// Before much is observed a band is as wide as the prior: that does not press the rest of the run together.
  @Test func thePriorsWidthDoesNotMakeTheAxis() throws {
    let model = sampleDashboard()
    let bounds = try #require(pane(model).bounds)
    let edges = pane(model).lines.flatMap { ($0.band?.upper ?? []) + ($0.band?.lower ?? []) }
    let outside = edges.filter { $0.high > bounds.upperBound || $0.low < bounds.lowerBound }
    #expect(!outside.isEmpty && outside.count * 10 <= edges.count)
    let means = pane(model).lines.compactMap(\.curve.bounds)
    #expect(means.allSatisfy { bounds.contains($0.lowerBound) && bounds.contains($0.upperBound) })
  }

  @Test func aKeyGoesThroughTheViews() throws {
    var model = sampleDashboard(size: CellSize(width: 80, height: 24))
    _ = model.update(.key(.character("d")))
    #expect(model.view.posterior == .bands)
    #expect(!Keymap.hints(for: model).contains { $0.keys == "d" })
    _ = model.update(.key(.character("3")))
    for (title, hint) in [
      ("3 Posterior mean ± sd ", "sd alone"), ("3 Posterior sd ", "densities"),
      ("3 Posterior densities at step 59 ", "mean ± sd"), ("3 Posterior mean ± sd ", "sd alone"),
    ] {
      #expect(try text(model).contains(title))
      #expect(Keymap.hints(for: model).first { $0.keys == "d" }?.word == hint)
      _ = model.update(.key(.character("d")))
    }
  }

  /// P(best) stands beside each density, as in the table.
  @Test func densitiesHaveTheirProbabilities() throws {
    var model = sampleDashboard(size: CellSize(width: 120, height: 40))
    model.view.focus = .posterior
    model.view.zoomed = .posterior
    model.view.posterior = .densities
    let lines = try text(model).split(separator: "\n")
    for arm in model.run.rewardModels.indices {
      let best = try #require(model.run.beliefs[arm].current).bestProbability
      let row = try #require(lines.first { $0.contains("● " + SampleRun.ids[arm].prefix(14)) })
      #expect(row.contains(ScreenText.probability(best, isWide: false)), "\(row)")
    }
  }

  @Test func theRunBeforeARestartIsFaint() throws {
    var lines = SampleRun.lines(steps: 40)
    let again = SampleRun.lines(steps: 30).dropFirst()
    for line in again {
      var line = line
      line.number = lines.count + 1
      line.offset = lines.count * 100
      lines.append(line)
    }
    let model = sampleDashboard(lines)
    let pane = pane(model)
    #expect(pane.lines.allSatisfy { !$0.curve.abandoned.isEmpty })
    let kept = pane.lines.flatMap { $0.curve.raw }.filter(\.startsSegment)
    #expect(!kept.isEmpty)
  }

  /// Of many bands nobody sees one: from seven on, and where no colour is faint, the edges are the selected one's.
  @Test(arguments: [
    (3, ColorTier.trueColor, true), (6, .palette256, true), (7, .trueColor, false), (3, .palette16, false),
  ])
  func edgesOfOthers(count: Int, colors: ColorTier, areDrawn: Bool) throws {
    let ids = (1...count).map { "reward-model-\($0)" }
    var model = sampleDashboard(
      SampleRun.lines(steps: 30, ids: ids, pinStep: 99, banStep: 99), size: CellSize(width: 90, height: 20))
    model.view.focus = .posterior
    model.view.zoomed = .posterior
    let dark = try #require(Theme.builtIn(named: "dark"))
    let frame = model.frame(theme: dark, glyphs: .braille, colors: colors)
    let theme = dark.on(colors)
    let keys = SeriesKey.keys(ids, slots: theme.palette?.text.count ?? 0)
    let styles = Set((1..<19).flatMap { y in (6..<90).map { frame[$0, y].style.foreground } })
    let selected = try #require(model.selectedArm)
    let others = keys.filter { $0.arm != selected }.map { theme.faintStyle($0).foreground }
    let full = keys.map { theme.style($0).foreground }
    #expect(others.contains { styles.contains($0) && !full.contains($0) } == areDrawn)
    #expect(full.allSatisfy(styles.contains))
  }

  @Test func withoutBeliefsThereIsASentence() throws {
    #expect(pane(sampleDashboard([])).emptyText == "No decisions yet.")
    #expect(
      pane(sampleDashboard(Array(SampleRun.lines().prefix(6)))).emptyText
        == "Beliefs appear when the first batch closes.")
    let unavailable = pane(sampleDashboard(SampleRun.lines(steps: 4, history: 1 << 40)))
    #expect(unavailable.emptyText?.contains("router.reward.history") == true)
  }
}
