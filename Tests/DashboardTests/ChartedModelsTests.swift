import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

/// Runs with more reward models than a chart can tell apart.
@Suite struct ChartedModelsTests {
  private static func dashboard(
    _ count: Int, size: CellSize = CellSize(width: 120, height: 40)
  ) -> DashboardModel {
    var model = count == 12 ? twelve : forty
    _ = model.update(.resized(size))
    return model
  }

  private static let twelve = sampleDashboard(SampleRun.lines(steps: 40, ids: ids(12)))
  private static let forty = sampleDashboard(SampleRun.lines(steps: 40, ids: ids(40)))

  private static func ids(_ count: Int) -> [String] {
    (1...count).map { "model-\($0 < 10 ? "0" : "")\($0)" }
  }

  @Test func fewAreAllShown() {
    for count in [1, 4, 8] {
      let charted = ChartedModels(order: Array((0..<count).reversed()), always: [])
      #expect(charted.shown == Array(0..<count) && charted.others.isEmpty && charted.wording == nil)
      #expect(charted.stacked([[1, 0], nil]) == [[1, 0], nil])
    }
  }

  /// Whoever must be there is, and takes the place of the last ones.
  @Test func theFirstOnesAndThoseThatMustBe() {
    let charted = ChartedModels(order: Array((0..<12).reversed()), always: [0, 1])
    #expect(charted.shown == [0, 1, 6, 7, 8, 9, 10, 11] && charted.others == [2, 3, 4, 5])
    #expect(charted.wording == "8 of 12, + others")
    // More than there are places: the first of them.
    #expect(ChartedModels(order: Array(0..<12), always: Set(2..<12)).shown == Array(2..<10))
    let column = (0..<12).map { Double($0) }
    #expect(charted.stacked([column, nil]) == [[0, 1, 6, 7, 8, 9, 10, 11, 14], nil])
  }

  @Test(arguments: [12, 40])
  func byRecentShareThenMean(count: Int) throws {
    var model = Self.dashboard(count)
    let states = model.run.rewardModels
    let order = model.chartedOrder
    #expect(order.sorted() == Array(0..<count))
    for (one, other) in zip(order, order.dropFirst()) {
      let (a, b) = (states[one].recentDecisions, states[other].recentDecisions)
      #expect(a >= b)
      if a == b, let x = model.run.beliefs[one].current?.mean, let y = model.run.beliefs[other].current?.mean
      {
        #expect(x >= y)
      }
    }
    #expect(model.chartedModels.shown.count == 8)
    // The one with a pin and the selected one are there, wherever they stand.
    let last = try #require(order.last)
    model.view.selected = states[last].info.id
    let charted = model.chartedModels
    #expect(charted.shown.contains(last) && charted.shown.contains(0))
    let isPinned = model.run.allowed.badges(0).contains { $0.isPin }
    #expect(isPinned)
    #expect(Set(charted.shown).union(charted.others).count == count)
    // The table lists all of them.
    #expect(model.rowOrder.count == count)
  }

  @Test(arguments: [12, 40])
  func chartsShowTheRestTogether(count: Int) throws {
    let model = Self.dashboard(count)
    let share = SharePane(model, width: 80)
    #expect(share.detail.hasPrefix("8 of \(count), + others"))
    for column in share.columns.compactMap({ $0 }) {
      #expect(column.count == 9 && abs(column.reduce(0, +) - 1) < 1e-12)
    }
    let reward = RewardPane(model, columns: 160, width: 80)
    #expect(reward.lines.count == 9 && reward.title.contains("8 of \(count), + others"))
    let others = try #require(reward.others)
    let bounds = try #require(others.curve.bounds)
    #expect(try #require(reward.axis?.bounds).contains(bounds.lowerBound))
    let posterior = PosteriorPane(model, columns: 160, width: 80)
    #expect(posterior.lines.count <= 8)
    let legend = ChartLegend(model, width: 118, mostLines: 10, hasOverall: true)
    let entries = legend.lines.flatMap { $0 }
    #expect(entries.count == 10 && entries[8].isOthers && entries[8].name == "\(count - 8) others")
  }

  /// While the run moves the choice is held for a moment, as the rows are.
  @Test func theChoiceIsHeldWhileTheRunMoves() throws {
    var model = Self.dashboard(12)
    _ = model.update(.tick(ClockReading(monotonic: 1, wall: SampleRun.start)))
    let held = try #require(model.heldOrder)
    #expect(held.charted == model.chartedOrder)
    model.heldOrder?.charted = Array((0..<12).reversed())
    #expect(model.chartedModels.shown.suffix(6) == [6, 7, 8, 9, 10, 11])
    _ = model.update(.tick(ClockReading(monotonic: 9, wall: SampleRun.start)))
    #expect(try #require(model.heldOrder).charted == model.chartedOrder)
  }

  /// Column by column, of those that have begun.
  @Test func theMeanOfCurves() {
    func curve(_ points: [(Int, Double)]) -> [PlotColumn] { points.map { PlotColumn(column: $0, value: $1) } }
    let mean = [PlotColumn].mean(of: [
      curve([(0, 1), (4, 3)]), curve([(2, 5)]), curve([(3, .nan)]), [],
    ])
    #expect(mean.map(\.column) == [0, 2, 4] && mean.map(\.last) == [1, 3, 4])
    #expect([PlotColumn].mean(of: []).isEmpty)
  }

  @Test(arguments: [(12, 120, 40), (40, 120, 40), (40, 80, 24)])
  func frames(count: Int, width: Int, height: Int) {
    let model = Self.dashboard(count, size: CellSize(width: width, height: height))
    expectGolden(model.golden(), "models-\(count)-\(width)x\(height).txt")
  }

  @Test func theLegendOfAWholeScreen() {
    var model = Self.dashboard(40)
    _ = model.update(.key("2"))
    _ = model.update(.key("z"))
    expectGolden(model.golden(), "models-40-share.txt")
  }
}
