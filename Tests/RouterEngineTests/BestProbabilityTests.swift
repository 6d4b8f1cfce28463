import CKernels
import Foundation
import TestSupport
import Testing

@testable import RouterEngine

@Suite struct BestProbabilityTests {
  private func scores(_ values: [(Double, Double)]) -> [ScoreDistribution] {
    values.map { ScoreDistribution(mean: $0.0, standardDeviation: $0.1) }
  }

  private func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z / 2.0.squareRoot()) }

  @Test(arguments: [1, 1.5, 3, 3.01, 10, 29, 1e4, 1e8, 1e11])
  func twoScoresEqualPhi(ratio: Double) {
    for difference in [0, 0.3, -1, 2.5, 6] {
      let mean = difference * ratio
      let probabilities = bestProbabilities(scores([(mean, 1), (0, ratio)]))
      let expected = cumulative(mean / (1 + ratio * ratio).squareRoot())
      #expect(abs(probabilities[0] - expected) < 1e-12)
      #expect(abs(probabilities[1] - (1 - expected)) < 1e-12)
    }
  }

  /// P(X₁ is the greatest of three with one mean) = 1/4 + asin(ρ)/2π, ρ = s₁²/√((s₁² + s₂²)(s₁² + s₃²)).
  @Test(arguments: [
    [1, 1, 1], [1, 2, 3], [0.5, 1, 40], [1e-6, 1, 1], [1, 1e4, 1e8], [3, 1e-3, 1e-4], [1e-10, 1e-10, 1],
    [2e-12, 2e-12, 1],
  ])
  func threeEqualMeansEqualTheOrthantFormula(deviations: [Double]) {
    let probabilities = bestProbabilities(scores(deviations.map { (0.7, $0) }))
    for index in 0..<3 {
      let s = deviations.map { $0 * $0 }
      let others = (0..<3).filter { $0 != index }
      let correlation =
        s[index] / ((s[index] + s[others[0]]) * (s[index] + s[others[1]])).squareRoot()
      #expect(abs(probabilities[index] - (0.25 + asin(correlation) / (2 * Double.pi))) < 1e-10)
    }
  }

  @Test(arguments: [1, 2, 3, 16, 64])
  func equalScoresShareEqually(count: Int) {
    for deviation in [1e-9, 1, 1e9] {
      let probabilities = bestProbabilities(scores(Array(repeating: (-2.5, deviation), count: count)))
      for probability in probabilities { #expect(abs(probability - 1 / Double(count)) < 1e-12) }
    }
  }

  @Test(arguments: 1...20)
  func bothQuadraturesAgreeAndSumToOne(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let count = generator.below(12) + 2
    let given = (0..<count).map { _ in
      ScoreDistribution(mean: generator.normal(), standardDeviation: 1 + 2 * generator.uniform())
    }
    let lattice = bestIntegrals(given, rule: RMTOP_BEST_LATTICE)
    let panels = bestIntegrals(given, rule: RMTOP_BEST_PANELS)
    for (one, other) in zip(lattice, panels) { #expect(abs(one - other) < 1e-11) }
    #expect(abs(lattice.reduce(0, +) - 1) < 1e-11)
    #expect(abs(panels.reduce(0, +) - 1) < 1e-11)
  }

  @Test(arguments: 1...20)
  func unlikeDeviationsSumToOneBeforeTheDivision(seed: Int) {
    var generator = SeededGenerator(seed: 100 + seed)
    let count = generator.below(20) + 2
    let given = (0..<count).map { _ in
      ScoreDistribution(mean: generator.normal(), standardDeviation: exp(4 * generator.normal()))
    }
    #expect(abs(bestIntegrals(given, rule: RMTOP_BEST_AUTO).reduce(0, +) - 1) < 1e-9)
    #expect(abs(bestProbabilities(given).reduce(0, +) - 1) < 1e-14)
  }

  /// K from 2 to 64, like deviations and ones that span eight orders of magnitude, tiny and equal ones: the sum before
  /// the division is within 1e-9 of 1, and every instruction set has the same bits.
  @Test(arguments: [2, 3, 4, 7, 16, 32, 64])
  func sumsAreOneAndBitsTheSameAtEveryLevel(count: Int) {
    var generator = SeededGenerator(seed: 300 + count)
    let means = generator.vector(count)
    let shapes: [(Int) -> ScoreDistribution] = [
      { ScoreDistribution(mean: means[$0], standardDeviation: 1 + Double($0 % 5) / 4) },
      { ScoreDistribution(mean: 1e-9 * means[$0], standardDeviation: 1e-9 * (1 + Double($0 % 2))) },
      { ScoreDistribution(mean: 0.5, standardDeviation: pow(10, 8 * Double($0) / Double(count - 1))) },
      { ScoreDistribution(mean: means[$0], standardDeviation: pow(10, -8 * Double($0) / Double(count - 1))) },
      { ScoreDistribution(mean: means[$0], standardDeviation: $0 % 2 == 0 ? 0 : 1) },
    ]
    for shape in shapes {
      let given = (0..<count).map(shape)
      let base = bestIntegrals(given, rule: RMTOP_BEST_AUTO, level: 0)
      #expect(abs(base.reduce(0, +) - 1) < 1e-9)
      for level in 1...rmtopLevels {
        #expect(bestIntegrals(given, rule: RMTOP_BEST_AUTO, level: level) == base)
      }
    }
  }

  private let rmtopLevels: Int32 = 2

  @Test func moreThanSixtyFourScoresKeepTheOnesThatReachFarthest() {
    let given = scores((0..<70).map { (Double($0) / 10, 1) })
    let all = bestProbabilities(given)
    #expect(all.count == 70)
    #expect(all[..<6] == [0, 0, 0, 0, 0, 0])
    #expect(abs(all.reduce(0, +) - 1) < 1e-14)
    #expect(Array(all[6...]) == bestProbabilities(Array(given[6...])))
  }

  /// 40,000 draws, or 10⁷ with RMTOP_SLOW_TESTS=1; bound at five standard errors.
  @Test(arguments: 1...4)
  func agreesWithMonteCarlo(seed: Int) {
    let isSlow = ProcessInfo.processInfo.environment["RMTOP_SLOW_TESTS"] == "1"
    expectMonteCarlo(seed: seed, draws: isSlow ? 10_000_000 : 40_000)
  }

  private func expectMonteCarlo(seed: Int, draws: Int) {
    var generator = SeededGenerator(seed: 200 + seed)
    let spread = seed % 2 == 0 ? 1.0 : 0.2
    let given = (0..<5).map { _ in
      ScoreDistribution(mean: generator.normal(), standardDeviation: exp(spread * generator.normal()))
    }
    var wins = Array(repeating: 0, count: 5)
    for _ in 0..<draws {
      var best = (arm: 0, value: -Double.infinity)
      for (arm, score) in given.enumerated() {
        let value = score.mean + score.standardDeviation * generator.normal()
        if value > best.value { best = (arm, value) }
      }
      wins[best.arm] += 1
    }
    let count = Double(draws)
    for (won, probability) in zip(wins, bestProbabilities(given)) {
      let error = (probability * (1 - probability) / count).squareRoot()
      #expect(abs(Double(won) / count - probability) <= 5 * error + 1 / count)
    }
  }

  @Test func pointMasses() {
    #expect(bestProbabilities(scores([(1, 0), (2, 0), (2, 0), (0, 0)])) == [0, 0.5, 0.5, 0])
    let mixed = bestProbabilities(scores([(0, 1), (0.5, 0), (0.4, 0), (0.5, 0)]))
    #expect(abs(mixed[1] - cumulative(0.5) / 2) < 1e-13)
    #expect(abs(mixed[0] - (1 - cumulative(0.5))) < 1e-13)
    #expect(mixed[2] == 0 && mixed[3] == mixed[1])
    // Next to nothing beside the widest is a point; a little more is not, and hardly differs.
    let point = bestProbabilities(scores([(0, 1e-13), (0.3, 1), (0.1, 0.01)]))
    let narrow = bestProbabilities(scores([(0, 1e-9), (0.3, 1), (0.1, 0.01)]))
    for (one, other) in zip(point, narrow) { #expect(abs(one - other) < 1e-8) }
    #expect(bestProbabilities(scores([(5, 0), (-5, 0.1)])) == [1, 0])
    #expect(bestProbabilities(scores([(-5, 0), (5, 0.1)])) == [0, 1])
  }

  /// Nothing speaks for one of the equals, in any order and number: that is also the limit of narrower deviations.
  @Test(arguments: [1, 2, 3, 7, 64]) func equalPointsShareAlike(count: Int) {
    for probability in bestProbabilities(scores(Array(repeating: (0, 0), count: count))) {
      #expect(abs(probability - 1 / Double(count)) < 1e-15)
    }
    guard count < 64 else { return }
    let among = bestProbabilities(
      scores(Array(repeating: (-0.0, 0), count: count) + [(-3, 0.5), (0, 0)].shuffled()))
    let limit = bestProbabilities(
      scores(Array(repeating: (0, 1e-11), count: count + 1) + [(-3, 0.5)]))
    for (one, other) in zip(among.sorted(), limit.sorted()) { #expect(abs(one - other) < 1e-9) }
  }

  @Test func farBelowIsDroppedAndShiftChangesNothing() {
    #expect(bestProbabilities(scores([(100, 1), (0, 1), (50, 1)])) == [1, 0, 0])
    let near = bestProbabilities(scores([(0, 1), (0.5, 1.5), (-1, 2)]))
    let shifted = bestProbabilities(scores([(1024, 1), (1024.5, 1.5), (1023, 2)]))
    for (one, other) in zip(near, shifted) { #expect(abs(one - other) < 1e-12) }
  }

  @Test func scoresThatAreNotNumbersHaveNoPart() {
    #expect(bestProbabilities([]) == [])
    #expect(bestProbabilities(scores([(.nan, 1)])) == [1])
    #expect(bestProbabilities(scores([(.nan, 1), (0, .infinity)])) == [0.5, 0.5])
    #expect(bestProbabilities(scores([(.nan, 1), (0, 1), (1, -1), (.infinity, 1)])) == [0, 1, 0, 0])
    let huge = Double.greatestFiniteMagnitude
    #expect(bestProbabilities(scores([(huge, huge), (-huge, huge)])).allSatisfy { $0 >= 0 && $0 <= 1 })
  }

  /// Where the widest is 3 times the narrowest, nodes beside one another see the narrow one's tail and its end.
  @Test func theLatticeIsExactAtItsGreatestRatio() {
    for lead in [-6.0, -1, 0, 0.5, 3, 9] {
      let given = scores([(lead, 1), (0, 3)])
      let expected = erfc(-lead / 20.0.squareRoot()) / 2
      let found = bestIntegrals(given, rule: RMTOP_BEST_LATTICE)
      #expect(abs(found[0] - expected) < 2e-12)
      #expect(abs(found[0] + found[1] - 1) < 2e-12)
    }
  }

  @Test func ofMoreThanSixtyFourEqualOnesTheFirstHaveAPart() {
    let all = bestProbabilities(scores(Array(repeating: (1, 2), count: 70)))
    #expect(all[..<64].allSatisfy { abs($0 - 1 / 64.0) < 1e-14 })
    #expect(all[64...].allSatisfy { $0 == 0 })
  }
}
