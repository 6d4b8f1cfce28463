import LinearAlgebra

extension ArmPosterior {
  /// Makes L, L Lᵀ = λ₀ M + S/σ², and L⁻¹ b, if they are not at hand: those of the base, if nothing is, and then the
  /// rows that wait and are not in it, rotated in.
  ///
  /// Where rows far from unit length have made the base's matrix numerically singular, its diagonal is raised until the
  /// factor exists (`TriangleBlock`): a function of the statistics like everything else.
  ///
  /// - Parameter row: if given, x, which becomes u of L u = x; in one pass over L where rows are rotated in.
  /// - Complexity: O(width³) where the base's is not at hand, and O(width²) for each row rotated in.
  mutating func makeFactor(_ settings: PosteriorSettings, solving row: UnsafeMutablePointer<Double>? = nil) {
    guard isObserved else { return }
    if halfMean.isEmpty { makeBaseFactor(settings) }
    if rotatedRows < pending.count {
      rotatePendingRows(settings, solving: row)
    } else if let row {
      block.solve(row)
    }
  }

  private mutating func makeBaseFactor(_ settings: PosteriorSettings) {
    block.factorise(
      prior: priorMatrix?.block, weight: settings.priorPrecision, scale: 1 / settings.noiseVariance)
    var half = priorInformation
    for index in half.indices {
      half[index] =
        settings.priorPrecision * (settings.priorScale * half[index])
        + rewardedContexts[index] / settings.noiseVariance
    }
    block.solve(&half)
    halfMean = half
    rotatedRows = 0
  }

  /// Λ + x xᵀ/σ² and b + r x/σ²: the row x/σ, and beside it r/σ.
  private mutating func rotatePendingRows(
    _ settings: PosteriorSettings, solving row: UnsafeMutablePointer<Double>?
  ) {
    let scale = 1 / settings.noiseVariance.squareRoot()
    var rows = pending.rows[(rotatedRows * width)...].map { $0 * scale }
    var rewards = pending.rewards[rotatedRows...].map { $0 * scale }
    var half = halfMean
    halfMean = []
    block.rotate(rows: &rows, rest: &rewards, half: &half, solving: row)
    halfMean = half
    rotatedRows = pending.count
  }

  /// μ = Λ⁻¹ b.
  ///
  /// - Complexity: O(width²) with the factor at hand.
  mutating func posteriorMean(_ settings: PosteriorSettings) -> [Double] {
    guard isObserved else { return priorMean.map { settings.priorScale * $0 } }
    makeFactor(settings)
    return block.solution(halfMean, transposed: true)
  }

  /// The diagonal of Λ⁻¹.
  ///
  /// - Complexity: O(width³), and some 250 columns of memory while it runs.
  mutating func varianceDiagonal(_ settings: PosteriorSettings) -> [Double] {
    guard isObserved else {
      return priorMatrix?.block.inverseDiagonal.map { $0 / settings.priorPrecision }
        ?? Array(repeating: 1 / settings.priorPrecision, count: width)
    }
    makeFactor(settings)
    return block.inverseDiagonal
  }
}
