import ElementaryFunctions

/// One reward model's evidence as a function of λ₀, σ² and s: what its statistics say of all of them, at O(width) a
/// point.
///
/// With M = L_M L_Mᵀ and L_M⁻¹ S L_M⁻ᵀ = Q diag(D) Qᵀ, e = D^½ Qᵀ L_Mᵀ E, g = D^-½ Qᵀ L_M⁻¹ c and h = g − s e:
/// ```
/// log p = −½ [ n log 2πσ² + (q + Σ s e (s e − 2 g) − Σ h² D/(λ₀σ² + D))/σ² + Σ log(1 + D/(λ₀σ²)) ]
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
/// Numerics: as `logEvidence`, about 1e-16 · q/σ² absolute. Eigenvalues that rounding made negative count as 0. g and
/// e are in units of the rewards: g² ≤ q for every weight (Cauchy and Schwarz), which is enforced, because c has no
/// part in a direction that no context has, but for rounding, which an eigenvalue of 0 would blow up. All is divided
/// by σ before it is squared. So whether a point is finite does not depend on the order of operations.
///
/// Edge cases: without observations every point is 0. Where the sum itself overflows a point is NaN or an infinity.
///
/// Source: docs/engine.md, *Evidence*. Departures: L_M⁻¹ in place of M^-½, which differs by a rotation and so gives the
/// same eigenvalues at a third of the work; the factors D^±½.
///
/// Tested by `EvidenceSpectrumTests` against `logEvidence`, point by point.
package struct EvidenceSpectrum: Equatable, Sendable {
  /// D, ascending, none below 0.
  let eigenvalues: [Double]
  /// g, none beyond ±√q.
  let rewarded: [Double]
  /// e.
  let prior: [Double]
  /// q.
  let squaredRewards: Double
  /// n, every reward by its weight.
  package let effectiveCount: Double

  /// - Parameters:
  ///   - eigenvalues: D as they were computed.
  ///   - rewarded: Qᵀ L_M⁻¹ c.
  ///   - prior: Qᵀ L_Mᵀ E.
  init(
    eigenvalues: [Double], rewarded: [Double], prior: [Double], squaredRewards: Double, effectiveCount: Double
  ) {
    let roots = eigenvalues.map { max($0, 0).squareRoot() }
    let limit = squaredRewards.squareRoot()
    self.eigenvalues = eigenvalues.map { max($0, 0) }
    self.rewarded = zip(rewarded, roots).map { $1 > 0 ? min(max($0 / $1, -limit), limit) : 0 }
    self.prior = zip(prior, roots).map { $0 * $1 }
    self.squaredRewards = squaredRewards
    self.effectiveCount = effectiveCount
  }

  /// Whether the prior has a mean, without which s means nothing.
  package var hasPriorMean: Bool { prior.contains { $0 != 0 } }

  /// - Parameters:
  ///   - priorPrecision: λ₀ > 0.
  ///   - noiseVariance: σ² > 0.
  ///   - priorScale: s.
  /// - Returns: in nats.
  /// - Complexity: O(width).
  package func logEvidence(priorPrecision: Double, noiseVariance: Double, priorScale: Double) -> Double {
    guard effectiveCount > 0 else { return 0 }
    let ratio = priorPrecision * noiseVariance
    let deviation = noiseVariance.squareRoot()
    var squares = squaredRewards / noiseVariance
    var determinants = 0.0
    for index in eigenvalues.indices {
      let eigenvalue = eigenvalues[index]
      let mean = priorScale * prior[index] / deviation
      let rewarded = rewarded[index] / deviation
      let miss = rewarded - mean
      squares += mean * (mean - 2 * rewarded) - miss * miss * (eigenvalue / (ratio + eigenvalue))
      determinants += log1p(eigenvalue / ratio)
    }
    let noise = effectiveCount * log(2 * Double.pi * noiseVariance)
    return -(noise + squares + determinants) / 2
  }
}
