import RunEvents
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct LayoutTests {
  static let minimum: [Pane: Int] = [
    .rewardModels: 3, .share: 4, .posterior: 4, .reward: 4, .categories: 4, .metrics: 3, .events: 3,
  ]

  /// Every 20×6 … 400×120, in steps that hit all remainders.
  static func sizes() -> [CellSize] {
    stride(from: 20, through: 400, by: 19).flatMap { width in
      (6...120).map { CellSize(width: width, height: $0) }
    }
  }

  /// What is wrong with a layout: nothing, if all is well.
  private func faults(_ layout: Layout, _ request: LayoutRequest) -> [String] {
    let screen = layout.size
    let all = [layout.header, layout.hint] + layout.panes.map(\.rect)
    var faults: [String] = []
    for (index, rect) in all.enumerated() {
      let isInside = rect.x >= 0 && rect.y >= 0 && rect.right <= screen.width && rect.bottom <= screen.height
      if !isInside || rect.isEmpty { faults.append("\(rect) outside of \(screen)") }
      for other in all[(index + 1)...] {
        let isApart =
          rect.right <= other.x || other.right <= rect.x || rect.bottom <= other.y || other.bottom <= rect.y
        if !isApart { faults.append("\(rect) over \(other) in \(screen)") }
      }
    }
    for placement in layout.panes {
      if placement.rect.height < Self.minimum[placement.pane] ?? 1 {
        faults.append("\(placement) in \(screen)")
      }
      if request.hidden.contains(placement.pane) { faults.append("\(placement.pane) is hidden") }
    }
    return faults
  }

  /// What is wrong with the order in which panes come and go.
  private func orderFaults(_ layout: Layout) -> [String] {
    func has(_ pane: Pane) -> Bool { layout.rect(of: pane) != nil }
    var faults: [String] = []
    if layout.rect(of: .rewardModels)?.y != 2 { faults.append("no table in \(layout.size)") }
    let bottom = layout.panes.map { $0.rect.bottom }.max()
    if bottom != layout.size.height - 1 { faults.append("lines left over in \(layout.size)") }
    for pane in [Pane.categories, .metrics] where has(pane) && !has(.events) {
      faults.append("\(pane) before events in \(layout.size)")
    }
    if let categories = layout.rect(of: .categories), let metrics = layout.rect(of: .metrics) {
      let isBeside = categories.y == metrics.y
      if isBeside, layout.size.width < 97 { faults.append("side by side in \(layout.size)") }
      // On a large screen each has a row of its own, a row of cards at least; nothing else is left out for it.
      let isRoomy = metrics.height >= 1 + MetricsGrid.goodHeight && metrics.width == layout.size.width
      let isWhole = [.share, .posterior, .reward, .events].allSatisfy(has)
      if !isBeside, layout.size.width >= 97, !isRoomy || !isWhole {
        faults.append("metrics alone too early in \(layout.size)")
      }
      if isBeside, layout.size.height >= 64 { faults.append("metrics beside in \(layout.size)") }
    }
    if has(.events), !has(.share) { faults.append("events before charts in \(layout.size)") }
    if has(.share) != has(.reward) { faults.append("one chart in \(layout.size)") }
    if let posterior = layout.rect(of: .posterior), let share = layout.rect(of: .share) {
      let isBeside = posterior.y == share.y
      if isBeside != (layout.size.width >= 146) {
        faults.append("posterior in a wrong row in \(layout.size)")
      }
      if !isBeside, posterior.height < 10 || !has(.events) {
        faults.append("posterior too early in \(layout.size)")
      }
    }
    return faults
  }

  @Test(arguments: [0, 1, 4, 8, 64]) func isSoundAtAllSizes(models: Int) {
    var found: [String] = []
    for size in Self.sizes() {
      let request = LayoutRequest(rewardModels: models, metrics: models, categories: models)
      let layout = Layout(size: size, request: request)
      if layout.isTooSmall != (size.width < 60 || size.height < 10) { found.append("too small? \(size)") }
      if layout.isTooSmall {
        if !layout.panes.isEmpty { found.append("panes on \(size)") }
        continue
      }
      found += faults(layout, request) + orderFaults(layout)
    }
    #expect(found == [])
  }

  @Test func isSoundWhateverIsHiddenOrFocused() {
    var random = SeededGenerator(seed: 7)
    var found: [String] = []
    for _ in 0..<2000 {
      let size = CellSize(width: 60 + random.below(341), height: 10 + random.below(111))
      let hidden = Set(Pane.allCases.filter { $0 != .rewardModels && random.below(3) == 0 })
      let shown = Pane.allCases.filter { !hidden.contains($0) }
      let focus = shown[random.below(shown.count)]
      let request = LayoutRequest(
        rewardModels: random.below(70), metrics: random.below(30), categories: random.below(300),
        runs: 1 + random.below(8), hidden: hidden,
        zoomed: random.below(5) == 0 ? focus : nil, focus: focus)
      let layout = Layout(size: size, request: request)
      found += faults(layout, request)
      if request.zoomed == nil, size.height >= 17, layout.rect(of: focus) == nil {
        found.append("no place for \(focus) in \(size)")
      }
    }
    #expect(found == [])
  }

  @Test func growingNeverTakesAPaneAway() {
    for width in [60, 80, 120, 200, 300] {
      var before = 0
      for height in 10...120 {
        let request = LayoutRequest(rewardModels: 4, metrics: 6, categories: 5, runs: 3)
        let count = Layout(size: CellSize(width: width, height: height), request: request).panes.count
        #expect(count >= before, "\(width)×\(height)")
        before = count
      }
      // All but the inspector of decisions, which is there for whoever goes to it.
      #expect(before == Pane.allCases.count - 1)
      // One run has no others beside it.
      let one = LayoutRequest(rewardModels: 4, metrics: 6, categories: 5)
      let layout = Layout(size: CellSize(width: width, height: 120), request: one)
      #expect(layout.rect(of: .runs) == nil && layout.panes.count == before - 1)
    }
  }

  /// What a large screen has more goes to the metrics before the curves grow beyond measure.
  @Test func largeScreensGiveRowsToMetrics() {
    let request = LayoutRequest(rewardModels: 4, metrics: 12, categories: 5)
    var before = 0
    for height in 40...120 {
      let layout = Layout(size: CellSize(width: 300, height: height), request: request)
      let metrics = layout.rect(of: .metrics)?.height ?? 0
      let share = layout.rect(of: .share)?.height ?? 0
      #expect(metrics >= before || layout.rect(of: .metrics)?.width == 300, "\(height)")
      // Three rows of cards with their axes at most, before the share has more than 18 lines.
      if share > 18 { #expect(metrics == 1 + 3 * (MetricsGrid.goodHeight + 2), "\(height)") }
      before = metrics
    }
    let layout = Layout(size: CellSize(width: 200, height: 60), request: request)
    #expect(layout.rect(of: .metrics)?.width == 200 && layout.rect(of: .categories)?.width == 200)
    #expect((layout.rect(of: .metrics)?.height ?? 0) >= 15)
  }

  @Test func theSketchAt80x24() {
    let layout = Layout(
      size: CellSize(width: 80, height: 24),
      request: LayoutRequest(rewardModels: 4, metrics: 5, categories: 5))
    // One line of the table is that of the categories.
    #expect(layout.rect(of: .rewardModels) == CellRect(x: 0, y: 2, width: 80, height: 7))
    #expect(layout.rect(of: .share) == CellRect(x: 0, y: 9, width: 39, height: 9))
    #expect(layout.rect(of: .reward) == CellRect(x: 40, y: 9, width: 40, height: 9))
    #expect(layout.rect(of: .events) == CellRect(x: 0, y: 18, width: 80, height: 5))
    #expect(layout.rect(of: .metrics) == nil)
  }

  /// The log of another trainer: its metrics have the room of what it does not have, until somebody asks for that.
  @Test(arguments: [CellSize(width: 80, height: 24), CellSize(width: 120, height: 40)])
  func metricsAloneHaveTheScreen(_ size: CellSize) {
    let events = (1...20).map { step in
      RunEvent.metrics(MetricsEvent(step: step, values: [.init(name: "loss", value: 1 / Double(step))]))
    }
    var model = sampleDashboard(TestLog.timed(events), size: size)
    #expect(model.layout.panes.map(\.pane) == [.rewardModels, .metrics, .events])
    #expect((model.layout.rect(of: .metrics)?.height ?? 0) > size.height / 3)
    _ = model.update(.key(.character("4")))
    #expect(model.layout.rect(of: .reward) != nil && model.layout.rect(of: .share) == nil)
    _ = model.update(.key(.character("1")))
    #expect(model.layout.rect(of: .reward) == nil)
    // As soon as there are decisions they are seen.
    let more = sampleDashboard(
      TestLog.timed(events + [.decision(DecisionEvent(id: "1", rewardModel: "a", step: 21))]), size: size)
    #expect(more.layout.rect(of: .share) != nil)
  }

  /// The posterior gives way where three do not fit side by side, and takes a place as soon as it has the focus.
  @Test func thePosteriorTakesThePlaceOfTheShare() {
    func layout(_ width: Int, _ height: Int, _ focus: Pane, hidden: Set<Pane> = []) -> Layout {
      Layout(
        size: CellSize(width: width, height: height),
        request: LayoutRequest(rewardModels: 4, metrics: 5, hidden: hidden, focus: focus))
    }
    let small = layout(80, 24, .posterior)
    #expect(small.rect(of: .posterior) == CellRect(x: 0, y: 8, width: 39, height: 10))
    #expect(small.rect(of: .reward) == CellRect(x: 40, y: 8, width: 40, height: 10))
    #expect(small.rect(of: .share) == nil && layout(80, 24, .share).rect(of: .posterior) == nil)
    #expect(layout(80, 24, .rewardModels, hidden: [.share]).rect(of: .posterior)?.y == 8)
    let large = layout(200, 60, .rewardModels)
    let row = large.panes.filter { $0.rect.y == large.rect(of: .posterior)?.y }
    #expect(row.map(\.pane) == [.share, .posterior, .reward])
    // Where it has a row of its own the focus moves nothing.
    let tall = (layout(120, 60, .rewardModels), layout(120, 60, .posterior))
    #expect(tall.0 == tall.1 && tall.0.rect(of: .posterior)?.width == 120)
  }

  @Test func aPromptMovesNothing() {
    let size = CellSize(width: 80, height: 24)
    let plain = Layout(size: size, request: LayoutRequest(rewardModels: 4))
    let asked = Layout(size: size, request: LayoutRequest(rewardModels: 4, statusLines: 2))
    #expect(asked.status == CellRect(x: 0, y: 21, width: 80, height: 2))
    #expect(asked.rect(of: .events)?.height == 3)
    let tops = [asked, plain].map { $0.panes.map { $0.rect.y } }
    #expect(tops[0] == tops[1])
  }

  @Test func absurdNumbersDoNotTrap() {
    for width in [Int.min, -1, 0, 1] {
      let size = CellSize(width: width, height: width)
      let request = LayoutRequest(rewardModels: Int.max, metrics: Int.max, categories: Int.max)
      #expect(Layout(size: size, request: request).isTooSmall)
    }
    let size = CellSize(width: 80, height: 24)
    let layout = Layout(
      size: size, request: LayoutRequest(rewardModels: Int.max, metrics: Int.max, statusLines: Int.max))
    #expect(!layout.isTooSmall)
  }
}
