import CKernels
import COpenBLAS

extension ArmPosterior {
  /// Makes L, L Lᵀ = λ₀ M + S/σ², and L⁻¹ b, if they are not at hand: those of the base, if nothing is, and then the
  /// rows that wait and are not in it, rotated in.
  ///
  /// Rows far from unit length can make the base's matrix numerically singular; its diagonal is then raised by 2⁻⁵⁰ of
  /// its greatest entry, and by 16 times more until the factor exists: a function of the statistics like everything
  /// else.
  ///
  /// - Complexity: O(width³) where the base's is not at hand, and O(width²) for each row rotated in.
  mutating func makeFactor(_ settings: PosteriorSettings) {
    guard isObserved else { return }
    if halfMean.isEmpty { makeBaseFactor(settings) }
    if rotatedRows < pending.count { rotatePendingRows(settings, solving: nil) }
  }

  /// The same, and solves L u = x, u in place of x; in one pass over L where rows are rotated in.
  mutating func makeFactor(_ settings: PosteriorSettings, solving row: UnsafeMutablePointer<Double>) {
    guard isObserved else { return }
    if halfMean.isEmpty { makeBaseFactor(settings) }
    if rotatedRows < pending.count {
      rotatePendingRows(settings, solving: row)
    } else {
      block.withUnsafeBufferPointer { rmtop_solve_one($0.baseAddress, width, width, row) }
    }
  }

  private mutating func makeBaseFactor(_ settings: PosteriorSettings) {
    var raise = 0.0
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rmtop_cholesky_numbers(width)) { work in
      while !factor(settings, raise: raise, work: work) && raise < 1 { raise = max(raise * 16, 0x1p-50) }
    }
    var half = priorInformation
    for index in half.indices {
      half[index] =
        settings.priorPrecision * (settings.priorScale * half[index])
        + rewardedContexts[index] / settings.noiseVariance
    }
    let width = width
    half.withUnsafeMutableBufferPointer { half in
      block.withUnsafeBufferPointer { block in
        guard let half = half.baseAddress, let block = block.baseAddress else { return }
        rmtop_solve_one(block, width, width, half)
      }
    }
    halfMean = half
    rotatedRows = 0
  }

  /// Λ + x xᵀ/σ² and b + r x/σ²: the row x/σ, and beside it r/σ.
  private mutating func rotatePendingRows(
    _ settings: PosteriorSettings, solving row: UnsafeMutablePointer<Double>?
  ) {
    let width = width
    let scale = 1 / settings.noiseVariance.squareRoot()
    var rows = pending.rows[(rotatedRows * width)...].map { $0 * scale }
    var rewards = pending.rewards[rotatedRows...].map { $0 * scale }
    block.withUnsafeMutableBufferPointer { block in
      halfMean.withUnsafeMutableBufferPointer { half in
        rmtop_rotate_rows(
          block.baseAddress, width, width, half.baseAddress, &rows, &rewards, rewards.count, row)
      }
    }
    rotatedRows = pending.count
  }

  /// Whether the base's matrix, its diagonal raised by `raise` times its greatest entry, is positive definite; if so
  /// its factor stands below the block's diagonal.
  private mutating func factor(
    _ settings: PosteriorSettings, raise: Double, work: UnsafeMutableBufferPointer<Double>
  ) -> Bool {
    let width = width
    let prior = priorMatrix?.block
    return block.withUnsafeMutableBufferPointer { block in
      guard let base = block.baseAddress else { return false }
      let greatest = rmtop_precision(
        base, prior, width, settings.priorPrecision, 1 / settings.noiseVariance)
      if raise > 0 {
        for row in 0..<width { base[row * (width + 1)] += raise * greatest }
      }
      return rmtop_cholesky(base, width, width, work.baseAddress)
    }
  }

  /// μ = Λ⁻¹ b.
  ///
  /// - Complexity: O(width²) with the factor at hand.
  mutating func posteriorMean(_ settings: PosteriorSettings) -> [Double] {
    guard isObserved else { return priorMean.map { settings.priorScale * $0 } }
    makeFactor(settings)
    var mean = halfMean
    let order = Int32(width)
    mean.withUnsafeMutableBufferPointer { mean in
      block.withUnsafeBufferPointer { block in
        cblas_dtrsv(
          CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, order, block.baseAddress, order,
          mean.baseAddress, 1)
      }
    }
    return mean
  }

  /// The diagonal of Λ⁻¹.
  ///
  /// - Complexity: O(width³), and some 250 columns of memory while it runs.
  mutating func varianceDiagonal(_ settings: PosteriorSettings) -> [Double] {
    guard isObserved else {
      return priorMatrix?.inverseDiagonal.map { $0 / settings.priorPrecision }
        ?? Array(repeating: 1 / settings.priorPrecision, count: width)
    }
    makeFactor(settings)
    return Self.inverseDiagonal(ofFactor: block, width: width)
  }

  /// The diagonal of (L Lᵀ)⁻¹: the squared lengths of the columns of L⁻¹.
  static func inverseDiagonal(ofFactor block: [Double], width: Int) -> [Double] {
    Array(unsafeUninitializedCapacity: width) { diagonal, filled in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rmtop_inverse_diagonal_numbers(width)) {
        rmtop_inverse_diagonal(block, width, width, diagonal.baseAddress, $0.baseAddress)
      }
      filled = width
    }
  }
}
