import LinearAlgebra

/// What is known of an arm's scores before any triangular solve: O(width) for a context in place of O(width²).
///
/// For every x, of what `scores` computes,
/// ```
/// |mean − μ·x| ≤ meanError ‖x‖        standardDeviation ≤ deviation ‖x‖
/// ```
/// The second because Λ = λ₀ M + S/σ² is at least λ₀ M: xᵀ Λ⁻¹ x ≤ ‖x‖² / (λ₀ · least eigenvalue of M), and that
/// eigenvalue is at least 1/tr(M⁻¹).
///
/// Numerics: both hold for the numbers as computed. A computed factor is that of Λ + E with ‖E‖ ≤ c u tr(Λ), u = 2⁻⁵³,
/// where c grows with width (factorising, up to 64 rotated rows, solving) and with the number of rows added up; a
/// computed mean is x·(L + E₁)⁻ᵀ v and μ·x is x·(L + E₂)⁻ᵀ v, ‖E₁‖, ‖E₂‖ ≤ width u ‖L‖, so that they differ by no more
/// than about 2 width u √tr(Λ) · deviation · ‖μ‖ · ‖x‖. The constants below are some 16 times those of the analysis.
/// Where E could reach half of λ₀ M there is no bound: `deviation` is infinite, and nothing is concluded from it.
///
/// Source: ours. Higham, *Accuracy and Stability of Numerical Algorithms* (2002), theorems 8.5 and 10.3.
///
/// Tested by `ScoreBoundTests`.
struct ScoreBound: Sendable {
  /// μ.
  let mean: [Double]
  let meanError: Double
  let deviation: Double
  /// Of the arm's waiting rows, how many it knows.
  let rows: Int
}

extension ArmPosterior {
  /// The bound of the statistics and settings as they are.
  ///
  /// - Complexity: O(1) where it is at hand, O(width²) with the factor at hand, else O(width³).
  mutating func scoreBound(_ settings: PosteriorSettings) -> ScoreBound {
    if let bound, bound.rows == pending.count { return bound }
    let mean = posteriorMean(settings)
    let trace = traceOfPrecision(settings)
    let deviation = greatestDeviation(settings, trace: trace)
    let unit = 0x1p-53 * Double(16 * (width + 16))
    let root = trace.squareRoot()
    let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let made = ScoreBound(
      mean: mean, meanError: unit * (1 + root * deviation) * length, deviation: deviation, rows: pending.count
    )
    bound = made
    return made
  }

  /// √(1 / (a lower bound of Λ's least eigenvalue)), as far as rounding leaves it standing.
  private mutating func greatestDeviation(_ settings: PosteriorSettings, trace: Double) -> Double {
    let least = priorFloor ?? priorMatrix?.eigenvalueFloor() ?? 1
    priorFloor = least
    let floor = settings.priorPrecision * least
    let ageing = settings.forgetting < 1 ? 1 / (1 - settings.forgetting) : 0
    let unit = 0x1p-53 * (4096 * Double(width + 16) + 64 * (weight + ageing))
    let certain = floor - unit * trace
    return certain > 0 && certain >= floor / 2 ? (1 + 1e-9) / certain.squareRoot() : .infinity
  }

  /// tr(Λ): above the sum of Λ's eigenvalues by roundings only.
  private func traceOfPrecision(_ settings: PosteriorSettings) -> Double {
    var prior = Double(width)
    if let priorMatrix { prior = (0..<width).reduce(0) { $0 + priorMatrix.block[$1, $1] } }
    guard isObserved else { return settings.priorPrecision * prior }
    var squares = pending.rows.reduce(0) { $0 + $1 * $1 }
    for index in 0..<width { squares += block[index, index] }
    return settings.priorPrecision * prior + squares / settings.noiseVariance
  }
}

extension PriorMatrix {
  /// A lower bound of the least eigenvalue of M; not above 0 where rounding leaves none.
  ///
  /// - Complexity: O(width³).
  func eigenvalueFloor() -> Double {
    let width = block.width
    let trace = (0..<width).reduce(0) { $0 + block[$1, $1] }
    return 0.5 / block.inverseDiagonal.reduce(0, +) - 0x1p-53 * Double(64 * (width + 16)) * trace
  }
}
