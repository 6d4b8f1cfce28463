import RunEvents
import RunState
import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct TrendBoardTests {
  /// Whatever has been pressed, what is kept is what would be computed anew: after seeks, restarts and plays.
  @Test(arguments: 0..<2) func isWhatWouldBeComputedAnew(seed: Int) throws {
    var numbers = SeededGenerator(seed: seed)
    var shell = Shell.settled(SampleRun.lines(), mode: .replay)
    let keys: [KeyStroke] = [
      .left, .right, .home, .end, .character("H"), .character("L"), .character(","), .character("."),
      .character("{"), .character("}"),
    ]
    for _ in 0..<24 {
      shell.send(.key(numbers.element(keys)))
      shell.pump()
      let model = shell.model
      guard !model.feed.wantsFold else { continue }
      let isSame = model.trends.overall.trend == model.run.reward.trend
      #expect(isSame)
      #expect(model.trends.overall.recent == model.run.reward.recentMean(of: 16))
      for (vital, reading) in model.trends.vitals {
        let same = reading.trend == model.run.metrics[vital.metric].series.trend
        #expect(same, "\(vital.label)")
      }
      for arm in model.run.rewardModels.indices {
        if let kept = model.trends.trend(ofArm: arm) {
          let same = kept == model.run.charts.rewardByArm[arm].trend
          #expect(same, "\(arm)")
        }
      }
    }
  }

  /// An arrow is of now: an RM without a reward in the last 16 closes has none, wherever it went before.
  @Test func whatIsLongPastHasNoArrow() {
    func events(_ steps: Range<Int>, _ id: String) -> [RunEvent] {
      steps.flatMap { step -> [RunEvent] in
        [
          .decision(DecisionEvent(id: "\(step)", rewardModel: id, step: step)),
          .feedback(FeedbackEvent(id: "\(step)", outcome: .reward(Double(step)))),
        ]
      }
    }
    let rising = [TestLog.header()] + events(0..<40, "alpha")
    #expect(sampleDashboard(TestLog.untimed(rising)).trends.trend(ofArm: 0)?.direction == .rises)
    let over = sampleDashboard(TestLog.untimed(rising + events(40..<80, "beta")))
    #expect(over.trends.trend(ofArm: 0) == nil && over.trends.trend(ofArm: 1)?.direction == .rises)
    #expect(over.trends.trend(ofArm: 2) == nil && over.trends.trend(ofArm: 99) == nil)
  }

  @Test func arrowsStandBesideTheRewardOfEachRM() {
    let events = (0..<40).flatMap { step in
      ["alpha", "beta", "gamma"].enumerated().flatMap { arm, id -> [RunEvent] in
        let reward = [Double(step), -Double(step), Double(step % 2)][arm]
        return [
          .decision(DecisionEvent(id: "\(step).\(arm)", rewardModel: id, step: step)),
          .feedback(FeedbackEvent(id: "\(step).\(arm)", outcome: .reward(reward))),
        ]
      }
    }
    let model = sampleDashboard(TestLog.untimed([TestLog.header()] + events))
    #expect(RewardModelTable(model, width: 80, height: 6).rows.map(\.trend) == [.rises, .falls, nil])
    let rows = model.frame(theme: Theme(name: "none"), glyphs: .braille).plainText.split(separator: "\n")
    #expect(rows.contains { $0.contains("alpha") && $0.contains("↗") })
    #expect(rows.contains { $0.contains("beta") && $0.contains("↘") })
  }
}
