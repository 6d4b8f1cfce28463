import Router
import RunEvents
import TestSupport
import Testing

@testable import RunState

@Suite struct IntervalCoverageTests {
  @Test func countsWhatLiesWithin() {
    var coverage = IntervalCoverage()
    for innovation in [0, 0.67, -0.68, 1.28, -1.29, 1.9599, -1.96, 40] { coverage.append(innovation) }
    #expect(coverage.count == 8 && coverage.within == [2, 4, 6])
  }

  /// Logged scores, against a recount of the log itself.
  @Test(arguments: 0..<6) func ofLoggedScoresAsCountedByHand(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    var counted = (all: 0, within: [0, 0, 0])
    let state = folded { log in
      log.run { router in
        router.reward.rule = .none
        router.noiseVariance = .value(0.5)
      }
      for index in 0..<300 {
        let mean = numbers.normal()
        let deviation = numbers.uniform()
        let hasScore = numbers.chance(80)
        let reward = mean + 1.2 * numbers.normal()
        log.decide(
          "\(index)", "a", step: index / 6, x: [1, 0],
          scores: hasScore ? [LoggedScore(rewardModel: "a", mean: mean, standardDeviation: deviation)] : [])
        log.feedback("\(index)", .reward(reward))
        guard hasScore else { continue }
        counted.all += 1
        let z = ((reward - mean) / (0.5 + deviation * deviation).squareRoot()).magnitude
        for (level, width) in [0.674_489_750_196_082, 1.281_551_565_544_6, 1.959_963_984_540_054].enumerated()
        where z <= width {
          counted.within[level] += 1
        }
      }
      log.add(.end(EndEvent()))
    }
    let logged = state.conditions.coverage[0].logged
    #expect(logged.count == counted.all && logged.within == counted.within)
    #expect(state.conditions.coverage[1] == PredictionCoverage())
  }

  /// Without scores the fold's own posterior predicts: against ridge regression over the rows folded so far, by hand.
  @Test(arguments: 0..<6) func ofItsOwnPosteriorAsCountedByHand(seed: Int) {
    var numbers = SeededGenerator(seed: seed)
    var counted = (all: 0, within: [0, 0, 0])
    let state = folded { log in
      log.run(dim: 1) { router in
        router.reward.rule = .none
        router.noiseVariance = .value(0.25)
        router.priorPrecision = .value(2)
      }
      // One number a context: the posterior is a scalar.
      var (precision, product) = (2.0, 0.0)
      for step in 0..<80 {
        var rows: [(x: Double, reward: Double)] = []
        for place in 0..<3 {
          let x = numbers.number(0.5...1.5)
          let reward = 0.7 * x + 0.5 * numbers.normal()
          log.decide("\(step).\(place)", "a", step: step, x: [x])
          log.feedback("\(step).\(place)", .reward(reward))
          rows.append((x, reward))
        }
        for (x, reward) in rows {
          counted.all += 1
          let z = ((reward - x * product / precision) / (0.25 + x * x / precision).squareRoot()).magnitude
          for (level, width) in [0.674_489_750_196_082, 1.281_551_565_544_6, 1.959_963_984_540_054]
            .enumerated()
          where z <= width {
            counted.within[level] += 1
          }
        }
        for (x, reward) in rows {
          precision += x * x / 0.25
          product += x * reward / 0.25
        }
      }
      log.add(.end(EndEvent()))
    }
    let coverage = state.conditions.coverage[0]
    #expect(coverage.logged.count == 0)
    #expect(coverage.folded.count == counted.all && coverage.folded.within == counted.within)
  }

  @Test func nobodyWhoShowsNoBeliefsPredicts() {
    var log = LogBuilder()
    log.run { $0.reward.rule = .none }
    for step in 0..<10 {
      log.decide("\(step)", "a", step: step, x: [1, 0])
      log.feedback("\(step)", .reward(1))
    }
    #expect(fold(log.lines).conditions.coverage[0].folded.count == 9)
    let plain = fold(log.lines, into: RunState(takesBeliefs: false))
    #expect(plain.conditions.coverage[0].folded.count == 0)
  }

  @Test func ofALargeCloseTheFirst() {
    let state = folded { log in
      log.run { $0.reward.rule = .none }
      for index in 0..<200 {
        log.decide("\(index)", "a", step: 0, x: [1, 0])
        log.feedback("\(index)", .reward(1))
      }
      log.add(.end(EndEvent()))
    }
    #expect(state.conditions.coverage[0].folded.count == BeliefLaw.predictedRewards)
  }
}
