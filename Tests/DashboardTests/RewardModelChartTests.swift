import RunEvents
import RunState
import TerminalCells
import Testing

@testable import Dashboard

@Suite struct RewardModelChartTests {
  private func chart(_ model: DashboardModel, _ kind: RewardModelChart.Kind, arm: Int = 0, width: Int = 66)
    -> RewardModelChart
  {
    RewardModelChart(model, arm: arm, kind: kind, width: width, dotsPerCell: 2)
  }

  /// Every belief point lies in the band, which has no hole and is inside the axis.
  @Test(arguments: [20, 66, 200]) func theBandIsMeanAndDeviation(width: Int) throws {
    let model = sampleDashboard()
    for arm in model.run.rewardModels.indices {
      let chart = chart(model, .posterior, arm: arm, width: width)
      let columns = Set(chart.band.map(\.column))
      #expect(columns == Set((columns.min() ?? 0)...(columns.max() ?? -1)))
      let bounds = try #require(chart.bounds)
      #expect(
        chart.band.allSatisfy { $0.low <= $0.high && bounds.contains($0.low) && bounds.contains($0.high) })
      // Where a column has one close, the band is that close's mean ± sd.
      let span = try #require(model.chartSpan)
      let count = (width - RewardModelChart.labelWidth) * 2
      let row = model.run.beliefs[arm]
      for (mean, deviation) in zip(row.mean.buckets, row.standardDeviation.buckets) {
        guard let column = span.column(of: mean.start, count: count) else { continue }
        let at = try #require(chart.band.first { $0.column == column })
        let shares = row.mean.buckets.filter { span.column(of: $0.start, count: count) == column }.count
        guard shares == 1 else { continue }
        #expect(abs(at.low - (mean.sum - deviation.sum)) < 1e-12)
        #expect(abs(at.high - (mean.sum + deviation.sum)) < 1e-12)
      }
    }
  }

  @Test func sharesArePercentages() throws {
    let chart = chart(sampleDashboard(), .share)
    let bounds = try #require(chart.bounds)
    #expect(bounds.lowerBound == 0 && bounds.upperBound <= 100)
    #expect(chart.curve.raw.contains { $0.high > 20 } && chart.curve.raw.allSatisfy { $0.low >= 0 })
  }

  /// Of nothing, of one point and of points that are none it says so, and draws what there is.
  @Test func aFewPointsAreDrawnToo() {
    let nothing = sampleDashboard(TestLog.untimed([TestLog.header()]))
    for kind in [RewardModelChart.Kind.share, .reward, .posterior] {
      #expect(chart(nothing, kind).bounds == nil)
      #expect(!chart(nothing, kind).emptyText.isEmpty)
    }
    func model(_ rewards: [Double]) -> DashboardModel {
      let events = rewards.enumerated().flatMap { step, reward -> [RunEvent] in
        [
          .decision(DecisionEvent(id: "\(step)", rewardModel: "alpha", step: step)),
          .feedback(FeedbackEvent(id: "\(step)", outcome: .reward(reward))),
        ]
      }
      return sampleDashboard(TestLog.untimed([TestLog.header()] + events + [.end(EndEvent())]))
    }
    #expect(chart(model([2]), .reward).bounds.map { $0.contains(2) } == true)
    #expect(chart(model([.nan]), .reward).bounds == nil)
    #expect(chart(model([1e300, -1e300]), .reward).bounds != nil)
  }
}
