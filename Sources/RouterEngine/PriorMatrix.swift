import CKernels
import COpenBLAS

/// The shape M of the prior's precision Λ₀ = λ₀ M; of `width` × `width` numbers (the intercept last, where there is
/// one), symmetric and positive definite.
public enum PriorShape: Equatable, Sendable {
  /// M = I.
  case identity
  /// One for all reward models.
  case shared([Double])
  /// One per reward model, in their order.
  case perArm([[Double]])
}

/// A checked M and its Cholesky factor, in one block like an arm's: the factor below and on the diagonal, M above it.
struct PriorMatrix: Sendable {
  let width: Int
  let block: [Double]

  /// - Parameters:
  ///   - entries: width × width numbers; row or column major, because they are symmetric.
  ///   - arm: named in errors.
  /// - Throws: `priorMatrixSize`, or `priorMatrixInvalid` for one that has a number that is not finite or beyond
  ///   1e60, differs from its transpose by more than 1e-9 of √(Mᵢᵢ Mⱼⱼ), or is not positive definite.
  /// - Complexity: O(width³).
  init(_ entries: [Double], width: Int, arm: Int) throws(EngineError) {
    guard entries.count == width * width else {
      throw .priorMatrixSize(arm: arm, count: entries.count, expected: width * width)
    }
    let limit = PosteriorSettings.scaleRange.upperBound
    guard entries.allSatisfy({ $0.magnitude <= limit }) else { throw .priorMatrixInvalid(arm: arm) }
    var block = Array(repeating: 0.0, count: width * (width + 1))
    for column in 0..<width {
      for row in 0...column {
        let one = entries[row + column * width]
        let other = entries[column + row * width]
        let scale = (entries[row * (width + 1)] * entries[column * (width + 1)]).squareRoot()
        guard (one - other).magnitude <= 1e-9 * scale else { throw .priorMatrixInvalid(arm: arm) }
        let entry = one + (other - one) / 2
        block[row + (column + 1) * width] = entry
        block[column + row * width] = entry
      }
    }
    guard Self.factorise(&block, width: width) else { throw .priorMatrixInvalid(arm: arm) }
    self.width = width
    self.block = block
  }

  private static func factorise(_ block: inout [Double], width: Int) -> Bool {
    BLAS.prepare()
    return block.withUnsafeMutableBufferPointer { block in
      var order = Int32(width)
      var info: Int32 = 0
      withUnsafePointer(to: &order) { order in
        dpotrf_("L", order, block.baseAddress, order, &info)
      }
      return info == 0
    }
  }

  /// Mᵢⱼ.
  func entry(_ row: Int, _ column: Int) -> Double {
    block[min(row, column) + (max(row, column) + 1) * width]
  }

  /// All of M.
  var entries: [Double] {
    (0..<width).flatMap { column in (0..<width).map { entry($0, column) } }
  }

  /// M v.
  func times(_ vector: [Double]) -> [Double] {
    (0..<width).map { row in
      var sum = 0.0
      for column in 0..<width { sum += entry(row, column) * vector[column] }
      return sum
    }
  }

  /// xᵀ M⁻¹ x.
  ///
  /// - Complexity: O(width²).
  func inverseForm(_ row: ArraySlice<Double>) -> Double {
    var solution = Array(row)
    var square = 0.0
    solution.withUnsafeMutableBufferPointer { solution in
      block.withUnsafeBufferPointer { block in
        guard let u = solution.baseAddress, let l = block.baseAddress else { return }
        rmtop_solve_one(l, width, width, u)
        var ignored = 0.0
        rmtop_dots_one(u, u, width, &ignored, &square)
      }
    }
    return square
  }

  /// The diagonal of M⁻¹.
  ///
  /// - Complexity: O(width³).
  var inverseDiagonal: [Double] { ArmPosterior.inverseDiagonal(ofFactor: block, width: width) }

  /// The mean of some matrices, entry by entry.
  static func mean(_ matrices: [PriorMatrix], arm: Int) throws(EngineError) -> PriorMatrix? {
    guard let first = matrices.first else { return nil }
    var sum = Array(repeating: 0.0, count: first.width * first.width)
    for matrix in matrices {
      for (index, entry) in matrix.entries.enumerated() { sum[index] += entry / Double(matrices.count) }
    }
    return try PriorMatrix(sum, width: first.width, arm: arm)
  }
}
