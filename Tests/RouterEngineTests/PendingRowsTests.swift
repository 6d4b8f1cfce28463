import LinearAlgebra
import TestSupport
import Testing

@testable import RouterEngine

@Suite struct PendingRowsTests {
  private func digest(_ bank: PosteriorBank) -> UInt64 {
    var digest = StateDigest()
    bank.hashStatistics(into: &digest)
    return digest.value
  }

  private func observations(
    _ count: Int, arm: Int = 0, dimension: Int, _ generator: inout SeededGenerator
  ) -> [Observation] {
    (0..<count).map { _ in
      Observation(arm: arm, context: generator.vector(dimension), reward: generator.normal())
    }
  }

  /// The number of rows alone decides what waits: fewer than eight at a close, up to 64 in all.
  @Test func whatWaitsIsAMatterOfCounts() throws {
    var generator = SeededGenerator(seed: 1)
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 3), priorMeans: [nil, nil])
    func close(_ count: Int) -> [Int] {
      bank.closeBatch(observations(count, arm: 1, dimension: 3, &generator))
      return bank.arms.map(\.pending.count)
    }
    #expect(close(1) == [0, 1])
    #expect(close(7) == [0, 8])
    #expect(close(8) == [0, 0])
    for expected in 1...63 { #expect(close(1) == [0, expected]) }
    #expect(close(1) == [0, 0])
    for _ in 0..<9 { _ = close(7) }
    #expect(close(6) == [0, 0])
    #expect(close(2) == [0, 2])
    try bank.changeSettings(forgetting: 0.5)
    #expect(close(0) == [0, 0])
    #expect(close(1) == [0, 0])
    try bank.changeSettings(forgetting: 1)
    #expect(close(1) == [0, 1])
    try bank.forget(arm: nil, keep: 0.5)
    #expect(bank.arms[1].pending.count == 0)
    _ = close(1)
    try bank.forget(arm: 1, keep: 0)
    #expect(bank.arms[1].pending.count == 0)
    #expect(!bank.arms[1].isObserved)
    #expect(bank.arms[0].block.isEmpty)
  }

  /// Whoever looks, whenever: the same statistics, means, variances and evidence, bit for bit.
  @Test(arguments: [1, 2, 5, 8, 13, 33], 1...4)
  func theBitsDoNotDependOnWhoLooked(dimension: Int, seed: Int) throws {
    var generator = SeededGenerator(seed: seed * 1000 + dimension)
    let settings = PosteriorSettings(
      dimension: dimension, hasIntercept: seed % 2 == 0, priorPrecision: 0.3, noiseVariance: 0.6)
    let matrix =
      seed > 2
      ? PriorShape.shared(PriorMatrixTests.matrix(settings.width, &generator).flatMap { $0 }) : .identity
    var always = try PosteriorBank(
      settings: settings, priorMeans: [generator.vector(dimension), nil], priorShape: matrix)
    var sometimes = always
    var never = always
    let probes = (0..<3).map { _ in generator.vector(dimension) }
    for turn in 0..<220 {
      let size = [1, 1, 1, 2, 3, 7, 8, 12][generator.below(turn % 50 < 40 ? 3 : 8)]
      let batch = (0..<size).map { _ in
        Observation(
          arm: generator.below(2), context: generator.vector(dimension), reward: generator.normal())
      }
      let change = turn % 60 == 59 ? generator.below(4) : -1
      func step(_ bank: inout PosteriorBank) throws {
        bank.closeBatch(batch)
        switch change {
        case 0: try bank.forget(arm: 0, keep: 0.5)
        case 1: try bank.changeSettings(priorPrecision: 0.3 + Double(turn), noiseVariance: 0.2)
        case 2: try bank.forget(arm: 1, keep: 0)
        case 3: try bank.changeSettings(forgetting: bank.settings.forgetting < 1 ? 1 : 0.9)
        default: break
        }
      }
      try step(&always)
      try step(&sometimes)
      try step(&never)
      _ = always.scores(of: Array(probes.prefix(1 + turn % 3)), arms: [0, 1])
      if generator.below(9) == 0 { _ = sometimes.posteriorMean(generator.below(2)) }
      if turn % 55 == 54 {
        // A copy, so that the one that never looks keeps no factor.
        var copy = never
        #expect(digest(copy) == digest(always))
        #expect(copy.scores(of: probes, arms: [0, 1]) == always.scores(of: probes, arms: [0, 1]))
        for arm in 0..<2 {
          #expect(copy.posteriorMean(arm) == sometimes.posteriorMean(arm))
          #expect(copy.varianceDiagonal(arm) == always.varianceDiagonal(arm))
          #expect(copy.logEvidence(arm) == sometimes.logEvidence(arm))
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 7, 8, 9, 31])
  func equalsEliminationAtEveryNumberOfRows(dimension: Int) throws {
    var generator = SeededGenerator(seed: dimension)
    let settings = PosteriorSettings(
      dimension: dimension, hasIntercept: true, priorPrecision: 0.7, noiseVariance: 0.4, priorScale: 1.5)
    let prior = generator.vector(dimension + 1)
    let matrix = PriorMatrixTests.matrix(dimension + 1, &generator)
    var bank = try PosteriorBank(
      settings: settings, priorMeans: [prior], priorShape: .shared(matrix.flatMap { $0 }))
    var seen: [(context: [Double], reward: Double, weight: Double)] = []
    for turn in 1...70 {
      let one = observations(1, dimension: dimension, &generator)[0]
      bank.closeBatch([one])
      seen.append((one.context + [1], one.reward, 1))
      guard [1, 2, 5, 63, 64, 65, 70].contains(turn) else { continue }
      let expected = ReferencePosterior(
        settings: settings, prior: prior, matrix: matrix, observations: seen)
      for (value, wanted) in zip(bank.posteriorMean(0), expected.mean) {
        #expect(abs(value - wanted) < 1e-10)
      }
      for (index, value) in bank.varianceDiagonal(0).enumerated() {
        #expect(abs(value - expected.covariance[index][index]) < 1e-10)
      }
    }
  }

  @Test func theDigestCoversWhatWaits() throws {
    let empty = try PosteriorBank(settings: PosteriorSettings(dimension: 2), priorMeans: [nil])
    var seen: Set<UInt64> = [digest(empty)]
    for rows in [[[1.0, 2], [3, 4]], [[3, 4], [1, 2]], [[1, 2], [3, 5]], [[1, 2]]] {
      var bank = empty
      for row in rows { bank.closeBatch([Observation(arm: 0, context: row, reward: 1)]) }
      #expect(bank.arms[0].pending.count == rows.count)
      seen.insert(digest(bank))
    }
    #expect(seen.count == 5)
  }
}
