/// The numbers that turn statistics into posteriors; shared by all reward models.
///
/// Prior w ~ N(s E, (λ₀ M)⁻¹); reward r | x ~ N(w·x, σ²).
package struct PosteriorSettings: Equatable, Codable, Sendable {
  /// Greatest length of a context.
  package static let dimensionLimit = 4096
  /// Least and greatest λ₀ and σ² taken: far outside of what has a meaning, and no product of them overflows.
  package static let scaleRange = 1e-60...1e60

  /// d, the length of a context, 1…4096; with an intercept it may be 0.
  package var dimension: Int
  /// Whether a constant 1 is appended to every context.
  package var hasIntercept: Bool
  /// λ₀ > 0.
  package var priorPrecision: Double
  /// σ² > 0, in squared units of the normalised reward.
  package var noiseVariance: Double
  /// s, multiplies all of the prior mean, the intercept's entry included.
  package var priorScale: Double
  /// γ in (0, 1]: what stays of every statistic at each close of a batch.
  package var forgetting: Double

  package init(
    dimension: Int, hasIntercept: Bool = false, priorPrecision: Double = 1, noiseVariance: Double = 1,
    priorScale: Double = 1, forgetting: Double = 1
  ) {
    self.dimension = dimension
    self.hasIntercept = hasIntercept
    self.priorPrecision = priorPrecision
    self.noiseVariance = noiseVariance
    self.priorScale = priorScale
    self.forgetting = forgetting
  }

  /// Length of a weight vector: `dimension`, one more with an intercept.
  package var width: Int { dimension + (hasIntercept ? 1 : 0) }
}

extension PosteriorSettings {
  /// The first setting outside its domain, if any.
  var violation: EngineError? {
    // Without numbers in the contexts the intercept is all there is to learn.
    guard ((hasIntercept ? 0 : 1)...Self.dimensionLimit).contains(dimension) else {
      return .dimensionOutOfRange(dimension)
    }
    guard Self.scaleRange.contains(priorPrecision) else {
      return .settingOutOfRange(.priorPrecision, priorPrecision)
    }
    guard Self.scaleRange.contains(noiseVariance) else {
      return .settingOutOfRange(.noiseVariance, noiseVariance)
    }
    guard priorScale.magnitude <= Self.scaleRange.upperBound else {
      return .settingOutOfRange(.priorScale, priorScale)
    }
    guard forgetting > 0, forgetting <= 1 else { return .settingOutOfRange(.forgetting, forgetting) }
    return nil
  }
}
