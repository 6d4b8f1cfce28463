import Router
import RouterEngine
import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct RunStatePriorTests {
  /// A run that starts from the posteriors of another, with λ₀ = 1 and s = 1, has them; the removed RM is left out.
  @Test func anotherRunGoesOnFromHere() throws {
    var numbers = SeededGenerator(seed: 8)
    var log = LogBuilder()
    log.run(rms: ["a", "b", "c"], dim: 3) {
      $0.intercept = true
      $0.priorPrecision = .value(3)
      $0.noiseVariance = .value(0.4)
      $0.forgetting = .value(0.95)
    }
    for step in 0..<9 {
      for index in 0..<6 {
        log.decide("\(step)-\(index)", ["a", "b"][numbers.below(2)], step: step, x: numbers.vector(3))
        log.loss("\(step)-\(index)", numbers.number())
      }
    }
    log.control("1", .remove, "b")
    log.applied("1")
    log.add(.end(EndEvent()))
    var state = log.state
    let digest = state.digest
    let made = state.posteriorAsPrior()
    let prior = try #require(made)
    #expect(state.digest == digest)
    #expect(prior.rewardModels == ["a", "c"])
    #expect(state.posteriorSettings?.noiseVariance == 0.4)
    var next = LogBuilder()
    next.run(rms: ["c", "a"], dim: 3) {
      $0.intercept = true
      $0.noiseVariance = .value(0.4)
      $0.prior = .file(name: "x", sha256: "y")
    }
    var other = fold(next.lines, into: RunState(priors: PriorLoader { _, _ in .loaded(prior) }))
    let reports = (state.posteriorReport(), other.posteriorReport())
    let before = try #require(reports.0).rewardModels
    let after = try #require(reports.1).rewardModels
    #expect(after.map(\.id) == ["c", "a"])
    for (one, two) in [(before[2], after[0]), (before[0], after[1])] {
      #expect(isNear(one.mean, two.mean, 1e-12))
      #expect(isNear(one.variance, two.variance, 1e-12))
    }
  }

  @Test func withoutPosteriorsThereIsNone() {
    var state = RunState()
    let prior = state.posteriorAsPrior()
    #expect(prior == nil && state.posteriorSettings == nil)
  }
}
