#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One reward model's evidence as a function of λ₀, σ² and s: what its statistics say of all of them, at O(width) a
/// point.
///
/// With M = L_M L_Mᵀ and L_M⁻¹ S L_M⁻ᵀ = Q diag(D) Qᵀ, e = Qᵀ L_Mᵀ E, g = Qᵀ L_M⁻¹ c and h = g − s D e:
/// ```
/// log p = −½ [ n log 2πσ² + (q − 2 s e·g + s² Σ D e² − Σ h²/(λ₀σ² + D))/σ² + Σ log(1 + D/(λ₀σ²)) ]
/// ```
/// the same number as `PosteriorBank.logEvidence`, of which it is the diagonal form: in the basis of Q every weight
/// is a problem of its own. The prior's mean is taken off the rewards before anything is squared, so that a good
/// prior costs no digits.
///
/// - Complexity: of making it (`PosteriorBank.evidenceSpectrum`) one `dsyevd`, O(width³), and two more matrices of
///   memory while it runs; of a point O(width).
///
/// Properties: rotating contexts and prior together changes nothing; with E = 0 it does not depend on s, bit for bit.
///
/// Numerics: as `logEvidence`, about 1e-16 · q/σ² absolute. Eigenvalues that rounding made negative count as 0.
///
/// Edge cases: without observations every point is 0. Where numbers overflow a point is NaN or an infinity.
///
/// Source: engine.md, *Evidence*. Departure: L_M⁻¹ in place of M^-½, which differs by a rotation and so gives the
/// same eigenvalues at a third of the work.
///
/// Tested by `EvidenceSpectrumTests` against `logEvidence`, point by point.
public struct EvidenceSpectrum: Equatable, Sendable {
  /// D, ascending, none below 0.
  let eigenvalues: [Double]
  /// g.
  let rewarded: [Double]
  /// e.
  let prior: [Double]
  /// q.
  let squaredRewards: Double
  /// n, every reward by its weight.
  public let effectiveCount: Double

  /// Whether the prior has a mean, without which s means nothing.
  public var hasPriorMean: Bool { prior.contains { $0 != 0 } }

  /// - Parameters:
  ///   - priorPrecision: λ₀ > 0.
  ///   - noiseVariance: σ² > 0.
  ///   - priorScale: s.
  /// - Returns: in nats.
  /// - Complexity: O(width).
  public func logEvidence(priorPrecision: Double, noiseVariance: Double, priorScale: Double) -> Double {
    guard effectiveCount > 0 else { return 0 }
    let ratio = priorPrecision * noiseVariance
    var squares = squaredRewards
    var determinants = 0.0
    for index in eigenvalues.indices {
      let eigenvalue = eigenvalues[index]
      let mean = priorScale * prior[index]
      let miss = rewarded[index] - eigenvalue * mean
      squares += mean * (eigenvalue * mean - 2 * rewarded[index]) - miss * miss / (ratio + eigenvalue)
      determinants += log1p(eigenvalue / ratio)
    }
    let noise = effectiveCount * log(2 * Double.pi * noiseVariance)
    return -(noise + squares / noiseVariance + determinants) / 2
  }
}
