import LinearAlgebra

extension PosteriorBank {
  /// The score of an arm before any observation, N(s E·x, xᵀ (λ₀ M)⁻¹ x).
  ///
  /// - Parameter form: xᵀ M⁻¹ x by `priorForm`, which does not change as long as the arm is there.
  /// - Complexity: O(width).
  package func priorDistribution(_ arm: Int, context: [Double], form: Double) -> ScoreDistribution {
    ScoreDistribution(
      mean: settings.priorScale * priorScore(arm, context: context), variance: form / settings.priorPrecision)
  }

  /// xᵀ M⁻¹ x, 1 appended to x where there is an intercept.
  ///
  /// - Complexity: O(width²); O(width) where M = I.
  package func priorForm(_ arm: Int, context: [Double]) -> Double {
    let row = row(of: context)
    return arms[arm].priorMatrix?.block.inverseForm(row[...]) ?? row.reduce(0) { $0 + $1 * $1 }
  }

  /// Whether all arms have one M, so that `priorForm` is the same for all.
  package var sharesPrior: Bool {
    if case .perArm = priorKind { false } else { true }
  }

  /// Λ of an arm, width × width, symmetric: what a prior file's M has to be, with λ₀ = 1, for another run to go on from
  /// here.
  ///
  /// - Complexity: O(width³).
  package mutating func precision(_ arm: Int) -> [Double] { arms[arm].precision(settings) }
}

extension ArmPosterior {
  /// Λ = L Lᵀ; λ₀ M before the first observation.
  fileprivate mutating func precision(_ settings: PosteriorSettings) -> [Double] {
    let width = width
    guard isObserved else {
      let entries = priorMatrix?.block.entries ?? (0..<(width * width)).map { $0 % (width + 1) == 0 ? 1 : 0 }
      return entries.map { $0 * settings.priorPrecision }
    }
    makeFactor(settings)
    return block.product
  }
}
