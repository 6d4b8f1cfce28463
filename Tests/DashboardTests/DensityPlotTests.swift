import RouterEngine
import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct DensityPlotTests {
  private let plot = DensityPlot(sampleDashboard(), columns: 400)

  private func belief(_ arm: Int) throws -> Belief {
    try #require(sampleDashboard().run.beliefs[arm].current)
  }

  @Test func everyRewardModelHasTheAreaOfANormalDensity() {
    #expect(plot.lines.count == SampleRun.ids.count)
    let width = (plot.range.upperBound - plot.range.lowerBound) / 400
    for line in plot.lines where line.cutPeak == nil {
      let area = line.columns.reduce(0) { $0 + ($1.first + $1.last) / 2 * width }
      #expect(abs(area - 1) < 0.01, "\(line.arm): \(area)")
    }
  }

  /// Every column of dots has all values of its density from its left to its right edge.
  @Test func columnsHaveAllThatLiesInThem() throws {
    let width = (plot.range.upperBound - plot.range.lowerBound) / 400
    for line in plot.lines {
      let belief = try belief(line.arm)
      let normal = ScoreDistribution(mean: belief.mean, standardDeviation: belief.standardDeviation)
      #expect(line.columns.map(\.high).max() == normal.density(at: normal.mean))
      for column in line.columns {
        let left = plot.range.lowerBound + Double(column.column) * width
        let values = (0...32).map { normal.density(at: left + width * Double($0) / 32) }
        #expect(values.allSatisfy { column.low - 1e-9 <= $0 && $0 <= column.high + 1e-9 })
      }
      for (one, next) in zip(line.columns, line.columns.dropFirst()) where next.column == one.column + 1 {
        #expect(abs(one.last - next.first) < 1e-9)
      }
    }
  }

  @Test func theSelectedOneIsOnTopAndTheLegendIsTheTables() {
    var model = sampleDashboard()
    for id in SampleRun.ids {
      model.view.selected = id
      let plot = DensityPlot(model, columns: 100)
      #expect(plot.lines.last?.arm == model.selectedArm)
      #expect(plot.legend.map(\.arm) == model.rowOrder)
      #expect(!plot.prior.isEmpty)
    }
  }

  /// A peak far above the others would press them flat: it is cut, and says so.
  @Test func aPeakFarAboveTheOthersIsCut() {
    let ids = ["often", "seldom", "rarely"]
    var lines = SampleRun.lines(steps: 0, ids: ids)
    func add(_ event: RunEvent) {
      lines.append(
        LogLine(
          number: lines.count + 1, offset: lines.count * 100, length: 100,
          content: .event(TimedEvent(time: SampleRun.start, event))))
    }
    for number in 0..<800 {
      let arm = number == 3 ? 1 : number == 7 ? 2 : 0
      add(
        .decision(
          DecisionEvent(
            id: "d\(number)", rewardModel: ids[arm], step: number / 8,
            description: PairDescription(features: .context([0.5, -0.25, 1])))))
      add(.feedback(FeedbackEvent(id: "d\(number)", outcome: .reward(Double(number % 5) / 4))))
    }
    let model = sampleDashboard(lines)
    let plot = DensityPlot(model, columns: 100)
    #expect(plot.lines.filter { $0.cutPeak != nil }.map(\.arm) == [0])
    let others = plot.lines.filter { $0.cutPeak == nil }.flatMap(\.columns).map(\.high)
    #expect(others.allSatisfy { $0 <= plot.top } && (others.max() ?? 0) * 3 >= plot.top)
  }

  @Test func withoutBeliefsThereIsASentence() {
    #expect(DensityPlot(sampleDashboard([]), columns: 100).emptyText == "No decisions yet.")
    let unavailable = sampleDashboard(SampleRun.lines(steps: 4, history: 1 << 40))
    #expect(DensityPlot(unavailable, columns: 100).emptyText?.contains("router.reward.history") == true)
  }
}
