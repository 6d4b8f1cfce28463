import TestSupport
import Testing

@testable import RunState

@Suite struct DivergenceWatchTests {
  private func findings(
    _ evaluations: [Double], _ rewards: [Double], steps: [Int]? = nil
  ) -> [DivergenceWatch.Finding] {
    var watch = DivergenceWatch()
    var (sum, count) = (0.0, 0)
    var found: [DivergenceWatch.Finding] = []
    for (index, value) in evaluations.enumerated() {
      // Two rewards between evaluations, their mean as given.
      sum += 2 * rewards[index]
      count += 2
      let step = steps?[index] ?? 10 * index
      if let finding = watch.append(value, step: step, rewardSum: sum, rewardCount: count) {
        found.append(finding)
      }
    }
    return found
  }

  private let rising = (0..<40).map { Double($0) }
  private let falling = (0..<40).map { -Double($0) }

  /// Values of a sum over all pairs in numpy.
  @Test func trendIsKendallsS() {
    #expect(abs(DivergenceWatch.trend([1, 2, 3, 4, 5, 6, 7, 8]) - 3.464_101_615_137_754_4) < 1e-14)
    #expect(abs(DivergenceWatch.trend([3, 1, 4, 1, 5, 9, 2, 6, 5, 3]) - 1.073_312_629_199_899) < 1e-14)
    #expect(DivergenceWatch.trend([5, 5, 5, 5]) == 0)
    #expect(DivergenceWatch.trend([1]) == 0)
  }

  @Test func saidOnceAsSoonAsBothTrendsAreClear() {
    let found = findings(falling, rising)
    #expect(
      found == [
        .diverges(
          .init(
            evaluation: .init(first: -0.5, last: -6.5), reward: .init(first: 0.5, last: 6.5), since: 0,
            count: 8, risen: []))
      ])
  }

  @Test func silentWithoutBothTrends() {
    #expect(findings(rising, rising).isEmpty)
    #expect(findings(falling, falling).isEmpty)
    #expect(findings(rising, falling).isEmpty)
    #expect(findings(falling, rising.map { _ in 1 }).isEmpty)
    #expect(findings(Array(falling.prefix(7)), rising).isEmpty)
  }

  @Test func silentWithoutTrendAtAll() {
    var firings = 0
    for seed in 0..<20 {
      var numbers = SeededGenerator(seed: seed)
      firings += findings(numbers.vector(300), numbers.vector(300)).count
    }
    // 6,000 evaluations at less than 4·10⁻⁵ each: three have a chance of 1 in 500.
    #expect(firings <= 2)
  }

  @Test func overWhenTheEvaluationRecovers() {
    let evaluations = Array(falling[..<20]) + Array(rising[..<20]) + Array(falling[..<20])
    let found = findings(evaluations, rising + rising.map { 40 + $0 })
    #expect(found.count == 3)
    #expect(found.dropFirst().first == .over)
  }

  /// S of 8 values is −22 with three pairs that rise and −20 with four: 2.72 and 2.47 of its standard deviations.
  @Test func theLimitIsTwoAndAHalfStandardDeviations() {
    var (enough, tooFew) = (Array(falling.prefix(8)), Array(falling.prefix(8)))
    for place in [0, 2, 4] { enough.swapAt(place, place + 1) }
    for place in [0, 2, 4, 6] { tooFew.swapAt(place, place + 1) }
    #expect(abs(DivergenceWatch.trend(enough) + 22 / (8 * 7 * 21 / 18.0).squareRoot()) < 1e-14)
    #expect(abs(DivergenceWatch.trend(tooFew) + 20 / (8 * 7 * 21 / 18.0).squareRoot()) < 1e-14)
    let up = Array(rising.prefix(8))
    #expect(findings(enough, up).count == 1)
    #expect(findings(tooFew, up).isEmpty)
    #expect(findings(Array(falling.prefix(8)), enough.map { -$0 }).count == 1)
    #expect(findings(Array(falling.prefix(8)), tooFew.map { -$0 }).isEmpty)
  }

  /// Trends are those of the last 16 evaluations.
  @Test func sixteenEvaluationsAreLookedAt() {
    // A level evaluation before 16 that fall: of more than 16 the trend would be clear later, and begin earlier.
    let evaluations = (0..<30).map { Double($0 % 2) } + falling.prefix(16).map { $0 - 1 }
    let rewards = (0..<30).map { Double($0 / 2 % 2) } + rising.prefix(16).map { $0 + 2 }
    guard case .diverges(let found)? = findings(evaluations, rewards).first else {
      Issue.record("no divergence")
      return
    }
    #expect(found.count == 16 && found.since >= 100)
  }

  /// Also when the reward falls again while the evaluation goes on falling.
  @Test func overWhenTheRewardFalls() {
    let rewards = Array(rising[..<12]) + Array(falling[..<12])
    #expect(findings(Array(falling[..<24]), rewards).last == .over)
  }

  @Test func aRestartBeginsAnew() {
    #expect(findings(falling, rising, steps: (0..<40).map { $0 % 7 }).isEmpty)
  }

  @Test func evaluationsWithoutRewardsOrNumbersAreLeftOut() {
    var watch = DivergenceWatch()
    for index in 0..<20 {
      #expect(watch.append(-Double(index), step: index, rewardSum: 1, rewardCount: 1) == nil)
    }
    #expect(watch.points.count == 1)
    #expect(watch.append(.nan, step: 20, rewardSum: 2, rewardCount: 2) == nil)
    #expect(watch.points.count == 1)
  }
}
