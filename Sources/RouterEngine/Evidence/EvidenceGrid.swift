/// The values of λ₀, σ² and s among which evidence chooses.
///
/// Evidence is summed over reward models, because all of them share the settings. It is flat at its top (half a decade
/// of λ₀ costs a fraction of a nat per weight), so a grid finds what a search would, and finds it the same way on every
/// machine: a rounding error can move a choice by a step only where both steps are as good.
///
/// Equal evidence: the first in the order of the lists (s outermost, λ₀ innermost). The standard lists begin with what
/// trusts data least: the strongest prior, the most noise, the prior's mean as given.
///
/// Source: docs/engine.md, *Evidence*; the grid's values are ours.
///
/// Tested by `EvidenceGridTests`, and by `SettingsChooserTests` in worlds with known values.
package struct EvidenceGrid: Equatable, Sendable {
  package var priorPrecisions: [Double]
  package var noiseVariances: [Double]
  package var priorScales: [Double]

  package init(priorPrecisions: [Double], noiseVariances: [Double], priorScales: [Double]) {
    self.priorPrecisions = priorPrecisions
    self.noiseVariances = noiseVariances
    self.priorScales = priorScales
  }

  /// λ₀: half-decades from 10³ down to 10⁻². For unit contexts 10³ is no learning within a thousand rewards, and 10⁻²
  /// no prior at all.
  ///
  /// σ²: five a decade from 10² down to 10⁻²; finer, because every reward speaks of it: the greatest miss, a factor of
  /// 1.26, costs 0.013 nats per reward, and 12 % of a standard deviation. Normalised rewards, which are clipped or
  /// within [0, 1], have variances in the inner two decades.
  ///
  /// s: as given, weaker, not at all, and twice.
  package static let standard = EvidenceGrid(
    priorPrecisions: [1000, 300, 100, 30, 10, 3, 1, 0.3, 0.1, 0.03, 0.01],
    noiseVariances: [
      100, 63, 40, 25, 16, 10, 6.3, 4, 2.5, 1.6, 1, 0.63, 0.4, 0.25, 0.16, 0.1, 0.063, 0.04, 0.025, 0.016,
      0.01,
    ],
    priorScales: [1, 0.5, 0.25, 0, 2])

  /// A point of the grid and its evidence.
  package struct Point: Equatable, Sendable {
    package var priorPrecision: Double
    package var noiseVariance: Double
    package var priorScale: Double
    /// Summed over reward models, in nats.
    package var logEvidence: Double
  }

  /// The point of the greatest evidence.
  ///
  /// - Parameter spectra: one per reward model.
  /// - Returns: `nil` where no point has a finite evidence, or there is none.
  /// - Complexity: O(points · reward models · width). s is not tried out where no prior has a mean.
  package func best(_ spectra: [EvidenceSpectrum]) -> Point? {
    let scales = spectra.contains(where: \.hasPriorMean) ? priorScales : Array(priorScales.prefix(1))
    var best: Point?
    for scale in scales {
      for variance in noiseVariances {
        for precision in priorPrecisions {
          let value = Self.logEvidence(spectra, precision, variance, scale)
          guard value.isFinite, value > best?.logEvidence ?? -.infinity else { continue }
          best = Point(
            priorPrecision: precision, noiseVariance: variance, priorScale: scale, logEvidence: value)
        }
      }
    }
    return best
  }

  /// Summed over reward models, in their order.
  static func logEvidence(
    _ spectra: [EvidenceSpectrum], _ precision: Double, _ variance: Double, _ scale: Double
  ) -> Double {
    spectra.reduce(0) {
      $0
        + $1.logEvidence(priorPrecision: precision, noiseVariance: variance, priorScale: scale)
    }
  }
}
