import Foundation
import TestSupport
import Testing

@testable import RouterEngine

@Suite struct PosteriorBankEvidenceTests {
  /// log N(r; X s E, σ² I + X Λ₀⁻¹ Xᵀ), by elimination on the covariance of the rewards.
  private func closedForm(
    _ rows: [[Double]], _ rewards: [Double], prior: [Double], matrix: [[Double]]?,
    _ settings: PosteriorSettings
  ) -> Double {
    let width = settings.width
    let shape = matrix ?? (0..<width).map { row in (0..<width).map { row == $0 ? 1 : 0 } }
    let inverse = ReferencePosterior.inverse(shape.map { $0.map { $0 * settings.priorPrecision } })
    func dot(_ one: [Double], _ other: [Double]) -> Double { zip(one, other).reduce(0) { $0 + $1.0 * $1.1 } }
    var covariance = rows.map { row in
      let half = inverse.map { dot($0, row) }
      return rows.map { dot($0, half) }
    }
    for index in rows.indices { covariance[index][index] += settings.noiseVariance }
    var rest = zip(rows, rewards).map { $1 - settings.priorScale * dot($0, prior) }
    // Elimination without pivoting, which positive definite matrices do not need.
    var value = 0.0
    for pivot in rows.indices {
      let scale = covariance[pivot][pivot]
      value -= (log(2 * Double.pi * scale) + rest[pivot] * rest[pivot] / scale) / 2
      for row in (pivot + 1)..<max(rows.count, pivot + 1) {
        let factor = covariance[row][pivot] / scale
        rest[row] -= factor * rest[pivot]
        for column in pivot..<rows.count { covariance[row][column] -= factor * covariance[pivot][column] }
      }
    }
    return value
  }

  @Test(arguments: [1, 2, 5, 16], [1, 2, 30]) func equalsTheDensityOfAllRewards(dimension: Int, count: Int)
    throws
  {
    for seed in 0..<4 {
      var generator = SeededGenerator(seed: seed * 100 + dimension + count)
      let settings = PosteriorSettings(
        dimension: dimension, hasIntercept: seed % 2 == 1, priorPrecision: 0.7, noiseVariance: 0.3,
        priorScale: 1.5)
      let matrix = seed > 1 ? PriorMatrixTests.matrix(settings.width, &generator) : nil
      let prior = generator.vector(settings.width)
      let empty = try PosteriorBank(
        settings: settings, priorMeans: [prior],
        priorShape: matrix.map { .shared($0.flatMap { $0 }) } ?? .identity)
      let batch = (0..<count).map { _ in
        Observation(arm: 0, context: generator.vector(dimension), reward: generator.normal())
      }
      let expected = closedForm(
        batch.map { $0.context + (settings.hasIntercept ? [1] : []) }, batch.map(\.reward), prior: prior,
        matrix: matrix, settings)
      var whole = empty
      #expect(whole.logEvidence(0) == 0)
      whole.closeBatch(batch)
      #expect(abs(whole.logEvidence(0) - expected) < 1e-9 * max(1, abs(expected)))
      #expect(whole.predictiveEvidence(0) == 0)
      // One reward a batch: the sum of one-step predictions is the same number.
      var single = empty
      single.tracksEvidence = true
      for one in batch { single.closeBatch([one]) }
      #expect(abs(single.predictiveEvidence(0) - expected) < 1e-9 * max(1, abs(expected)))
      #expect(abs(single.logEvidence(0) - expected) < 1e-9 * max(1, abs(expected)))
    }
  }

  /// Every reward is predicted before its batch is folded, and before it ages.
  @Test func sumsPredictionsOfWholeBatches() throws {
    var generator = SeededGenerator(seed: 12)
    let settings = PosteriorSettings(dimension: 3, priorPrecision: 0.5, noiseVariance: 0.2, forgetting: 0.8)
    let priors = (0..<2).map { _ in generator.vector(3) }
    var bank = try PosteriorBank(settings: settings, priorMeans: priors)
    bank.tracksEvidence = true
    var plain = bank
    plain.tracksEvidence = false
    var seen: [[(context: [Double], reward: Double, weight: Double)]] = [[], []]
    var sums = [0.0, 0.0]
    for _ in 0..<6 {
      let batch = (0..<7).map { _ in
        Observation(arm: generator.below(2), context: generator.vector(3), reward: generator.normal())
      }
      for one in batch {
        let score = ReferencePosterior(
          settings: settings, prior: priors[one.arm], observations: seen[one.arm]
        ).score(one.context)
        let variance = 0.2 + score.standardDeviation * score.standardDeviation
        let miss = one.reward - score.mean
        sums[one.arm] -= log(2 * Double.pi * variance) / 2 + miss * miss / variance / 2
      }
      for arm in 0..<2 { for index in seen[arm].indices { seen[arm][index].weight *= 0.8 } }
      for one in batch { seen[one.arm].append((one.context, one.reward, 1)) }
      bank.closeBatch(batch + [Observation(arm: 0, context: [1, .nan, 0], reward: 1)])
      plain.closeBatch(batch)
    }
    for arm in 0..<2 {
      #expect(abs(bank.predictiveEvidence(arm) - sums[arm]) < 1e-9 * abs(sums[arm]))
      #expect(bank.posteriorMean(arm) == plain.posteriorMean(arm))
      let weight = seen[arm].reduce(0) { $0 + $1.weight }
      #expect(abs(bank.effectiveCount(arm) - weight) < 1e-12)
      #expect(bank.observationCount(arm) == seen[arm].count)
    }
  }

  @Test func anArmThatDoesNotExistHasNone() throws {
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 1), priorMeans: [nil])
    #expect(bank.logEvidence(1) == 0)
    #expect(bank.predictiveEvidence(-1) == 0)
    #expect(bank.effectiveCount(7) == 0)
  }
}
