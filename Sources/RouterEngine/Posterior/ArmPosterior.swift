import LinearAlgebra
import StateCoding

/// One reward model's statistics, and the factor made from them.
///
/// The statistics are a *base*, S and c, and the rows that wait beside it (`PendingRows`). The factor is by definition
/// that of the base with the waiting rows rotated in, in order of arrival: so its bits are the same whether somebody
/// looked after every row, made and kept the factor in between, or looks once at the end.
struct ArmPosterior: Codable, Sendable {
  /// E, of length width, before `priorScale`.
  let priorMean: [Double]
  /// M E: E where M = I.
  let priorInformation: [Double]
  /// M; `nil` is I.
  @NotSaved var priorMatrix: PriorMatrix?
  /// The base's c = Σ γ^age r x, of length width.
  var rewardedContexts: [Double]
  /// q = Σ γ^age r².
  var squaredRewards = 0.0
  /// n: observations, times what `forget` kept of them.
  var weight = 0.0
  /// Σ γ^age, times what `forget` kept: how many observations the statistics are worth.
  var effectiveWeight = 0.0
  /// Σ log N(r; m, σ² + v), where the bank tracks it.
  var predictiveEvidence = 0.0
  /// L, and the base's S; empty before the first observation.
  var block: TriangleBlock
  /// A digest of all that made the statistics what they are, in order: equal ones have equal statistics.
  var history = StateDigest()
  /// Observations that are not in the base.
  var pending = PendingRows()
  /// L⁻¹ b; empty while the factor has not been made from the present base and settings.
  @NotSaved var halfMean: [Double] = []
  /// How many of the waiting rows L and `halfMean` hold.
  @NotSaved var rotatedRows = 0
  /// What is known of scores before a solve; made when somebody chooses, and no longer right where its `rows` are not
  /// as many as wait.
  @NotSaved var bound: ScoreBound?
  /// What deviations last were for contexts of length 1, where somebody chose: a guess that decides what is looked at
  /// first, and never what is found.
  @NotSaved var usualDeviation: Double?
  /// A lower bound of M's least eigenvalue, once somebody has asked for it.
  @NotSaved var priorFloor: Double?

  /// - Parameters:
  ///   - priorMean: of length `dimension` or `width`; `nil` is zeros.
  ///   - arm: named in errors.
  init(
    priorMean: [Double]?, matrix: PriorMatrix? = nil, arm: Int, settings: PosteriorSettings
  ) throws(EngineError) {
    let width = settings.width
    var mean = priorMean ?? []
    if priorMean != nil, mean.count != settings.dimension, mean.count != width {
      throw .priorLength(arm: arm, length: mean.count, expected: settings.dimension)
    }
    guard mean.allSatisfy({ $0.magnitude <= PosteriorSettings.scaleRange.upperBound }) else {
      throw .priorOutOfRange(arm: arm)
    }
    mean.append(contentsOf: repeatElement(0, count: width - mean.count))
    self.priorMean = mean
    priorMatrix = matrix
    priorInformation = matrix?.block.times(mean) ?? mean
    block = TriangleBlock(width: width)
    rewardedContexts = Array(repeating: 0, count: width)
  }

  var width: Int { priorMean.count }
  var isObserved: Bool { !block.isEmpty }

  /// Drops the factor; it is made again when somebody looks.
  mutating func invalidate() {
    halfMean = []
    rotatedRows = 0
    bound = nil
  }

  /// Multiplies S, c and q by `keep`, and n too where the arm *forgets* (and does not merely age).
  mutating func scaleStatistics(by keep: Double, forgets: Bool) {
    if forgets { weight *= keep }
    effectiveWeight *= keep
    guard isObserved else { return }
    history.combine(keep)
    guard keep > 0 else {
      invalidate()
      pending = PendingRows()
      block = TriangleBlock(width: width)
      squaredRewards = 0
      for index in rewardedContexts.indices { rewardedContexts[index] = 0 }
      return
    }
    rebase()
    invalidate()
    squaredRewards *= keep
    for index in rewardedContexts.indices { rewardedContexts[index] *= keep }
    block.scale(by: keep)
  }
}
