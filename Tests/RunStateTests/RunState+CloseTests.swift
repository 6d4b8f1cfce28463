import RunEvents
import Testing

@testable import RunState

/// Rule 2 of the fold: what opens a batch, what closes it, what is usable.
@Suite struct RunStateBatchTests {
  @Test(arguments: [
    FeedbackEvent.Outcome.loss(1), .reward(1), .loss(.nan), .tie, .error("x"),
  ])
  func theFirstFeedbackOfAKnownDecisionOpensIt(outcome: FeedbackEvent.Outcome) {
    let state = folded { log in
      log.run()
      log.decide("1", "a", step: 1)
      log.feedback("1", outcome)
      log.pair("2", step: 2)
    }
    #expect(state.progress.closes == 1)
    #expect(state.progress.pending == 0)
  }

  @Test func orphansAndRepetitionsOpenNone() {
    let state = folded { log in
      log.run()
      log.decide("1", "a", step: 1)
      log.loss("1", 1)
      log.pair("2", step: 2)
      log.loss("1", 1)
      log.loss("nobody", 1)
      log.loss("2", 1)
      log.pair("3", step: 3)
    }
    #expect(state.progress.closes == 1)
    #expect(state.counts.orphans == 2)
    #expect(state.counts.repeatedFeedbacks == 1)
    #expect(state.counts.feedbacks == 1)
  }

  @Test func metricsAndNotesCloseNothing() {
    let state = folded { log in
      log.run()
      log.decide("1", "a", step: 1)
      log.loss("1", 1)
      log.metrics(99, ("loss", 1))
      log.add(.note(NoteEvent(level: .info, text: "hello")))
      log.decide("2", "a", step: 1)
    }
    #expect(state.progress.closes == 0)
    #expect(state.progress.pending == 1)
  }

  @Test func runAndEndCloseIt() {
    let ended = folded { log in
      log.run()
      log.decide("1", "a", step: 1)
      log.loss("1", 1)
      log.add(.end(EndEvent(reason: "done")))
      log.add(.end(EndEvent()))
    }
    #expect(ended.progress.closes == 1)
    #expect(ended.progress.pending == 0)
    #expect(ended.progress.end != nil)
    let restarted = folded { log in
      log.run()
      log.decide("1", "a", step: 1)
      log.loss("1", 1)
      log.run()
    }
    #expect(restarted.progress.closes == 1)
  }

  @Test func withoutEndTheOpenBatchIsPendingAndNotFolded() {
    var log = LogBuilder()
    log.run()
    for index in 0..<3 {
      log.decide("\(index)", "a", step: 1, x: [1, Double(index)])
      log.loss("\(index)", Double(index))
    }
    var state = log.state
    #expect(state.progress.pending == 3)
    #expect(state.posteriorReport()?.rewardModels[0].observations == 0)
    log.add(.end(EndEvent()))
    state = log.state
    #expect(state.progress.pending == 0)
    #expect(state.posteriorReport()?.rewardModels[0].observations == 3)
  }

  @Test func withoutStepsItClosesAfterAGroupOfUsableRewards() {
    let state = folded { log in
      log.run { $0.group = 3 }
      for index in 0..<8 {
        log.decide("\(index)", "a", x: [1, Double(index)])
        if index % 4 == 0 { log.feedback("\(index)", .tie) } else { log.loss("\(index)", Double(index)) }
      }
    }
    #expect(state.progress.closes == 2)
    #expect(state.progress.pending == 0)
    #expect(state.counts.ties == 2)
    #expect(state.reward.buckets.map(\.start) == [4, 8])
  }

  @Test func lateFeedbackJoinsTheOpenBatchOrOpensOne() {
    var log = LogBuilder()
    log.run()
    log.decide("1", "a", step: 1)
    log.decide("2", "a", step: 1)
    log.loss("1", 1)
    log.pair("3", step: 2)
    log.loss("2", 5)
    let state = log.state
    #expect(state.counts.late == 1)
    #expect(state.progress.closes == 1)
    #expect(state.progress.pending == 1)
  }

  @Test func sharesHaveOnePointForEachValueOfTheRoutingStep() {
    let state = folded { log in
      log.run { $0.group = 2 }
      log.decide("1", "a", step: 1)
      log.decide("2", "b", step: 1)
      log.decide("3", "b", step: 5)
      log.decide("4", "b", step: 4)
      log.pair("5", step: 6)
      log.pair("6", step: 7)
    }
    #expect(state.shares.byArm[0].buckets.map(\.first) == [0.5, 0])
    #expect(state.shares.byArm[1].buckets.map(\.start) == [1, 5])
    #expect(state.shares.byArm[1].buckets.map(\.first) == [0.5, 1])
    #expect(state.shares.openTotal == 0)
  }

  @Test func withoutStepsSharesHaveOnePointAGroup() {
    let state = folded { log in
      log.run { $0.group = 2 }
      for index in 0..<5 { log.decide("\(index)", index % 2 == 0 ? "a" : "c") }
    }
    #expect(state.shares.byArm[2].buckets.map(\.start) == [2, 4])
    #expect(state.shares.byArm[2].buckets.map(\.first) == [0.5, 0.5])
    #expect(state.shares.openDecisions == [1, 0, 0])
  }

  @Test func rewardsAreCountedAsTheyAre() {
    let state = folded { log in
      log.run()
      for (index, outcome) in [
        FeedbackEvent.Outcome.loss(2), .reward(3), .tie, .error("x"), .loss(.nan), .reward(-.infinity),
      ].enumerated() {
        log.decide("\(index)", "b", step: 1, category: "math")
        log.feedback("\(index)", outcome)
      }
      log.add(.end(EndEvent()))
    }
    let model = state.rewardModels[1]
    #expect(model.rewardCount == 2)
    #expect(model.meanReward == 0.5)
    #expect(model.ties == 1)
    #expect(model.errors == 1)
    #expect(state.counts.nonFinite == 2)
    #expect(state.counts.feedbacks == 6)
    #expect(state.reward.buckets.map(\.first) == [0.5])
    #expect(state.categories[0].rewardSumByArm == [0, 1, 0])
    #expect(state.categories[0].rewardCountByArm == [0, 2, 0])
  }

  @Test func measurementsAreAveraged() {
    let state = folded { log in
      log.run()
      for (index, latency) in [2.0, 4, .nan].enumerated() {
        log.decide("\(index)", "a", step: 1)
        log.add(
          .feedback(
            FeedbackEvent(
              id: "\(index)", outcome: .loss(1), scoreA: .infinity, scoreB: 1, latencyMilliseconds: latency)))
      }
    }
    #expect(state.rewardModels[0].meanLatency == 3)
    #expect(state.counts.nonFinite == 4)
  }

  /// A batch of ties and errors closes without a point of the reward, whose mean it does not have.
  @Test func aBatchWithoutRewardsHasNoMean() {
    let state = folded { log in
      log.run { $0.reward.ties = .number(0) }
      log.decide("1", "a", step: 0, x: [1, 0])
      log.feedback("1", .tie)
      log.decide("2", "a", step: 1)
    }
    #expect(state.progress.closes == 1)
    #expect(state.reward.sampleCount == 0 && state.charts.rewardByArm[0].sampleCount == 0)
  }
}
