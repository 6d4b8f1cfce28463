/// Whether the linear algebra library computes right on this processor: a factor, a solve and a product whose results
/// are known.
///
/// A library older than the processor may take kernels that compute wrong numbers there, without any sign of it. All
/// numbers of the three problems and of their steps are whole and below 2⁵³, and all divisors are powers of two, so
/// that every right kernel gives the known results, in whatever order it computes:
/// ```
/// L_ij = r_i d_j (j ≤ i)    A = L Lᵀ:  A_ij = r_i r_j Σ_{k ≤ min(i,j)} d_k²     factor: A → L
/// L X = B:                  B_ic = r_i Σ_{j ≤ i} d_j X_jc                       solve: B → X
/// F_ik = a_i + p_k, G_kj = b_j + q_k:  (F G)_ij = m a_i b_j + a_i Σq + b_j Σp + Σ p q     product
/// ```
/// `order` is large enough that the library goes through its blocked kernels, and odd, so that their edges count.
///
/// - Complexity: some 3 million operations in the library, under a millisecond.
///
/// Numerics: compared to 1e-9 of the greatest result; NaN differs from everything.
///
/// Tested by `KernelCheckTests`, with broken routines.
package struct KernelCheck: Sendable {
  /// Width of the three problems, and of the products m.
  static let order = 103
  /// Right sides of the solve.
  static let columns = 37

  /// What is wrong.
  package enum Fault: String, Equatable, Sendable {
    case factor, solve, product
  }

  /// The three operations, on column-major matrices.
  package struct Routines: Sendable {
    /// The lower triangle of A becomes L; false where it finds none.
    var factor: @Sendable (_ matrix: inout [Double], _ order: Int) -> Bool
    /// B becomes L⁻¹ B.
    var solve: @Sendable (_ factor: [Double], _ right: inout [Double], _ order: Int, _ columns: Int) -> Void
    /// F G of two squares.
    var product: @Sendable (_ left: [Double], _ right: [Double], _ order: Int) -> [Double]
  }

  private let routines: Routines

  package init(_ routines: Routines) { self.routines = routines }

  /// The first operation whose result is not the known one; `nil` where all are right.
  package func fault() -> Fault? {
    let order = Self.order
    var matrix = Self.matrix { row, column in
      Self.row(row) * Self.row(column) * Self.squares[min(row, column)]
    }
    let factor = Self.matrix { row, column in column <= row ? Self.row(row) * Self.column(column) : 0 }
    guard routines.factor(&matrix, order) else { return .factor }
    // Above the diagonal stands what stood there.
    for column in 0..<order { for row in 0..<column { matrix[row + column * order] = 0 } }
    guard Self.agree(matrix, factor) else { return .factor }

    var unknowns: [Double] = []
    var right: [Double] = []
    for offset in 0..<Self.columns {
      var sum = 0.0
      for row in 0..<order {
        let unknown = Double((row * 5 + offset * 3) % 11) - 5
        unknowns.append(unknown)
        sum += Self.column(row) * unknown
        right.append(Self.row(row) * sum)
      }
    }
    routines.solve(factor, &right, order, Self.columns)
    guard Self.agree(right, unknowns) else { return .solve }

    let left = (0..<order).map { Double($0 * 7 % 13) - 6 }
    let over = (0..<order).map { Double($0 * 3 % 17) - 8 }
    let sums = (
      left: left.reduce(0, +), over: over.reduce(0, +), both: zip(left, over).reduce(0) { $0 + $1.0 * $1.1 }
    )
    let found = routines.product(
      Self.matrix { row, column in Self.side(row) + left[column] },
      Self.matrix { row, column in Self.side(column + 1) + over[row] }, order)
    let known = Self.matrix { row, column in
      let (a, b) = (Self.side(row), Self.side(column + 1))
      return Double(order) * a * b + a * sums.over + b * sums.left + sums.both
    }
    return Self.agree(found, known) ? nil : .product
  }

  /// r_i, d_j: 1, 2 or 4.
  private static func row(_ index: Int) -> Double { Double(1 << (index * 5 % 7 % 3)) }
  private static func column(_ index: Int) -> Double { Double(1 << (index * 3 % 5 % 3)) }
  /// a_i; b_j is that of j + 1.
  private static func side(_ index: Int) -> Double { Double(index * 11 % 19) - 9 }

  /// Σ_{k ≤ i} d_k².
  private static let squares: [Double] = {
    var sum = 0.0
    return (0..<order).map { index in
      sum += column(index) * column(index)
      return sum
    }
  }()

  private static func matrix(_ entry: (_ row: Int, _ column: Int) -> Double) -> [Double] {
    var entries: [Double] = []
    entries.reserveCapacity(order * order)
    for column in 0..<order { for row in 0..<order { entries.append(entry(row, column)) } }
    return entries
  }

  private static func agree(_ found: [Double], _ known: [Double]) -> Bool {
    let limit = 1e-9 * known.reduce(0) { max($0, $1.magnitude) }
    return found.count == known.count && zip(found, known).allSatisfy { ($0 - $1).magnitude <= limit }
  }
}
