import RouterEngine
import RunEvents
import Testing

@testable import RunState

/// Rules 1 and 3 of the fold: steps and segments.
@Suite struct RunStateStepsTests {
  @Test func aDecisionHasItsPairsStep() {
    let state = folded { log in
      log.run()
      log.pair("1", step: 7)
      log.decide("1", "a")
    }
    #expect(state.latestDecision?.step == 7)
    #expect(state.progress.routingStep == 7)
  }

  @Test func withoutAnyStepThereIsNone() {
    let state = folded { log in
      log.run()
      log.pair("1")
      log.decide("1", "a")
    }
    #expect(state.latestDecision?.step == nil)
    #expect(!state.progress.hasSteps)
    #expect(state.progress.position == 1)
  }

  @Test func whoeverHasNoStepHasTheRoutingStep() {
    let state = folded { log in
      log.run()
      log.pair("1", step: 7)
      log.decide("2", "b")
      log.loss("2", 1, step: 8)
    }
    #expect(state.latestDecision?.step == 7)
    #expect(state.counts.differingSteps == 1)
    #expect(state.counts.feedbacks == 1)
  }

  @Test func onlyPairsAndDecisionsMoveTheRoutingStep() {
    let state = folded { log in
      log.run()
      log.pair("1", step: 3)
      log.decide("1", "a")
      log.loss("1", 1, step: 900)
      log.metrics(50, ("loss", 1))
      log.control("s-1", .ban, "a")
      log.applied("s-1", step: 60)
    }
    #expect(state.progress.routingStep == 3)
    #expect(state.progress.closes == 0)
  }

  @Test func lowerByTheSlackBelongsToTheBatch() {
    let state = folded { log in
      log.run { $0.stepSlack = 2 }
      log.decide("1", "a", step: 10)
      log.loss("1", 1)
      log.decide("2", "a", step: 8)
      log.loss("2", 2)
    }
    #expect(state.progress.segments == 1)
    #expect(state.progress.pending == 2)
    #expect(state.progress.routingStep == 10)
    #expect(state.progress.firstStep == 8)
    #expect(state.progress.lastStep == 10)
  }

  @Test func lowerByMoreIsARestart() {
    let state = folded { log in
      log.run { $0.stepSlack = 2 }
      log.control("s-1", .ban, "b")
      log.applied("s-1")
      log.decide("1", "a", step: 10)
      log.loss("1", 1)
      log.decide("1", "c", step: 7)
    }
    #expect(state.progress.segments == 2)
    #expect(state.progress.closes == 1)
    #expect(state.progress.pending == 0)
    #expect(state.progress.routingStep == 7)
    #expect(state.counts.decisions == 2)
    #expect(state.counts.repeatedDecisions == 0)
    #expect(state.allowed.isBanned(1, category: nil))
    #expect(state.markers.contains { $0.kind == .segment && $0.position == 7 })
  }

  @Test func aRestartIsDecidedBeforeARepetition() {
    let state = folded { log in
      log.run()
      log.pair("1", step: 3)
      log.pair("2", step: 20)
      log.pair("1", step: 3)
    }
    #expect(state.progress.segments == 2)
    #expect(state.counts.repeatedPairs == 0)
    #expect(state.counts.pairs == 3)
  }

  @Test func aRepetitionMovesNothing() {
    let state = folded { log in
      log.run()
      log.decide("1", "a", step: 3, x: [1, 0])
      log.loss("1", 1)
      log.pair("1", step: 9, x: [0, 1])
      log.decide("1", "b", step: 9)
    }
    #expect(state.progress.routingStep == 3)
    #expect(state.progress.pending == 1)
    #expect(state.counts.repeatedPairs == 1)
    #expect(state.counts.repeatedDecisions == 1)
    #expect(state.counts.decisions == 1)
    #expect(state.rewardModels.map(\.decisions) == [1, 0, 0])
  }

  @Test func theSameRunLineIsANewSegment() {
    let state = folded { log in
      log.run()
      log.decide("1", "a", step: 5, x: [1, 0])
      log.loss("1", 1)
      var change = RouterSettingsChange()
      change.priorPrecision = .value(9)
      log.add(.settings(SettingsEvent(reason: "evidence", change: change)))
      log.run()
      log.decide("1", "a", step: 6)
    }
    #expect(state.progress.runs == 1)
    #expect(state.progress.segments == 2)
    #expect(state.progress.closes == 1)
    #expect(state.counts.decisions == 2)
    #expect(state.settings.priorPrecision == .value(9))
    #expect(state.charts.rewardByArm[0].sampleCount == 1)
  }

  @Test func anotherRunLineStartsEverythingAfresh() {
    let state = folded { log in
      log.run()
      log.fault()
      log.decide("1", "a", step: 5, x: [1, 0])
      log.loss("1", 1)
      log.metrics(5, ("loss", 1))
      log.run { $0.stepSlack = 3 }
      log.decide("9", "b", step: 1)
    }
    #expect(state.progress.runs == 2)
    #expect(state.progress.segments == 1)
    #expect(state.counts.decisions == 1)
    #expect(state.counts.feedbacks == 0)
    #expect(state.metrics.isEmpty)
    #expect(state.counts.events == 6)
    #expect(state.faults.total == 1)
    #expect(state.progress.firstStep == 1)
    #expect(state.rewardModels.map(\.decisions) == [0, 1, 0])
  }

  @Test func extremeStepsDoNotTrap() {
    let state = folded { log in
      log.run { $0.stepSlack = .max }
      log.decide("1", "a", step: .max)
      log.control("s-1", .pin, "a", steps: .max)
      log.applied("s-1", step: .max)
      log.decide("2", "b", step: .min + 1)
      log.metrics(.min, ("loss", 1))
      log.metrics(.max, ("loss", 1))
    }
    #expect(state.counts.decisions == 2)
  }

  @Test func chartsBreakAtASegment() {
    let state = folded { log in
      log.run()
      for step in [1, 2, 3, 1, 2, 3] {
        log.run()
        log.decide("\(step)", "a", step: step)
        log.loss("\(step)", Double(step))
      }
      log.add(.end(EndEvent()))
    }
    #expect(state.reward.buckets.map(\.startsSegment) == Array(repeating: true, count: 6))
    let inOne = folded { log in
      log.run()
      for step in [1, 2, 30, 1, 2, 30] {
        log.decide("\(step)", "a", step: step)
        log.loss("\(step)", Double(step))
      }
      log.add(.end(EndEvent()))
    }
    #expect(inOne.reward.buckets.map(\.startsSegment) == [true, false, false, true, false, false])
    #expect(inOne.reward.buckets.map(\.start) == [1, 2, 30, 1, 2, 30])
  }

  @Test func metricsBreakOnTheirOwnStep() {
    let state = folded { log in
      log.run()
      for step in [1, 2, 2, 3, 2, 4] { log.metrics(step, ("loss", Double(step))) }
      log.metrics(5, ("loss", .infinity))
    }
    let buckets = state.metrics[0].series.buckets
    #expect(buckets.map(\.startsSegment) == [true, false, false, false, true, false, false])
    #expect(state.metrics[0].last == .infinity)
    #expect(state.counts.nonFinite == 1)
  }

  /// Rule 4: an id of the segment before is another one; neither its context nor its scores are those of the new.
  @Test func whatWaitedInTheSegmentBeforeIsGone() {
    let state = folded { log in
      log.run { $0.reward.rule = .none }
      let scores = [LoggedScore(rewardModel: "a", mean: 0, standardDeviation: 1)]
      log.decide("1", "a", step: 100, x: [1, 0], scores: scores)
      log.decide("1", "a", step: 0)
      log.loss("1", 2)
      log.decide("2", "a", step: 1)
    }
    #expect(state.progress.segments == 2 && state.progress.closes == 1)
    #expect(state.counts.rewardsWithoutContext == 1)
    #expect(state.conditions.innovations[0].count == 0)
    #expect(state.conditions.innovations[0].unscored == 1)
  }
}
