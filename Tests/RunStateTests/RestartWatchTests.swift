import RouterEngine
import RunEvents
import TestSupport
import Testing

@testable import RunState

/// Rules 3 and 4 of the fold: restarts, two writers, lone steps, feedback across segments.
@Suite struct RunStateRestartsTests {
  private func said(_ state: RunState) -> [String] { state.journal.map(\.text) }

  /// Two writers, one `behind` steps after the other; each answers its decisions a turn later.
  private static func twoWriters(_ log: inout LogBuilder, behind: Int, steps: Int) {
    var waiting: [[String]] = [[], []]
    func decide(_ writer: Int, _ step: Int, _ log: inout LogBuilder) {
      let ids = (0..<2).map { "w\(writer)-\(step)-\($0)" }
      for id in waiting[writer] { log.loss(id, Double(id.utf8.last ?? 0)) }
      for (place, id) in ids.enumerated() {
        log.decide(id, ["a", "b"][place], step: step, x: [1, Double(place)])
      }
      waiting[writer] = ids
    }
    for step in 0..<(steps + behind) {
      if step < steps { decide(0, step, &log) }
      if step >= behind { decide(1, step - behind, &log) }
    }
    for id in waiting.joined() { log.loss(id, 1) }
    log.add(.end(EndEvent()))
  }

  /// What the restarted trainer does again is a branch that is left, in the beliefs as in the rewards.
  @Test func theBeliefsOfABranchAreLeft() {
    let state = folded { log in
      log.run()
      for (segment, steps) in [0..<40, 20..<30].enumerated() {
        for step in steps {
          log.decide("s\(segment)-\(step)", ["a", "b"][step % 2], step: step, x: [1, Double(step % 3)])
          log.loss("s\(segment)-\(step)", Double(step % 5))
        }
      }
      log.add(.end(EndEvent()))
    }
    #expect(state.progress.drawnSegments == 2)
    for arm in 0..<2 {
      for series in [state.beliefs[arm].mean, state.beliefs[arm].standardDeviation] {
        let left = series.buckets.filter(\.isAbandoned).map(\.start)
        #expect(left.allSatisfy { $0 >= 20 } && left.count == 20)
        #expect(series.branch(isAbandoned: false).extent == 0...29)
      }
    }
  }

  @Test(arguments: [12, 30]) func twoWritersLoseNoRewardAndAreNamed(behind: Int) {
    let state = folded { log in
      log.run()
      Self.twoWriters(&log, behind: behind, steps: 60)
    }
    #expect(state.counts.orphans == 0 && state.counts.feedbacks == 240)
    #expect(state.counts.rewardsWithoutContext == 0 && state.counts.droppedContexts == 0)
    #expect(state.counts.lateOfEarlierSegments > 0)
    #expect(state.counts.late >= state.counts.lateOfEarlierSegments)
    let sentence = "two writers \(behind) steps apart: set router.step_slack to \(behind) or more"
    #expect(said(state).filter { $0.hasPrefix("two writers") } == [sentence])
    #expect(state.markers.filter { $0.kind == .segment }.map(\.text) == [sentence])
    #expect(state.summary.writerDistance == behind)
    // One stretch, as if there had been no restart.
    #expect(state.progress.segments > 10 && state.progress.drawnSegments == 1)
    let beliefs = (0..<2).flatMap { [state.beliefs[$0].mean, state.beliefs[$0].standardDeviation] }
    for series in state.shares.byArm + [state.reward] + beliefs {
      #expect(
        series.buckets.filter(\.startsSegment).count <= 1 && !series.buckets.contains(where: \.isAbandoned))
      #expect(zip(series.buckets, series.buckets.dropFirst()).allSatisfy { $0.end <= $1.start })
    }
    #expect(!said(state).contains { $0.contains("done again") })
  }

  @Test func whatSlackTheSentenceNamesIsEnough() {
    let state = folded { log in
      log.run { $0.stepSlack = 12 }
      Self.twoWriters(&log, behind: 12, steps: 60)
    }
    #expect(state.progress.segments == 1 && state.progress.writerDistance == nil)
    #expect(state.counts.orphans == 0)
  }

  @Test func feedbackFindsItsDecisionTwoSegmentsBack() {
    var log = LogBuilder()
    log.run { $0.reward.rule = .none }
    log.decide("1", "a", step: 100, x: [1, 0])
    log.decide("2", "b", step: 100, x: [0, 1])
    log.decide("3", "c", step: 50, x: [1, 1])
    log.decide("4", "c", step: 20)
    log.loss("1", -2)
    log.loss("1", -2)
    var state = log.state
    #expect(state.counts.lateOfEarlierSegments == 1 && state.counts.late == 1)
    #expect(state.counts.repeatedFeedbacks == 1 && state.counts.orphans == 0)
    log.decide("5", "c", step: 0)
    log.loss("2", -9)
    log.loss("3", -3)
    log.add(.end(EndEvent()))
    state = log.state
    #expect(state.counts.orphans == 1 && state.counts.lateOfEarlierSegments == 2)
    // Its context was kept, too.
    #expect(state.counts.rewardsWithoutContext == 0)
    #expect(isNear(state.posteriorReport()?.rewardModels[0].mean ?? [], [1, 0]))
    #expect(isNear(state.posteriorReport()?.rewardModels[2].mean ?? [], [1, 1]))
  }

  /// The decision of the present segment comes first, whatever earlier ones have.
  @Test func theSameIdOfThisSegmentIsAnswered() {
    let state = folded { log in
      log.run { $0.reward.rule = .none }
      log.decide("1", "a", step: 100, x: [1, 0])
      log.decide("1", "b", step: 0, x: [0, 1])
      log.loss("1", -2)
      log.loss("1", -2)
    }
    #expect(state.rewardModels.map(\.rewardCount) == [0, 1, 0])
    #expect(state.counts.repeatedFeedbacks == 1 && state.counts.lateOfEarlierSegments == 0)
  }

  @Test func contextsOfEarlierSegmentsKeepWithinTheCaps() {
    let state = folded { log in
      log.run()
      for step in (0..<40).reversed() {
        for place in 0..<10 { log.decide("\(place)", "a", step: step * 100, x: [1, 1]) }
      }
    }
    #expect(state.progress.segments == 40)
    #expect(state.pairs.contexts.count == 30 && state.counts.droppedContexts == 0)
  }

  @Test func aStretchDoneAgainIsSaidOnce() {
    let back = folded { log in
      log.run()
      for step in Array(0...21) + Array(10...30) { log.decide("\(step)", "a", step: step) }
    }
    #expect(
      said(back).filter { $0.contains("done again") } == ["steps 10 to 21 are done again after a resume"])
    let withRun = folded { log in
      log.run()
      for step in 0...12 { log.decide("\(step)", "a", step: step) }
      log.run()
      for step in 8...20 { log.decide("\(step)", "a", step: step) }
      log.run()
      for step in 21...22 { log.decide("\(step)", "a", step: step) }
    }
    #expect(
      said(withRun).filter { $0.contains("done again") } == ["steps 8 to 12 are done again after a resume"])
    // Within the slack, known by ids that come again.
    let within = folded { log in
      log.run()
      for step in Array(0...12) + Array(8...20) { log.decide("\(step)", "a", step: step) }
    }
    #expect(within.progress.segments == 1 && within.counts.repeatedDecisions == 5)
    #expect(
      said(within).filter { $0.contains("done again") } == ["steps 8 to 12 are done again after a resume"])
  }

  @Test func ranksThatLagAndLinesSentAgainAreNoResume() {
    let state = folded { log in
      log.run()
      for step in 5..<40 {
        log.decide("\(step)", "a", step: step)
        log.decide("\(step)", "a", step: step)
        log.decide("lag\(step)", "b", step: step - 5)
        log.decide("lag\(step)", "b", step: step - 5)
      }
    }
    #expect(said(state).allSatisfy { !$0.contains("again") && !$0.contains("writers") })
  }

  @Test func aRunThatDiffersLittleNamesTheDifference() {
    let state = folded { log in
      log.run("r", rms: ["a", "b", "c"])
      log.decide("1", "a", step: 5)
      log.run("r", rms: ["b", "c", "a"])
      log.decide("1", "a", step: 3)
      log.run("other", rms: ["x"])
    }
    #expect(
      said(state).filter { $0.contains("differs") } == [
        "the run line differs from the one before (rms in another order): everything starts afresh"
      ])
    #expect(said(state).contains("steps 3 to 5 are done again after a resume"))
  }

  @Test(arguments: [1_760_631_585, 1 << 53]) func aLoneStepMovesNothing(stray: Int) {
    func write(_ log: inout LogBuilder, strays: Bool) {
      log.run()
      for step in 0..<40 {
        log.decide("\(step)", ["a", "b"][step % 2], step: step, x: [1, Double(step)])
        log.metrics(step, ("loss", Double(step)))
        log.loss("\(step)", Double(step % 7))
        guard strays, step == 20 else { continue }
        log.metrics(stray, ("loss", 0.5), ("kl", 1))
        log.pair("stray", step: stray, x: [2, 2])
        log.decide("stray", "c")
        log.decide("alone", "c", step: stray)
      }
      log.add(.end(EndEvent()))
    }
    var with = folded { write(&$0, strays: true) }
    var without = folded { write(&$0, strays: false) }
    #expect(with.progress.lastStep == 39 && with.progress.segments == 1)
    #expect(with.progress.closes == without.progress.closes)
    #expect(with.counts.decisions == 42 && with.counts.strays == 3)
    #expect(said(with).filter { $0.contains("far beyond") }.count == 1)
    #expect(with.metrics[0].series.extent == 0...39 && with.metrics[0].series.buckets.count == 40)
    #expect(with.metrics[0].strays.buckets.map(\.start) == [Double(stray)])
    #expect(with.metrics[1].series.extent == nil && with.metrics[1].last == 1)
    #expect(with.shares.byArm[0].extent == without.shares.byArm[0].extent)
    let posteriors = with.posteriorReport()
    let other = without.posteriorReport()
    #expect(posteriors == other)
  }

  @Test func aTrainerThatReallyJumpsIsFollowed() {
    let state = folded { log in
      log.run()
      for step in Array(0..<20) + Array(50_000..<50_010) {
        for place in 0..<3 { log.decide("\(step)-\(place)", "a", step: step) }
        log.metrics(step, ("loss", 1))
      }
    }
    #expect(state.progress.routingStep == 50_009 && state.counts.strays == 0)
    #expect(state.metrics[0].series.extent == 0...50_009 && state.metrics[0].series.sampleCount == 30)
    #expect(said(state).contains("steps go on from 50000: that far step was real"))
    #expect(state.progress.segments == 1)
  }

  @Test func whatALineWillDoIsKnownBefore() {
    var log = LogBuilder()
    log.run()
    for step in [3, 4, 1_000_000, 2, 30, 5, 30, 31] { log.decide("\(step)", "a", step: step) }
    log.metrics(4, ("loss", 1))
    var state = RunState()
    var effects: [RoutingStep.Effect] = []
    for line in log.lines {
      effects.append(state.stepEffect(of: line))
      state.fold(line)
    }
    #expect(
      effects == [
        .none, .advances(to: 3), .advances(to: 4), .none, .none, .advances(to: 30), .restarts(at: 5),
        .advances(to: 30), .advances(to: 31), .none,
      ])
  }
}
