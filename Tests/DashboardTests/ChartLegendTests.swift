import TerminalCells
import Testing

@testable import Dashboard

@Suite struct ChartLegendTests {
  @Test(arguments: [Pane.share, .reward], [80, 120]) func aZoomedChartNamesItsColours(pane: Pane, width: Int)
  {
    var model = sampleDashboard(size: CellSize(width: width, height: 24))
    model.view.focus = pane
    model.view.zoomed = pane
    let text = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText
    for id in SampleRun.ids { #expect(text.contains(id)) }
    #expect(text.contains("━ all of them") == (pane == .reward))
  }

  @Test func manyModelsAreNamedAsFarAsThereIsRoom() {
    let ids = (0..<40).map { "acme/judge-number-\($0)-of-many" }
    let model = sampleDashboard(SampleRun.lines(steps: 1, ids: ids))
    let legend = ChartLegend(model, width: 78, mostLines: 7, hasOverall: true)
    let names = legend.lines.flatMap { $0 }.map(\.name)
    // Eight, the others together, and the line over all of them.
    #expect(legend.left == 0 && Set(names).count == 10 && legend.lines.count <= 7)
    #expect(names.contains("32 others"))
    let short = ChartLegend(model, width: 40, mostLines: 2, hasOverall: false)
    #expect(short.left == 9 - short.lines.flatMap { $0 }.count && short.left > 0 && short.lines.count == 2)
    #expect(ChartLegend(sampleDashboard([]), width: 80, mostLines: 5, hasOverall: true).lines.isEmpty)
  }

  /// The overall line is named in its own look, beside the charts of the first screen as well.
  @Test(arguments: [60, 80, 92, 120, 200]) func theOverallLineIsNamed(width: Int) throws {
    let model = sampleDashboard(size: CellSize(width: width, height: 24))
    let theme = try #require(Theme.builtIn(named: "dark"))
    let frame = model.frame(theme: theme, glyphs: .braille)
    let rect = try #require(model.layout.rect(of: .reward))
    let sign = try #require((rect.x..<rect.right).first { frame[$0, rect.y].glyph == "━" })
    #expect(frame[sign, rect.y].style == theme[.overall])
    #expect((1...4).map { frame[sign + $0, rect.y].glyph }.joined() == " all")
  }
}
