import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct CategoryLineTests {
  /// The most frequent first, with who took most of its last 64 decisions, as counted from the log.
  @Test func saysWhoIsUsedMost() throws {
    let model = sampleDashboard()
    let line = try #require(CategoryLine(model, width: 300))
    let arms = SampleRun.armsByCategory
    #expect(line.entries.map(\.category) == model.categoryOrder.map { model.run.categories[$0].name })
    #expect(line.entries.count == arms.count && line.left == 0 && !arms.isEmpty)
    for entry in line.entries {
      let recent = try #require(arms[entry.category]).suffix(64)
      let counts = SampleRun.ids.indices.map { arm in recent.count { $0 == arm } }
      #expect(counts[entry.arm] == counts.max())
      #expect(entry.share == ScreenText.shares(counts.map(Double.init), decimals: 0)[entry.arm])
      #expect(SampleRun.ids[entry.arm].contains(entry.name))
    }
  }

  /// What is shown and what is left are all, and nothing is cut.
  @Test func fitsEveryWidth() throws {
    let model = sampleDashboard()
    let all = model.run.categories.count
    var shown = 0
    for width in 20...200 {
      let line = try #require(CategoryLine(model, width: width))
      #expect(line.entries.count + line.left == all && line.entries.count >= shown)
      shown = line.entries.count
      var painter = Painter(
        buffer: CellBuffer(size: CellSize(width: width + 2, height: 1)), theme: .standard, glyphs: .braille,
        keys: SeriesKey.keys(SampleRun.ids, slots: 8))
      line.draw(into: &painter, rect: CellRect(x: 0, y: 0, width: width + 2, height: 1))
      let text = painter.buffer.plainText
      #expect(!text.contains("…") || line.entries.isEmpty)
      for entry in line.entries { #expect(text.contains("\(entry.category): \(entry.name) \(entry.share)")) }
      if line.left > 0 { #expect(text.contains("+\(line.left)")) }
    }
    #expect(shown == all)
  }

  @Test func withoutCategoriesThereIsNone() {
    #expect(CategoryLine(sampleDashboard([]), width: 80) == nil)
    var model = sampleDashboard(
      TestLog.timed([
        TestLog.header(), .decision(DecisionEvent(id: "1", rewardModel: "alpha", step: 0)),
      ]))
    _ = model.update(.resized(CellSize(width: 80, height: 24)))
    #expect(!model.layout.hasCategoryLine)
    #expect(!model.frame(theme: .standard, glyphs: .braille).plainText.contains("by category"))
  }

  /// It is there exactly where the pane is not, takes no pane's place, and stands below the last row.
  @Test func itStandsInForThePane() {
    var found: Set<Bool> = []
    for size in LayoutTests.sizes() where size.width >= 60 && size.height >= 10 {
      var request = LayoutRequest(rewardModels: 4, metrics: 6, hasVitals: true)
      let without = Layout(size: size, request: request)
      request.categories = 5
      let layout = Layout(size: size, request: request)
      found.insert(layout.hasCategoryLine)
      guard layout.hasCategoryLine else { continue }
      #expect(layout.rect(of: .categories) == nil, "\(size)")
      #expect(layout.rect(of: .rewardModels)?.height ?? 0 >= 4 + 3, "\(size)")
      // Metrics come after categories, or not at all.
      let others = without.panes.map(\.pane).filter { $0 != .metrics }
      #expect(layout.panes.map(\.pane) == others, "\(size)")
    }
    #expect(found == [true, false])
    let lines = sampleDashboard(size: CellSize(width: 80, height: 24))
      .frame(theme: Theme(name: "none"), glyphs: .braille).plainText.split(
        separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[9].hasPrefix(" by category  "), "\(lines[9])")
    #expect(
      !sampleDashboard(size: CellSize(width: 120, height: 40))
        .frame(theme: .standard, glyphs: .braille).plainText.contains("by category"))
  }
}
