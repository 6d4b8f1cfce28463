import TestSupport
import Testing

@testable import RouterEngine

@Suite struct PosteriorBankScoresTests {
  private func bank(dimension: Int, seed: Int) throws -> PosteriorBank {
    var generator = SeededGenerator(seed: seed)
    let settings = PosteriorSettings(dimension: dimension, priorPrecision: 0.1)
    var bank = try PosteriorBank(settings: settings, priorMeans: [nil, generator.vector(dimension)])
    bank.closeBatch(
      (0..<(dimension + 10)).map { _ in
        Observation(arm: 0, context: generator.vector(dimension), reward: generator.normal())
      })
    return bank
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 16, 23, 31, 32, 33, 64, 65, 127])
  func aContextsBitsDoNotDependOnItsNeighbours(dimension: Int) throws {
    var bank = try bank(dimension: dimension, seed: dimension)
    var generator = SeededGenerator(seed: 1000 + dimension)
    let contexts = (0..<19).map { _ in generator.vector(dimension) }
    let alone = contexts.map { bank.scores(of: [$0], arms: [0, 1])[0] }
    for count in [2, 7, 8, 9, 16, 17, 19] {
      #expect(bank.scores(of: Array(contexts.prefix(count)), arms: [0, 1]) == Array(alone.prefix(count)))
    }
    let reversed = bank.scores(of: contexts.reversed(), arms: [0, 1])
    #expect(reversed == alone.reversed())
    // Neighbours of another size, and ones that overflow.
    let wild = [contexts[0], contexts[1].map { $0 * 1e300 }, contexts[2].map { $0 * 1e-300 }]
    #expect(bank.scores(of: wild, arms: [0])[0] == [alone[0][0]])
  }

  @Test func theFactorIsAFunctionOfTheStatistics() throws {
    var looked = try bank(dimension: 12, seed: 9)
    var unlooked = looked
    var generator = SeededGenerator(seed: 10)
    let probe = generator.vector(12)
    for _ in 0..<5 {
      let batch = [Observation(arm: 0, context: generator.vector(12), reward: generator.normal())]
      _ = looked.scores(of: [probe], arms: [0, 1])
      looked.closeBatch(batch)
      unlooked.closeBatch(batch)
    }
    #expect(looked.scores(of: [probe], arms: [0, 1]) == unlooked.scores(of: [probe], arms: [0, 1]))
  }

  @Test func aCopyIsNotChangedThroughItsOriginal() throws {
    var bank = try bank(dimension: 6, seed: 11)
    var copy = bank
    let before = copy.posteriorMean(0)
    bank.closeBatch([Observation(arm: 0, context: [1, 1, 1, 1, 1, 1], reward: 5)])
    #expect(copy.posteriorMean(0) == before)
    #expect(bank.posteriorMean(0) != before)
  }

  @Test func contextsOfAnotherLengthArePaddedOrCut() throws {
    var bank = try bank(dimension: 3, seed: 12)
    let scores = bank.scores(of: [[1], [1, 0, 0], [1, 0, 0, 9], []], arms: [0])
    #expect(scores[0] == scores[1])
    #expect(scores[2] == scores[1])
    #expect(scores[3][0] == ScoreDistribution(mean: 0, standardDeviation: 0))
    #expect(bank.scores(of: [], arms: [0, 1]).isEmpty)
    #expect(bank.scores(of: [[1, 2, 3]], arms: []) == [[]])
  }
}
