import TestSupport
import Testing

@testable import RouterEngine

/// The diagonal form of the evidence against the Cholesky form, whose own test is an elimination on the rewards.
@Suite struct EvidenceSpectrumTests {
  enum Shape: CaseIterable { case identity, shared, perArm }

  private func bank(
    _ dimension: Int, _ shape: Shape, intercept: Bool, forgetting: Double, seed: Int
  ) throws -> PosteriorBank {
    var generator = SeededGenerator(seed: seed * 1000 + dimension)
    let settings = PosteriorSettings(dimension: dimension, hasIntercept: intercept, forgetting: forgetting)
    let matrices = (0..<3).map { _ in
      PriorMatrixTests.matrix(settings.width, &generator).flatMap { $0 }
    }
    let priorShape: PriorShape =
      switch shape {
      case .identity: .identity
      case .shared: .shared(matrices[0])
      case .perArm: .perArm(matrices)
      }
    let priors: [[Double]?] = [generator.vector(settings.width), nil, generator.vector(settings.width)]
    var bank = try PosteriorBank(settings: settings, priorMeans: priors, priorShape: priorShape)
    for _ in 0..<3 {
      // The last arm is never observed.
      bank.closeBatch(
        (0..<(dimension / 2 + 4)).map { _ in
          Observation(
            arm: generator.below(2), context: generator.vector(dimension), reward: generator.normal())
        })
    }
    return bank
  }

  @Test(arguments: [1, 2, 3, 8, 20], Shape.allCases) func equalsLogEvidenceAtEveryPoint(
    dimension: Int, shape: Shape
  ) throws {
    for seed in 0..<4 {
      var bank = try bank(
        dimension, shape, intercept: seed % 2 == 1, forgetting: seed > 1 ? 0.9 : 1, seed: seed)
      if seed == 3 { try bank.forget(arm: 1, keep: 0.5) }
      let spectra = try (0..<3).map { try #require(bank.evidenceSpectrum($0)) }
      for precision in [0.01, 0.3, 1, 30, 1000] {
        for variance in [0.01, 0.25, 1, 100] {
          for scale in [0, 0.5, 1, 2] {
            try bank.changeSettings(
              priorPrecision: precision, noiseVariance: variance, priorScale: scale)
            for arm in 0..<3 {
              let expected = bank.logEvidence(arm)
              let found = spectra[arm].logEvidence(
                priorPrecision: precision, noiseVariance: variance, priorScale: scale)
              #expect(abs(found - expected) <= 1e-9 * max(1, abs(expected)))
            }
          }
        }
      }
      #expect(spectra[0].effectiveCount == bank.effectiveCount(0))
      #expect(spectra[2].logEvidence(priorPrecision: 1, noiseVariance: 1, priorScale: 1) == 0)
    }
  }

  /// Scales mean nothing without a prior mean, bit for bit, so that ties are ties.
  @Test func withoutPriorMeanTheScaleChangesNoBit() throws {
    let bank = try bank(5, .perArm, intercept: false, forgetting: 1, seed: 1)
    let spectrum = try #require(bank.evidenceSpectrum(1))
    #expect(!spectrum.hasPriorMean)
    #expect(try #require(bank.evidenceSpectrum(0)).hasPriorMean)
    let values = [0, 0.5, 1, 2, -7].map {
      spectrum.logEvidence(priorPrecision: 0.3, noiseVariance: 0.6, priorScale: $0)
    }
    #expect(Set(values).count == 1)
  }

  /// The greatest numbers that are folded leave every point finite, and nothing traps.
  @Test func theGreatestNumbersAreFiniteAndWhatDoesNotExistHasNone() throws {
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 2), priorMeans: [nil])
    #expect(bank.evidenceSpectrum(1) == nil)
    #expect(bank.evidenceSpectrum(-1) == nil)
    for _ in 0..<3 { bank.closeBatch([Observation(arm: 0, context: [1e60, 1e60], reward: 1e60)]) }
    let spectrum = try #require(bank.evidenceSpectrum(0))
    for variance in [1e-60, 1, 1e60] {
      let value = spectrum.logEvidence(priorPrecision: 1e-60, noiseVariance: variance, priorScale: 1)
      #expect(value.isFinite)
    }
  }

  /// What a kernel's rounding leaves of c where no context points must not be divided by an eigenvalue that is rounding
  /// itself: a direction without contexts says nothing, whatever number stands there.
  @Test(arguments: [-1e104, -1e-300, 0, 1e-300, 1e90]) func roundingInDirectionsWithoutContextsSaysNothing(
    eigenvalue: Double
  ) {
    func value(leftover: Double, _ precision: Double, _ variance: Double) -> Double {
      EvidenceSpectrum(
        eigenvalues: [eigenvalue, 6e120], rewarded: [leftover, 4.2e120], prior: [0.5, 0.25],
        squaredRewards: 3e120, effectiveCount: 3
      ).logEvidence(priorPrecision: precision, noiseVariance: variance, priorScale: 1)
    }
    for precision in [1e-60, 1, 1e60] {
      for variance in [1e-60, 1, 1e60] {
        let without = value(leftover: 0, precision, variance)
        #expect(without.isFinite)
        for leftover in [-1e106, -1, 1e104, 1e118] {
          let found = value(leftover: leftover, precision, variance)
          // An eigenvalue of 0 or less is no direction; in another the data say q/σ² at most.
          #expect(abs(found - without) <= (eigenvalue > 0 ? 3e120 / variance : 0))
        }
      }
    }
  }

  /// Contexts of one direction leave eigenvalues of 0, which rounding makes negative as often as not.
  @Test func eigenvaluesAreNeverNegative() throws {
    for seed in 0..<8 {
      var generator = SeededGenerator(seed: seed)
      var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 12), priorMeans: [nil])
      let row = generator.vector(12)
      bank.closeBatch(Array(repeating: Observation(arm: 0, context: row, reward: 1), count: 20))
      let spectrum = try #require(bank.evidenceSpectrum(0))
      #expect(spectrum.eigenvalues.allSatisfy { $0 >= 0 })
    }
  }
}
