import LinearAlgebra

/// The shape M of the prior's precision Λ₀ = λ₀ M; of `width` × `width` numbers (the intercept last, where there is
/// one), symmetric and positive definite.
package enum PriorShape: Equatable, Sendable {
  /// M = I.
  case identity
  /// One for all reward models.
  case shared([Double])
  /// One per reward model, in their order.
  case perArm([[Double]])
}

/// A checked M with its Cholesky factor.
struct PriorMatrix: Sendable {
  let block: TriangleBlock

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
    var lower = entries
    for column in 0..<width {
      for row in 0...column {
        let one = entries[row + column * width]
        let other = entries[column + row * width]
        let scale = (entries[row * (width + 1)] * entries[column * (width + 1)]).squareRoot()
        guard (one - other).magnitude <= 1e-9 * scale else { throw .priorMatrixInvalid(arm: arm) }
        lower[column + row * width] = one + (other - one) / 2
      }
    }
    var block = TriangleBlock(lower: lower, width: width)
    guard block.factorise() else { throw .priorMatrixInvalid(arm: arm) }
    self.block = block
  }

  /// The mean of some matrices, entry by entry.
  static func mean(_ matrices: [PriorMatrix], arm: Int) throws(EngineError) -> PriorMatrix? {
    guard let width = matrices.first?.block.width else { return nil }
    var sum = Array(repeating: 0.0, count: width * width)
    for matrix in matrices {
      for (index, entry) in matrix.block.entries.enumerated() { sum[index] += entry / Double(matrices.count) }
    }
    return try PriorMatrix(sum, width: width, arm: arm)
  }
}
