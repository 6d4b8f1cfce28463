import TestSupport
import Testing

@testable import RouterEngine

@Suite struct RidgeRegressionsTests {
  /// One that follows a run, and forks of it, has the bits of one that has seen the bank once.
  @Test(arguments: 1...6) func followingEqualsStartingAfresh(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let dimension = 5
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: dimension), priorMeans: [nil, nil])
    var follower = RidgeRegressions(ridge: 0.5)
    var fork = bank
    let rows = (0..<3).flatMap { _ in generator.vector(dimension) }
    for turn in 0..<150 {
      let size = [1, 1, 1, 2, 9][generator.below(5)]
      let batch = (0..<size).map { _ in
        Observation(
          arm: generator.below(2), context: generator.vector(dimension), reward: generator.normal())
      }
      switch generator.below(12) {
      case 0: fork = bank
      case 1: swap(&fork, &bank)
      case 2: try bank.forget(arm: generator.below(2), keep: turn % 3 == 0 ? 0 : 0.5)
      default: bank.closeBatch(batch)
      }
      guard turn % 3 != 0 else { continue }
      try follower.follow(bank)
      var fresh = RidgeRegressions(ridge: 0.5)
      try fresh.follow(bank)
      #expect(follower.scores(rows: rows) == fresh.scores(rows: rows))
    }
  }

  /// Of two banks that have seen the same contexts, the other's rewards are not the one's, whether rows wait or not.
  @Test(arguments: [1, 9]) func otherRewardsAreOthers(rows: Int) throws {
    let empty = try PosteriorBank(settings: PosteriorSettings(dimension: 2), priorMeans: [nil])
    let banks = [1.0, -2].map { reward in
      var bank = empty
      bank.closeBatch(Array(repeating: Observation(arm: 0, context: [1, 2], reward: reward), count: rows))
      return bank
    }
    var follower = RidgeRegressions(ridge: 1)
    for (bank, reward) in zip(banks, [1.0, -2]) {
      try follower.follow(bank)
      let weight = 5 * Double(rows)
      #expect(abs(follower.scores(rows: [1, 2])[0][0].mean - reward * weight / (1 + weight)) < 1e-12)
    }
  }

  /// Of a bank with fewer arms there are as many scores, though the first arms' statistics are those it has.
  @Test func aBankWithFewerArmsIsAnother() throws {
    let settings = PosteriorSettings(dimension: 2)
    var follower = RidgeRegressions(ridge: 1)
    try follower.follow(PosteriorBank(settings: settings, priorMeans: [nil, nil, nil]))
    #expect(follower.scores(rows: [1, 2]).map(\.count) == [3])
    try follower.follow(PosteriorBank(settings: settings, priorMeans: [nil, nil]))
    #expect(follower.scores(rows: [1, 2]).map(\.count) == [2])
  }
}
