import TestSupport
import Testing

@testable import RouterEngine

@Suite struct PosteriorBankPriorTests {
  private func makeBank(
    _ dimension: Int, intercept: Bool, perArm: Bool, _ generator: inout SeededGenerator
  ) throws -> (bank: PosteriorBank, matrices: [[[Double]]], means: [[Double]]) {
    let settings = PosteriorSettings(
      dimension: dimension, hasIntercept: intercept, priorPrecision: 0.3, noiseVariance: 0.4, priorScale: 1.5)
    let one = PriorMatrixTests.matrix(settings.width, &generator)
    let matrices = try (0..<3).map { _ throws in
      perArm ? PriorMatrixTests.matrix(settings.width, &generator) : one
    }
    let means = (0..<3).map { _ in generator.vector(settings.width) }
    let bank = try PosteriorBank(
      settings: settings, priorMeans: means,
      priorShape: perArm ? .perArm(matrices.map { $0.flatMap { $0 } }) : .shared(one.flatMap { $0 }))
    return (bank, matrices, means)
  }

  /// Before any observation, and after some: against elimination.
  @Test(arguments: [1, 3, 9], [false, true]) func formsEqualElimination(dimension: Int, perArm: Bool) throws {
    var generator = SeededGenerator(seed: dimension)
    for intercept in [false, true] {
      var (bank, matrices, means) = try makeBank(dimension, intercept: intercept, perArm: perArm, &generator)
      #expect(bank.sharesPrior == !perArm)
      bank.closeBatch(
        (0..<5).map { _ in
          Observation(arm: 1, context: generator.vector(dimension), reward: generator.normal())
        })
      for arm in 0..<3 {
        let reference = ReferencePosterior(
          settings: bank.settings, prior: means[arm], matrix: matrices[arm], observations: [])
        let context = generator.vector(dimension)
        let form = bank.priorForm(arm, context: context)
        let score = bank.priorDistribution(arm, context: context, form: form)
        let wanted = reference.score(context + (intercept ? [1] : []))
        #expect(abs(score.mean - wanted.mean) < 1e-9 * max(1, abs(wanted.mean)))
        #expect(abs(score.standardDeviation - wanted.standardDeviation) < 1e-9 * wanted.standardDeviation)
      }
    }
  }

  /// A bank that starts from the means and precisions of another has its posteriors.
  @Test func thePrecisionIsAPriorToGoOnFrom() throws {
    var generator = SeededGenerator(seed: 5)
    for intercept in [false, true] {
      var (bank, _, _) = try makeBank(6, intercept: intercept, perArm: true, &generator)
      bank.closeBatch(
        (0..<40).map { index in
          Observation(arm: index % 2, context: generator.vector(6), reward: generator.normal())
        })
      var settings = bank.settings
      settings.priorPrecision = 1
      settings.priorScale = 1
      var next = try PosteriorBank(
        settings: settings, priorMeans: (0..<3).map { bank.posteriorMean($0) },
        priorShape: .perArm((0..<3).map { bank.precision($0) }))
      let more = (0..<9).map { index in
        Observation(arm: index % 3, context: generator.vector(6), reward: generator.normal())
      }
      for _ in 0..<2 {
        for arm in 0..<3 {
          for (one, other) in zip(
            bank.posteriorMean(arm) + bank.varianceDiagonal(arm),
            next.posteriorMean(arm) + next.varianceDiagonal(arm))
          {
            #expect(abs(one - other) < 1e-12 * max(1, abs(one)))
          }
        }
        bank.closeBatch(more)
        next.closeBatch(more)
      }
    }
  }

  @Test func withoutAMatrixItIsTheIdentity() throws {
    var bank = try PosteriorBank(
      settings: PosteriorSettings(dimension: 2, hasIntercept: true, priorPrecision: 4), priorMeans: [nil])
    #expect(bank.priorForm(0, context: [3, 4]) == 26)
    let before = bank.precision(0)
    #expect(before == [4, 0, 0, 0, 4, 0, 0, 0, 4])
    bank.closeBatch([Observation(arm: 0, context: [1, 2], reward: 1)])
    let after = bank.precision(0)
    #expect(zip(after, [5, 2, 1, 2, 8, 2, 1, 2, 5]).allSatisfy { abs($0 - $1) < 1e-12 })
  }
}
