import CKernels
import COpenBLAS

extension TriangleBlock {
  /// u = L⁻¹ x in place of x, by the kernels.
  ///
  /// - Complexity: O(width²), as of all solves for one vector.
  package func solve(_ vector: UnsafeMutablePointer<Double>) {
    rmtop_solve_one(numbers, width, width, vector)
  }

  /// L⁻¹ v or, transposed, L⁻ᵀ v; by the library, whose bits may be others than those of the kernels.
  package func solution(_ vector: [Double], transposed: Bool = false) -> [Double] {
    BLAS.prepare()
    var solution = vector
    let order = Int32(width)
    cblas_dtrsv(
      CblasColMajor, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, order, numbers, order,
      &solution, 1)
    return solution
  }

  /// X with L Lᵀ X = B of `columns` columns, by the library.
  package func solution(_ right: [Double], columns: Int) -> [Double] {
    var solution = right
    for transposed in [false, true] {
      Self.solve(numbers, transposed: transposed, &solution, order: width, columns: columns)
    }
    return solution
  }

  /// L⁻¹ A L⁻ᵀ in place of A, width × width.
  ///
  /// - Complexity: O(width³).
  package func whiten(_ matrix: inout [Double]) {
    Self.solve(numbers, &matrix, order: width, columns: width)
    Self.solve(numbers, side: CblasRight, transposed: true, &matrix, order: width, columns: width)
  }

  /// B becomes op(L)⁻¹ B; on the right side B op(L)⁻¹, for a square B.
  static func solve(
    _ factor: [Double], side: CBLAS_SIDE = CblasLeft, transposed: Bool = false, _ right: inout [Double],
    order: Int, columns: Int
  ) {
    BLAS.prepare()
    cblas_dtrsm(
      CblasColMajor, side, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, Int32(order),
      Int32(columns), 1, factor, Int32(order), &right, Int32(order))
  }

  /// xᵀ (L Lᵀ)⁻¹ x.
  package func inverseForm(_ row: ArraySlice<Double>) -> Double {
    var solution = Array(row)
    solve(&solution)
    return Self.dots(solution, solution).square
  }

  /// u·v and u·u, in the order in which `TiledRows` sums.
  package static func dots(_ u: UnsafePointer<Double>, _ v: [Double]) -> (product: Double, square: Double) {
    var (product, square) = (0.0, 0.0)
    rmtop_dots_one(u, v, v.count, &product, &square)
    return (product, square)
  }
}
