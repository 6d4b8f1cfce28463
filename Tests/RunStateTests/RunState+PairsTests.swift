import RunEvents
import Testing

@testable import RunState

/// Rule 4 of the fold: ids and contexts.
@Suite struct RunStateIdentifierTests {
  @Test func theContextOfTheFirstStays() {
    var state = folded { log in
      log.run { $0.reward.rule = .none }
      log.pair("1", step: 1, x: [1, 0])
      log.pair("1", step: 1, x: [0, 1])
      log.decide("1", "a", x: [0, 1])
      log.loss("1", -2)
      log.add(.end(EndEvent()))
    }
    #expect(isNear(state.posteriorReport()?.rewardModels[0].mean ?? [], [1, 0]))
  }

  @Test func feedbackOfAnUndecidedPairIsAnOrphan() {
    let state = folded { log in
      log.run()
      log.pair("1", step: 1)
      log.loss("1", 1)
      log.decide("1", "a")
      log.loss("1", 1)
    }
    #expect(state.counts.orphans == 1)
    #expect(state.counts.feedbacks == 1)
  }

  @Test func contextsAreDroppedWithACountAndTheirRewardsStillNormalise() {
    let state = folded { log in
      log.run()
      for id in 0..<4100 { log.decide("\(id)", "a", step: 1, x: [1, 1]) }
      for id in 0..<10 { log.loss("\(id)", Double(id)) }
      log.pair("z", step: 2)
    }
    #expect(state.counts.droppedContexts == 4)
    #expect(state.counts.rewardsWithoutContext == 4)
    #expect(state.journal.filter { $0.subject == .cap }.count == 1)
  }

  @Test func usedContextsAreReleased() {
    let state = folded { log in
      log.run()
      for id in 0..<100 {
        log.decide("\(id)", "a", step: id, x: [1, 1])
        switch id % 3 {
        case 0: log.loss("\(id)", 1)
        case 1: log.loss("\(id)", .nan)
        default: log.feedback("\(id)", .tie)
        }
      }
      log.add(.end(EndEvent()))
    }
    #expect(state.pairs.contexts.count == 0)
  }
}
