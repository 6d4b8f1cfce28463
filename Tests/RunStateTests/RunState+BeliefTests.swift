import RunEvents
import Testing

@testable import RunState

@Suite struct RunStateBeliefTests {
  /// `check` and `posterior` look at no belief: the statistics may not depend on whether somebody looked.
  @Test(arguments: 1..<6) func whoLooksChangesNothing(seed: Int) {
    var looked = RunState()
    var unseen = RunState(takesBeliefs: false)
    for line in MessyLog.lines(count: 500, seed: seed) {
      looked.fold(line)
      unseen.fold(line)
    }
    #expect(looked.rewardModels.contains { $0.belief != nil } || looked.posteriorReport() == nil)
    #expect(unseen.rewardModels.allSatisfy { $0.belief == nil && $0.beliefMean.buckets.isEmpty })
    #expect(unseen.posteriorReport() == looked.posteriorReport())
    #expect(unseen.counts == looked.counts)
    #expect(unseen.faults.total == looked.faults.total)
    #expect(unseen.journal.map(\.text) == looked.journal.map(\.text))
  }

  /// A second run in the same input begins with a state of its own.
  @Test func anotherRunIsNotLookedAtEither() {
    var log = LogBuilder()
    for name in ["first", "second"] {
      log.run(name)
      for index in 0..<8 {
        log.decide("\(index)", "a", step: index, x: [1, 0])
        log.loss("\(index)", Double(index))
      }
    }
    var state = RunState(takesBeliefs: false)
    for line in log.lines { state.fold(line) }
    #expect(state.header?.name == "second")
    #expect(state.rewardModels.allSatisfy { $0.belief == nil })
    #expect(log.state.rewardModels.contains { $0.belief != nil })
  }
}
