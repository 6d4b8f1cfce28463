import TestSupport
import Testing

@testable import RouterEngine

@Suite struct EvidenceGridTests {
  private func spectra(prior: [Double]?, seed: Int) throws -> [EvidenceSpectrum] {
    var generator = SeededGenerator(seed: seed)
    var bank = try PosteriorBank(settings: PosteriorSettings(dimension: 3), priorMeans: [prior, prior])
    bank.closeBatch(
      (0..<30).map { _ in
        Observation(arm: generator.below(2), context: generator.vector(3), reward: generator.normal())
      })
    return try (0..<2).map { try #require(bank.evidenceSpectrum($0)) }
  }

  @Test(arguments: 0..<6) func noPointIsBetterThanTheBest(seed: Int) throws {
    let spectra = try spectra(prior: [0.5, -1, 0.2], seed: seed)
    let grid = EvidenceGrid.standard
    let best = try #require(grid.best(spectra))
    var greatest = -Double.infinity
    for scale in grid.priorScales {
      for variance in grid.noiseVariances {
        for precision in grid.priorPrecisions {
          let value = spectra.reduce(0) {
            $0
              + $1.logEvidence(priorPrecision: precision, noiseVariance: variance, priorScale: scale)
          }
          greatest = max(greatest, value)
        }
      }
    }
    #expect(best.logEvidence == greatest)
    #expect(
      EvidenceGrid.logEvidence(spectra, best.priorPrecision, best.noiseVariance, best.priorScale) == greatest)
  }

  @Test func tiesGoToTheFirst() throws {
    let spectra = try spectra(prior: nil, seed: 1)
    #expect(EvidenceGrid.standard.best(spectra)?.priorScale == 1)
    let empty = EvidenceSpectrum(
      eigenvalues: [], rewarded: [], prior: [], squaredRewards: 0, effectiveCount: 0)
    let point = try #require(EvidenceGrid.standard.best([empty]))
    #expect(point == .init(priorPrecision: 1000, noiseVariance: 100, priorScale: 1, logEvidence: 0))
  }

  @Test func theStandardGridIsWhatItsDocsSay() {
    let grid = EvidenceGrid.standard
    for values in [grid.priorPrecisions, grid.noiseVariances] {
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 })
    }
    for (value, next) in zip(grid.noiseVariances, grid.noiseVariances.dropFirst()) {
      #expect(abs(value / next - 1.585) < 0.03)
    }
    for (value, next) in zip(grid.priorPrecisions, grid.priorPrecisions.dropFirst()) {
      #expect(abs(value / next - 3.16) < 0.2)
    }
    #expect((grid.priorPrecisions.first, grid.priorPrecisions.last) == (1000, 0.01))
    #expect((grid.noiseVariances.first, grid.noiseVariances.last) == (100, 0.01))
  }

  @Test func whatIsNotFiniteIsNeverTheBest() {
    let broken = EvidenceSpectrum(
      eigenvalues: [1], rewarded: [.nan], prior: [0], squaredRewards: 1, effectiveCount: 1)
    #expect(EvidenceGrid.standard.best([broken]) == nil)
    let infinite = EvidenceSpectrum(
      eigenvalues: [0], rewarded: [0], prior: [0], squaredRewards: -.infinity, effectiveCount: 1)
    #expect(EvidenceGrid.standard.best([infinite]) == nil)
    #expect(EvidenceGrid(priorPrecisions: [], noiseVariances: [], priorScales: []).best([]) == nil)
  }
}
