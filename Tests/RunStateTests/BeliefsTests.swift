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
    looked.look()
    unseen.look()
    #expect(looked.beliefs.rows.contains { $0.current != nil } || looked.posteriorReport() == nil)
    #expect(unseen.beliefs.rows.allSatisfy { $0.current == nil && $0.mean.buckets.isEmpty })
    #expect(unseen.posteriorReport() == looked.posteriorReport())
    // What is predicted for want of scores is a belief, too.
    looked.counts.predictedCloses = 0
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
    state.look()
    #expect(state.header?.name == "second")
    #expect(state.beliefs.rows.allSatisfy { $0.current == nil })
    #expect(log.state.beliefs.rows.contains { $0.current != nil })
  }

  /// Contexts that turn zero are counted and looked at by nobody; an intercept makes them say something.
  @Test(arguments: [false, true]) func zeroContextsAreCountedAndNoProbes(intercept: Bool) throws {
    func log(zeros: Bool) -> RunState {
      folded { log in
        log.run { $0.intercept = intercept }
        for index in 0..<60 {
          let isZero = index % 2 == 1
          if isZero && !zeros { continue }
          let rm = ["a", "b", "c"][index % 3]
          log.decide(
            "\(index)", rm, step: index / 6, x: isZero ? [0, -0.0] : [1, Double(index % 7)], category: "math")
          if !isZero { log.loss("\(index)", Double(index % 5)) }
        }
      }
    }
    let state = log(zeros: true)
    let without = log(zeros: false)
    #expect(state.counts.zeroContexts == 30 && state.summary.zeroContexts == 30)
    #expect(without.counts.zeroContexts == 0)
    let best = state.summary.rewardModels.map(\.bestProbability)
    #expect(!best.contains(nil))
    #expect((best == without.summary.rewardModels.map(\.bestProbability)) == !intercept)
    let (one, other) = (state.beliefs, without.beliefs)
    #expect((one.bestProbabilities(category: 0) == other.bestProbabilities(category: 0)) == !intercept)
  }

  /// Nothing but zeros: with an intercept that is a run without contexts, without one there is nothing to say.
  @Test func nothingButZeroContexts() {
    for intercept in [false, true] {
      let state = folded { log in
        log.run { $0.intercept = intercept }
        for index in 0..<40 {
          log.decide("\(index)", index % 2 == 0 ? "a" : "b", step: index / 8, x: [0, 0])
          log.loss("\(index)", index % 2 == 0 ? 0 : 1)
        }
      }
      #expect(state.counts.zeroContexts == 40)
      let best = state.summary.rewardModels.map(\.bestProbability)
      #expect(intercept ? (best[0] ?? 0) > 0.5 : best == [nil, nil, nil])
    }
  }
}
