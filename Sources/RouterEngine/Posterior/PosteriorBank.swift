/// The posteriors of all reward models: canonical statistics, and factors made from them when somebody looks.
///
/// For every arm k, with x the context (1 appended where there is an intercept), r the normalised reward and γ^age
/// the forgetting since the observation's batch closed:
/// ```
/// S = Σ γ^age x xᵀ    c = Σ γ^age r x    q = Σ γ^age r²    n
/// Λ = λ₀ M + S/σ²     b = λ₀ M s E + c/σ²     μ = Λ⁻¹ b
/// ```
/// A value: copying it is O(number of arms), and its matrices are copied when one of the copies changes them.
/// Statistics change in `closeBatch` and `forget` only; everything else is a function of them and of the settings,
/// so a run that is folded whole, line by line, or sought to has the same bits.
///
/// The score of an arm for x is N(μ·x, xᵀ Λ⁻¹ x): the law of w·x under the posterior of w, so that drawing scores is
/// Thompson sampling without drawing weights.
///
/// Storage: one `width` × (`width` + 1) column-major block per arm, L below and on the diagonal, S above it; none
/// before the arm's first observation, nor after a reset. A prior matrix M that is not I takes a block, too. Beside it
/// up to 64 rows of an arm that is brought fewer than eight at a close wait to be folded together; the factor is then
/// that of the block with these rotated in, in order (Givens): O(width²) for a row in place of O(width³).
///
/// Numerics: double precision throughout. Equal builds on equal CPUs give equal bits; others agree to 1e-9, for
/// λ₀ = 1e-3 and σ² = 1e-2 too. After 20,000 closes means and variances are within 1e-10 (relative) of a solve in
/// extended precision while Λ's condition number is below about 10⁴, and within 1e-14 times that number beyond: where
/// one context comes 15,000 times, σ² = 0.01 and λ₀ = 0.001, the variance of a direction that is never seen is
/// right to 1e-5. No variance is ever negative.
///
/// Source: Wu & Lu, *Reward Model Routing in Alignment* (2025), section 3.3, the posterior's update: with w ~ N(μ⁰, Σ⁰)
/// at first, Σ ← (Σ⁻¹ + Σᵢ xᵢ xᵢᵀ/σ²)⁻¹ and μ ← Σ (Σ⁻¹ μ + Σᵢ rᵢ xᵢ/σ²); in its code `BayesianRouter.update`. The same
/// posterior at s = γ = 1 and M = I. Departures: Λ is made from statistics and factored, in place of an
/// eigendecomposition with eigenvalues raised to 1e-10 of the greatest; an intercept; s, M and γ, where forgetting
/// leads back to the prior, because it ages S and c and not Λ; a batch is folded when it closes; the prior is on (the
/// published snapshot sets μ⁰ = 0).
///
/// Tested by `PosteriorBankTests` and its aspects, and `PendingRowsTests`, against values of an independent program,
/// elimination, and solves in extended precision.
package struct PosteriorBank: Sendable {
  /// Greatest number of reward models.
  package static let armLimit = 64
  /// Memory for matrices, in bytes, where the caller names none: enough for 31 reward models at d = 4096.
  package static let defaultMemoryLimit = 4 << 30

  package internal(set) var settings: PosteriorSettings
  /// Whether every close adds to `predictiveEvidence`; false at first. It takes a factor of every arm that has rewards
  /// in the batch, which folding alone does not.
  package var tracksEvidence = false
  /// The order in which the next scores read the arms' factors, which no score depends on.
  var readsBackwards = false
  let memoryLimit: Int
  var arms: [ArmPosterior]
  let priorKind: PriorKind

  /// Where an added arm's M comes from.
  enum PriorKind: Sendable {
    case identity
    case shared(PriorMatrix)
    case perArm
  }

  /// Posteriors without observations.
  ///
  /// - Parameters:
  ///   - settings: every number in its documented domain.
  ///   - priorMeans: E, one entry per reward model: `nil` is zeros; of length `dimension` (the intercept's prior
  ///     mean is then 0) or `width`.
  ///   - priorShape: M.
  ///   - memoryLimit: bytes that all matrices together may need once every reward model has been observed.
  /// - Throws: the first thing out of its domain; `memory` before anything large is allocated.
  package init(
    settings: PosteriorSettings, priorMeans: [[Double]?], priorShape: PriorShape = .identity,
    memoryLimit: Int = Self.defaultMemoryLimit
  ) throws(EngineError) {
    if let violation = settings.violation { throw violation }
    guard priorMeans.count <= Self.armLimit else { throw .tooManyArms(priorMeans.count) }
    let needed = Self.memoryNeeded(settings: settings, count: priorMeans.count, priorShape: priorShape)
    guard needed <= memoryLimit else { throw .memory(needed: needed, limit: memoryLimit) }
    self.settings = settings
    self.memoryLimit = memoryLimit
    switch priorShape {
    case .identity: priorKind = .identity
    case .shared(let entries):
      priorKind = .shared(try PriorMatrix(entries, width: settings.width, arm: 0))
    case .perArm(let matrices):
      guard matrices.count == priorMeans.count else {
        throw .priorMatrixCount(matrices.count, expected: priorMeans.count)
      }
      priorKind = .perArm
    }
    arms = []
    for (arm, mean) in priorMeans.enumerated() {
      let matrix: PriorMatrix?
      switch (priorKind, priorShape) {
      case (.shared(let one), _): matrix = one
      case (_, .perArm(let matrices)):
        matrix = try PriorMatrix(matrices[arm], width: settings.width, arm: arm)
      default: matrix = nil
      }
      arms.append(try ArmPosterior(priorMean: mean, matrix: matrix, arm: arm, settings: settings))
    }
  }

  /// Bytes of all matrices once every one of `count` reward models has been observed: w(w+1)·8 for each, and for
  /// each prior matrix.
  package static func memoryNeeded(
    settings: PosteriorSettings, count: Int, priorShape: PriorShape = .identity
  ) -> Int {
    let matrices =
      switch priorShape {
      case .identity: 0
      case .shared: 1
      case .perArm: count
      }
    return (count + matrices) * blockSize(settings)
  }

  static func blockSize(_ settings: PosteriorSettings) -> Int {
    settings.width * (settings.width + 1) * MemoryLayout<Double>.stride
  }

  /// Number of reward models.
  package var count: Int { arms.count }

  /// Observations folded into an arm, times what `forget` kept of them, rounded.
  package func observationCount(_ arm: Int) -> Int {
    arms.indices.contains(arm) ? Int(arms[arm].weight.rounded()) : 0
  }

  /// Σ γ^age over an arm's observations, times what `forget` kept: how many its statistics are worth.
  package func effectiveCount(_ arm: Int) -> Double {
    arms.indices.contains(arm) ? arms[arm].effectiveWeight : 0
  }

  /// Changes λ₀, σ² or s; exact, at O(number of arms), because statistics do not contain them. `nil` keeps.
  ///
  /// A changed γ holds for the closes that follow.
  ///
  /// - Throws: `settingOutOfRange`; nothing has changed then.
  package mutating func changeSettings(
    priorPrecision: Double? = nil, noiseVariance: Double? = nil, priorScale: Double? = nil,
    forgetting: Double? = nil
  ) throws(EngineError) {
    var changed = settings
    changed.priorPrecision = priorPrecision ?? settings.priorPrecision
    changed.noiseVariance = noiseVariance ?? settings.noiseVariance
    changed.priorScale = priorScale ?? settings.priorScale
    changed.forgetting = forgetting ?? settings.forgetting
    if let violation = changed.violation { throw violation }
    guard changed != settings else { return }
    settings = changed
    for arm in arms.indices { arms[arm].invalidate() }
  }
}
