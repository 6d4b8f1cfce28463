import TestSupport
import Testing

@testable import RouterEngine

@Suite struct ScoreBoundTests {
  private func length(_ row: [Double]) -> Double { row.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// Λ from benign to singular but for the prior: what is computed stays within what is promised, in unseen directions,
  /// too, where the deviation comes within the analysis' slack of it.
  @Test(arguments: [1, 2, 5, 12, 40], [1e-6, 1e-3, 1, 1e3])
  func whatIsComputedStaysWithin(dimension: Int, precision: Double) throws {
    var generator = SeededGenerator(seed: dimension)
    for (turn, noise) in [1e-2, 1, 1e2].enumerated() {
      var bank = try PosteriorBank(
        settings: PosteriorSettings(
          dimension: dimension, priorPrecision: precision, noiseVariance: noise,
          forgetting: turn == 1 ? 0.99 : 1), priorMeans: [generator.vector(dimension)])
      var unseen = Array(repeating: 0.0, count: dimension)
      unseen[dimension - 1] = 1
      for close in 0..<30 {
        bank.closeBatch(
          (0..<(close % 11)).map { _ in
            var context = generator.vector(dimension)
            if dimension > 1 { context[dimension - 1] = 0 }
            return Observation(arm: 0, context: context, reward: generator.normal())
          })
        let bound = bank.arms[0].scoreBound(bank.settings)
        let contexts = [unseen] + (0..<6).map { _ in generator.vector(dimension) }
        for (context, score) in zip(contexts, bank.scores(of: contexts, arms: [0])) {
          let dot = zip(bound.mean, context).reduce(0) { $0 + $1.0 * $1.1 }
          #expect((score[0].mean - dot).magnitude <= bound.meanError * length(context))
          #expect(score[0].standardDeviation <= bound.deviation * length(context))
          if context == unseen, dimension > 1, bound.deviation.isFinite {
            #expect(score[0].standardDeviation > 0.7 * bound.deviation)
          }
        }
      }
    }
  }

  @Test func beforeAnyObservationItIsThePrior() throws {
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 2, priorPrecision: 4, priorScale: 3), priorMeans: [[1, -2]])
    let bound = bank.arms[0].scoreBound(bank.settings)
    #expect(bound.mean == [3, -6])
    #expect(abs(bound.deviation - 0.5) < 1e-8)
    #expect(bound.meanError > 0 && bound.meanError < 1e-12)
  }

  /// Where rounding could have taken all of the prior, nothing is promised.
  @Test func withoutGroundThereIsNoBound() throws {
    var generator = SeededGenerator(seed: 2)
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 3, priorPrecision: 1e-9, noiseVariance: 1e-6), priorMeans: [nil])
    bank.closeBatch((0..<20).map { _ in Observation(arm: 0, context: generator.vector(3), reward: 1) })
    let bound = bank.arms[0].scoreBound(bank.settings)
    #expect(bound.deviation == .infinity)
    #expect(bound.meanError == .infinity)
  }

  /// M = H diag(…) H with a reflection H: the least eigenvalue is known.
  @Test(arguments: [1, 2, 6, 20], [1e-6, 1, 1e6])
  func theFloorIsBelowTheLeastEigenvalueOfM(width: Int, scale: Double) throws {
    var generator = SeededGenerator(seed: width)
    let normal = generator.vector(width)
    let square = normal.reduce(0) { $0 + $1 * $1 }
    let eigenvalues = (0..<width).map { scale * Double($0 * $0 + 1) }
    func reflection(_ row: Int, _ column: Int) -> Double {
      (row == column ? 1 : 0) - 2 * normal[row] * normal[column] / square
    }
    let entries = (0..<(width * width)).map { index in
      let (row, column) = (index / width, index % width)
      return (0..<width).reduce(0) { $0 + reflection(row, $1) * eigenvalues[$1] * reflection($1, column) }
    }
    let matrix = try PriorMatrix(entries, width: width, arm: 0)
    #expect(matrix.eigenvalueFloor() <= scale)
    #expect(matrix.eigenvalueFloor() > scale / Double(3 * width))
  }
}
