import ElementaryFunctions
import LinearAlgebra

extension PosteriorBank {
  /// Log density of an arm's rewards under prior and noise, with the weights integrated out, from its statistics:
  /// ```
  /// log p = −½ [ n log 2πσ² + q/σ² + log det Λ − log det Λ₀ + s² Eᵀ Λ₀ E − bᵀ Λ⁻¹ b ]      Λ₀ = λ₀ M
  /// ```
  /// Exact for the λ₀, σ² and s in force, whatever they were when rewards came in. At γ = 1 it is the sum of one-step
  /// predictive log densities, every reward predicted from all before it. Where statistics have aged or been scaled by
  /// `forget`, n is the effective count, and every reward counts by its weight.
  ///
  /// - Returns: in nats; 0 without observations. NaN or an infinity where numbers overflow.
  /// - Complexity: O(width²) with the factor at hand, else O(width³).
  ///
  /// Numerics: q/σ² and bᵀΛ⁻¹b cancel where rewards are predicted well, and the determinants where little was seen or
  /// nearly all is forgotten: absolute error about 1e-16 · (q/σ² + width · |log λ₀|), whatever is left of the sum.
  ///
  /// Beware: rewards of one prompt are correlated, so that evidence trusts small data too much.
  ///
  /// Source: docs/engine.md, *Evidence*; the closed form is that of Bayesian linear regression (Bishop, *Pattern
  /// Recognition and Machine Learning* (2006), section 3.5.1) with a prior mean. Tested by
  /// `PosteriorBank+EvidenceTests` against the sum of predictive densities, and by `EvidenceSpectrumTests`.
  package mutating func logEvidence(_ arm: Int) -> Double {
    guard arms.indices.contains(arm) else { return 0 }
    return arms[arm].logEvidence(settings)
  }

  /// Σ log N(r; m, σ² + v) over an arm's rewards, each predicted by the posterior as it stood when its batch began to
  /// close (before that close's ageing), under the settings then in force; 0 unless `tracksEvidence`.
  ///
  /// Rewards of one batch do not inform one another's prediction: where every batch brings an arm one reward, and
  /// γ = 1, this is `logEvidence`; else the two differ by the information within batches.
  ///
  /// - Returns: in nats; 0 for an arm that does not exist.
  /// - Complexity: O(1).
  ///
  /// Source: docs/engine.md, *Evidence*. Tested by `PosteriorBank+EvidenceTests`.
  package func predictiveEvidence(_ arm: Int) -> Double {
    arms.indices.contains(arm) ? arms[arm].predictiveEvidence : 0
  }
}

extension ArmPosterior {
  /// See `PosteriorBank.logEvidence`.
  mutating func logEvidence(_ settings: PosteriorSettings) -> Double {
    guard isObserved else { return 0 }
    makeFactor(settings)
    let scale = settings.priorPrecision * settings.priorScale * settings.priorScale
    var prior = 0.0
    for (one, other) in zip(priorMean, priorInformation) { prior += one * other }
    let posterior = halfMean.reduce(0) { $0 + $1 * $1 }
    let determinants =
      block.logDeterminant - (priorMatrix?.block.logDeterminant ?? 0)
      - Double(width) * log(settings.priorPrecision)
    let noise = effectiveWeight * log(2 * Double.pi * settings.noiseVariance)
    return -(noise + squaredRewards / settings.noiseVariance + determinants + scale * prior - posterior) / 2
  }

  /// Adds the log densities of rewards under the posterior as it stands.
  ///
  /// - Complexity: O(rewards · width²), and O(width³) where the factor is not at hand.
  mutating func predict(rows: [Double], rewards: [Double], settings: PosteriorSettings) {
    guard !rewards.isEmpty else { return }
    for (score, reward) in zip(scores(rows: rows, settings: settings), rewards) {
      let variance = settings.noiseVariance + score.standardDeviation * score.standardDeviation
      let innovation = (reward - score.mean) / variance.squareRoot()
      predictiveEvidence -= (log(2 * Double.pi * variance) + innovation * innovation) / 2
    }
  }
}
