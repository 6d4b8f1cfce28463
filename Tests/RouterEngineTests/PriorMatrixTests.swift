import LinearAlgebra
import TestSupport
import Testing

@testable import RouterEngine

/// Priors with a matrix, against elimination.
@Suite struct PriorMatrixTests {
  /// A random positive definite matrix: A Aᵀ + I/2.
  static func matrix(_ width: Int, _ generator: inout SeededGenerator) -> [[Double]] {
    let half = (0..<width).map { _ in generator.vector(width) }
    return half.indices.map { row in
      half.indices.map { column in
        zip(half[row], half[column]).reduce(row == column ? 0.5 : 0) { $0 + $1.0 * $1.1 }
      }
    }
  }

  private func expectEqual(
    _ bank: inout PosteriorBank, _ arm: Int, _ expected: ReferencePosterior,
    _ location: SourceLocation = #_sourceLocation
  ) {
    for (value, wanted) in zip(bank.posteriorMean(arm), expected.mean) {
      #expect(abs(value - wanted) < 1e-9 * max(1, abs(wanted)), sourceLocation: location)
    }
    for (index, value) in bank.varianceDiagonal(arm).enumerated() {
      let wanted = expected.covariance[index][index]
      #expect(abs(value - wanted) < 1e-9 * max(1, wanted), sourceLocation: location)
    }
    let settings = bank.settings
    var generator = SeededGenerator(seed: arm)
    let probes = (0..<9).map { _ in generator.vector(settings.dimension) }
    for (probe, score) in zip(probes, bank.scores(of: probes, arms: [arm])) {
      let wanted = expected.score(probe + (settings.hasIntercept ? [1] : []))
      #expect(abs(score[0].mean - wanted.mean) < 1e-9 * max(1, abs(wanted.mean)), sourceLocation: location)
      #expect(
        abs(score[0].standardDeviation - wanted.standardDeviation) < 1e-9 * max(1, wanted.standardDeviation),
        sourceLocation: location)
    }
  }

  @Test(arguments: [1, 2, 5, 9, 24], [false, true]) func sharedAndOwnMatricesEqualElimination(
    dimension: Int, shared: Bool
  ) throws {
    for intercept in [false, true] {
      var generator = SeededGenerator(seed: dimension * 2 + (shared ? 1 : 0))
      var settings = PosteriorSettings(
        dimension: dimension, hasIntercept: intercept, priorPrecision: 0.3, noiseVariance: 0.4,
        priorScale: -1.5,
        forgetting: 0.9)
      let width = settings.width
      let one = Self.matrix(width, &generator)
      let matrices = (0..<3).map { _ in shared ? one : Self.matrix(width, &generator) }
      let priors = (0..<3).map { _ in generator.vector(width) }
      var bank = try PosteriorBank(
        settings: settings, priorMeans: priors,
        priorShape: shared ? .shared(one.flatMap { $0 }) : .perArm(matrices.map { $0.flatMap { $0 } }))
      var seen: [[(context: [Double], reward: Double, weight: Double)]] = [[], [], []]
      func expectAll(_ bank: inout PosteriorBank) {
        for arm in 0..<3 {
          expectEqual(
            &bank, arm,
            ReferencePosterior(
              settings: settings, prior: priors[arm], matrix: matrices[arm], observations: seen[arm]))
        }
      }
      expectAll(&bank)
      for _ in 0..<5 {
        for arm in 0..<3 { for index in seen[arm].indices { seen[arm][index].weight *= 0.9 } }
        // The last arm is never observed.
        let batch = (0..<10).map { _ in
          Observation(
            arm: generator.below(2), context: generator.vector(dimension), reward: generator.normal())
        }
        for one in batch { seen[one.arm].append((one.context + (intercept ? [1] : []), one.reward, 1)) }
        bank.closeBatch(batch)
      }
      expectAll(&bank)
      settings.priorPrecision = 4
      settings.priorScale = 0
      try bank.changeSettings(priorPrecision: 4, priorScale: 0)
      expectAll(&bank)
      try bank.forget(arm: 0, keep: 0)
      seen[0] = []
      expectAll(&bank)
    }
  }

  @Test func theIdentityAsAMatrixIsTheIdentity() throws {
    var generator = SeededGenerator(seed: 8)
    let settings = PosteriorSettings(dimension: 3, priorPrecision: 2)
    let priors: [[Double]?] = [generator.vector(3)]
    var plain = try PosteriorBank(settings: settings, priorMeans: priors)
    var matrix = try PosteriorBank(
      settings: settings, priorMeans: priors, priorShape: .shared([1, 0, 0, 0, 1, 0, 0, 0, 1]))
    for _ in 0..<2 {
      #expect(plain.posteriorMean(0) == matrix.posteriorMean(0))
      #expect(plain.varianceDiagonal(0) == matrix.varianceDiagonal(0))
      let batch = [Observation(arm: 0, context: generator.vector(3), reward: 1)]
      plain.closeBatch(batch)
      matrix.closeBatch(batch)
    }
  }

  @Test func anAddedArmHasTheSharedMatrixOrItsOwnOrTheMean() throws {
    var generator = SeededGenerator(seed: 4)
    let settings = PosteriorSettings(dimension: 3, priorPrecision: 2)
    let matrices = (0..<4).map { _ in Self.matrix(3, &generator) }
    let flat = matrices.map { $0.flatMap { $0 } }
    func reference(_ matrix: [[Double]]) -> ReferencePosterior {
      ReferencePosterior(settings: settings, prior: [0, 0, 0], matrix: matrix, observations: [])
    }
    var shared = try PosteriorBank(settings: settings, priorMeans: [nil], priorShape: .shared(flat[0]))
    try shared.addArm(priorMean: nil, present: [0])
    expectEqual(&shared, 1, reference(matrices[0]))
    #expect(throws: EngineError.priorMatrixCount(1, expected: 0)) {
      try shared.addArm(priorMean: nil, present: [], priorMatrix: flat[1])
    }
    var own = try PosteriorBank(
      settings: settings, priorMeans: [nil, nil, nil], priorShape: .perArm(Array(flat[..<3])))
    try own.addArm(priorMean: nil, present: [0, 2])
    try own.addArm(priorMean: nil, present: [0, 2], priorMatrix: flat[3])
    try own.addArm(priorMean: nil, present: [])
    let mean = (0..<3).map { row in
      (0..<3).map { (matrices[0][row][$0] + matrices[2][row][$0]) / 2 }
    }
    expectEqual(&own, 3, reference(mean))
    expectEqual(&own, 4, reference(matrices[3]))
    expectEqual(&own, 5, reference([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))
  }

  @Test func whatIsNoPrecisionIsRefused() {
    func refusal(_ shape: PriorShape, limit: Int = 1 << 20) -> EngineError? {
      do throws(EngineError) {
        _ = try PosteriorBank(
          settings: PosteriorSettings(dimension: 2), priorMeans: [nil, nil], priorShape: shape,
          memoryLimit: limit)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal(.shared([2, 1, 1, 2])) == nil)
    #expect(refusal(.shared([2, 1, 1])) == .priorMatrixSize(arm: 0, count: 3, expected: 4))
    #expect(refusal(.shared([2, 1, 0.5, 2])) == .priorMatrixInvalid(arm: 0))
    #expect(refusal(.shared([1, 2, 2, 1])) == .priorMatrixInvalid(arm: 0))
    #expect(refusal(.shared([0, 0, 0, 0])) == .priorMatrixInvalid(arm: 0))
    #expect(refusal(.shared([1, .nan, .nan, 1])) == .priorMatrixInvalid(arm: 0))
    #expect(refusal(.shared([1e61, 0, 0, 1])) == .priorMatrixInvalid(arm: 0))
    #expect(refusal(.perArm([[1, 0, 0, 1]])) == .priorMatrixCount(1, expected: 2))
    #expect(refusal(.perArm([[1, 0, 0, 1], [-1, 0, 0, 1]])) == .priorMatrixInvalid(arm: 1))
    // Blocks of 48 bytes: two arms and one matrix, or two arms and two.
    #expect(refusal(.identity, limit: 96) == nil)
    #expect(refusal(.shared([1, 0, 0, 1]), limit: 143) == .memory(needed: 144, limit: 143))
    #expect(refusal(.perArm([[1, 0, 0, 1], [1, 0, 0, 1]]), limit: 191) == .memory(needed: 192, limit: 191))
    #expect(refusal(.perArm([[1, 0, 0, 1], [1, 0, 0, 1]]), limit: 192) == nil)
  }

  /// Symmetric to 1e-9 of √(Mᵢᵢ Mⱼⱼ), and the mean of both halves is taken.
  @Test func asymmetryBeyondRoundingIsRefused() throws {
    #expect(throws: EngineError.priorMatrixInvalid(arm: 3)) {
      try PriorMatrix([4, 1, 1 + 1.3e-8, 9], width: 2, arm: 3)
    }
    let matrix = try PriorMatrix([4, 1, 1 + 5e-9, 9], width: 2, arm: 0)
    #expect(matrix.block[0, 1] == matrix.block[1, 0])
    #expect(abs(matrix.block[0, 1] - (1 + 2.5e-9)) < 1e-15)
    // The factor is of that mean, too: xᵀ M⁻¹ x = (9 − 2m + 4)/(36 − m²).
    let mean = 1 + 2.5e-9
    #expect(abs(matrix.block.inverseForm([1, 1]) - (13 - 2 * mean) / (36 - mean * mean)) < 1e-13)
  }
}
