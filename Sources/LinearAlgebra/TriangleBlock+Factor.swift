import CKernels
import COpenBLAS
import ElementaryFunctions

extension TriangleBlock {
  /// L Lᵀ = weight · M + scale · S, by the kernels, its diagonal raised where that takes it (`raised`).
  ///
  /// - Parameter prior: M; `nil` is I.
  /// - Returns: false where there is no factor, however raised.
  /// - Complexity: O(width³).
  @discardableResult
  package mutating func factorise(prior: TriangleBlock?, weight: Double, scale: Double) -> Bool {
    let width = width
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: rmtop_cholesky_numbers(width)) { work in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let base = numbers.baseAddress else { return false }
        return Self.raised { raise in
          let greatest = rmtop_precision(base, prior?.numbers, width, weight, scale)
          if raise > 0 {
            for row in 0..<width { base[row * (width + 1)] += raise * greatest }
          }
          return rmtop_cholesky(base, width, width, work.baseAddress)
        }
      }
    }
  }

  /// L Lᵀ = S + diag(d), by the library.
  ///
  /// - Returns: false where rounding, or what S is, leaves no factor; of numbers that are not finite the library says
  ///   nothing.
  /// - Complexity: O(width³).
  package mutating func factorise(adding diagonal: (_ row: Int) -> Double = { _ in 0 }) -> Bool {
    let width = width
    return numbers.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return true }
      _ = rmtop_precision(base, nil, width, 0, 1)
      for row in 0..<width { base[row * (width + 1)] += diagonal(row) }
      return Self.factorise(base, order: width)
    }
  }

  /// L Lᵀ = S + ridge · I, by the library, its diagonal raised where that takes it (`raised`).
  package mutating func factorise(ridge: Double) -> Bool {
    let greatest = (0..<width).reduce(0.0) { max($0, self[$1, $1]) } + ridge
    return Self.raised { raise in factorise { _ in ridge + raise * greatest } }
  }

  /// Rounding can leave a matrix singular that is not (rows far from unit length, features of unlike size): its
  /// diagonal is then raised by 2⁻⁵⁰ of its greatest entry, and by 16 times more until the factor exists, which makes
  /// the raise a function of the matrix.
  ///
  /// - Parameter factorise: given the raise, as a part of the greatest entry.
  private static func raised(_ factorise: (_ raise: Double) -> Bool) -> Bool {
    if factorise(0) { return true }
    var raise = 0x1p-50
    while raise < 16 {
      if factorise(raise) { return true }
      raise *= 16
    }
    return false
  }

  /// The lower triangle of a matrix becomes its factor; false where it has none.
  static func factorise(_ matrix: UnsafeMutablePointer<Double>, order: Int) -> Bool {
    BLAS.prepare()
    var info: Int32 = 0
    withUnsafePointer(to: Int32(order)) { dpotrf_("L", $0, matrix, $0, &info) }
    return info == 0
  }

  /// L Lᵀ ← L Lᵀ + Σ x xᵀ, and v = L⁻¹ b becomes that of b + Σ ρ x.
  ///
  /// - Parameters:
  ///   - rows: vectors x, one after the other; used up.
  ///   - rest: ρ; used up.
  ///   - half: v.
  ///   - solution: if given, becomes L⁻¹ times itself, with the bits of `solve`, at no further pass over L.
  /// - Complexity: O(width²) for each row.
  package mutating func rotate(
    rows: inout [Double], rest: inout [Double], half: inout [Double],
    solving solution: UnsafeMutablePointer<Double>?
  ) {
    rmtop_rotate_rows(&numbers, width, width, &half, &rows, &rest, rest.count, solution)
  }

  /// Lᵢᵢ.
  package func pivot(_ row: Int) -> Double { numbers[row * (width + 1)] }

  /// log det (L Lᵀ).
  package var logDeterminant: Double {
    var sum = 0.0
    for row in 0..<width { sum += 2 * log(pivot(row)) }
    return sum
  }

  /// L Lᵀ, width × width.
  ///
  /// - Complexity: O(width³).
  package var product: [Double] {
    var factor = Array(numbers[..<(width * width)])
    for column in 0..<width {
      for row in 0..<column { factor[row + column * width] = 0 }
    }
    var product = Array(repeating: 0.0, count: width * width)
    Matrices.addGram(factor, rows: width, columns: width, to: &product)
    Matrices.mirror(&product, order: width)
    return product
  }

  /// The diagonal of (L Lᵀ)⁻¹: the squared lengths of the columns of L⁻¹.
  ///
  /// - Complexity: O(width³), and some 250 columns of memory while it runs.
  package var inverseDiagonal: [Double] {
    Array(unsafeUninitializedCapacity: width) { diagonal, filled in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: rmtop_inverse_diagonal_numbers(width)) {
        rmtop_inverse_diagonal(numbers, width, width, diagonal.baseAddress, $0.baseAddress)
      }
      filled = width
    }
  }
}
