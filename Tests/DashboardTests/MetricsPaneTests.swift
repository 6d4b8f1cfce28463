import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct MetricsPaneTests {
  /// Names as trainers have them, with common fronts, three samples each; every seventh is constant.
  static let names: [String] = {
    let groups = [
      "critic/advantages", "critic/rewards", "response_length", "perf/throughput", "timing_per_token_ms",
    ]
    let parts = ["mean", "max", "min", "std", "p95", "clip_ratio", "constant", "median"]
    return groups.flatMap { group in parts.map { "\(group)/\($0)" } } + [
      "actor/kl_loss", "loss", "actor/grad_norm",
    ]
  }()

  private static func dashboard(_ names: [String] = names, width: Int = 80, height: Int = 24)
    -> DashboardModel
  {
    let events = (0..<3).map { step in
      RunEvent.metrics(
        MetricsEvent(
          step: step,
          values: names.map { .init(name: $0, value: $0.hasSuffix("constant") ? 1 : Double(step)) }))
    }
    return sampleDashboard(TestLog.timed(events), size: CellSize(width: width, height: height), mode: .replay)
  }

  @Test func theTellingOnesComeFirstAndTheFlatOnesLast() {
    var names = [
      "lr/constant", "perf/mfu", "entropy", "rewards/margins", "rewards/chosen", "objective/kl", "loss",
    ]
    names += ["actor/grad_norm", "val/accuracy", "global_step_constant"]
    let run = Self.dashboard(names).run
    #expect(
      MetricOrder.order(run.metrics).map { run.metrics[$0].name } == [
        "loss", "objective/kl", "rewards/margins", "rewards/chosen", "val/accuracy", "entropy",
        "actor/grad_norm",
        "perf/mfu", "lr/constant", "global_step_constant",
      ])
    #expect(MetricOrder.rank("lossless_ratio") == MetricOrder.rules.count)
    // One sample is no course, and what was not finite once is worth a look.
    var series = Series()
    #expect(series.isFlat)
    series.append(position: 0, value: 1)
    #expect(series.isFlat)
    series.append(position: 1, value: .nan)
    #expect(!series.isFlat)
  }

  private func pane(_ model: DashboardModel) -> MetricsPane {
    let rect = model.layout.rect(of: .metrics) ?? CellRect(x: 0, y: 0, width: 0, height: 0)
    return MetricsPane(model, width: rect.width - 2, height: rect.height - 1, dotsPerCell: 2)
  }

  @Test func groupsStandTogetherUnderTheirNames() {
    var names = [
      "objective/kl", "loss", "rewards/chosen", "objective/entropy", "rewards/margins", "eval/win_rate",
    ]
    names += ["rewards/rejected", "train/lr_constant"]
    var model = Self.dashboard(names, width: 120, height: 40)
    for key in "5z" { _ = model.update(.key(.character(key))) }
    #expect(pane(model).cards?.headings.map(\.name) == ["objective/", "rewards/", "constant"])
    // A group of one is none: its metric has its whole name.
    #expect(
      pane(model).items.map(\.name)
        == [
          "loss", "win_rate", "kl", "entropy", "chosen", "margins", "rejected", "lr_constant",
        ].map { ["win_rate": "eval/win_rate", "lr_constant": "train/lr_constant"][$0] ?? $0 })
    // A filter leaves no heading behind.
    for key in "/chosen" { _ = model.update(.key(.character(key))) }
    #expect(
      pane(model).items.map(\.name) == ["rewards/chosen"] && pane(model).detail == "1 of 8 match chosen")
    #expect(pane(model).items.first?.marks == [8..<14])
    for key in [KeyStroke.tab, .enter, .character("n")] { _ = model.update(.key(key)) }
    #expect(model.view.metric == "rewards/chosen" && pane(model).items.count == 8)
    for key in "/nothing" { _ = model.update(.key(.character(key))) }
    _ = model.update(.key(.tab))
    #expect(pane(model).emptyText == "No metric matches nothing. Esc shows all.")
  }

  @Test func aKeptMetricStandsAtTheTop() {
    var model = Self.dashboard(width: 120, height: 40)
    for key in [KeyStroke.character("5"), .character("z"), .down, .down, .down] {
      _ = model.update(.key(key))
    }
    let name = model.view.metric
    func hint() -> String? { Keymap.hints(for: model).first { $0.keys == "*" }?.word }
    #expect(hint() == "keep" && name != nil)
    _ = model.update(.key(.character("*")))
    #expect(pane(model).cards?.headings.first?.name == "kept at the top")
    #expect(
      pane(model).items[0].isKept && pane(model).items[0].isSelected && pane(model).items[0].name == name)
    #expect(model.view.choices.metrics == [name] && hint() == "let go")
    // In the list of a small pane, too.
    _ = model.update(.resized(CellSize(width: 80, height: 14)))
    _ = model.update(.key(.character("z")))
    #expect(pane(model).cards == nil && pane(model).items[0].isKept)
    _ = model.update(.key(.character("*")))
    #expect(model.view.keptMetrics.isEmpty && model.view.metric == name)
    for key in "1*" { _ = model.update(.key(.character(key))) }
    #expect(model.view.keptMetrics.isEmpty && model.status?.text.hasPrefix("* keeps a metric") == true)
  }

  @Test func aCardHasTheTrendOfItsMetric() {
    let events = (0..<40).map { step in
      RunEvent.metrics(
        MetricsEvent(
          step: step,
          values: [
            .init(name: "kl", value: Double(step)), .init(name: "loss", value: Double(-step)),
            .init(name: "noise", value: Double(step * 7 % 5)),
          ]))
    }
    var model = sampleDashboard(
      TestLog.timed(events), size: CellSize(width: 120, height: 40), mode: .replay)
    for key in "5z" { _ = model.update(.key(.character(key))) }
    #expect(pane(model).items.map(\.name) == ["loss", "kl", "noise"])
    #expect(pane(model).items.map(\.trend) == [.falls, .rises, nil])
    let text = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText
    #expect(text.contains("39.00 ↗") && text.contains("-39.00 ↘"))
  }

  /// ↓ comes to every metric; on the way each is on the screen, with a name that no other there has.
  @Test(arguments: [
    CellSize(width: 60, height: 10), CellSize(width: 80, height: 24), CellSize(width: 120, height: 40),
    CellSize(width: 120, height: 26), CellSize(width: 300, height: 80),
  ])
  func everyMetricCanBeReached(size: CellSize) {
    var model = Self.dashboard(width: size.width, height: size.height)
    _ = model.update(.key(.character("5")))
    if size.height > 24 { _ = model.update(.key(.character("z"))) }
    var seen: Set<String> = []
    for _ in Self.names {
      let rect = model.layout.rect(of: .metrics) ?? CellRect(x: 0, y: 0, width: 0, height: 0)
      let pane = MetricsPane(model, width: rect.width - 2, height: rect.height - 1, dotsPerCell: 2)
      // Under a heading a name lacks its group.
      if pane.cards == nil {
        #expect(Set(pane.items.map(\.name)).count == pane.items.count)
        #expect(pane.items.allSatisfy { textWidth($0.name) <= pane.grid.nameWidth })
      }
      #expect(pane.items.count { $0.isSelected } == 1)
      seen.formUnion([model.view.metric ?? "loss"])
      _ = model.update(.key(.down))
    }
    #expect(seen.count == Self.names.count)
  }

  @Test func enterGivesOneTheWholePaneAndEscGoesBack() {
    var model = Self.dashboard()
    _ = model.update(.key(.character("5")))
    _ = model.update(.key(.down))
    let before = model.frame(theme: Theme(name: "none"), glyphs: .braille)
    _ = model.update(.key(.enter))
    var text = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText
    #expect(text.contains("5 actor/kl_loss ") && text.contains("last 2.000 · 0…2 shown · 3 samples"))
    #expect(text.contains("2 of 43 · all") && !text.contains("Reward models"))
    _ = model.update(.key(.up))
    text = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText
    #expect(text.contains("5 loss ") && text.contains("1 of 43"))
    _ = model.update(.key(.down))
    _ = model.update(.key(.escape))
    #expect(model.frame(theme: Theme(name: "none"), glyphs: .braille) == before)
    // From a zoomed grid Esc comes back to that.
    for key in [KeyStroke.character("z"), .enter, .escape] { _ = model.update(.key(key)) }
    #expect(model.view.zoomed == .metrics && model.view.openMetric == nil)
  }
}
