import COpenBLAS
import Dispatch
import RouterEngine
import Synchronization

/// Dense linear algebra on column-major arrays, by BLAS and LAPACK; every call runs on one thread.
enum Matrices {
  /// result += scale · A Aᵀ for a rows × columns A; both triangles of the result are right afterwards if they were
  /// before.
  static func addGram(
    _ matrix: [Double], rows: Int, columns: Int, scale: Double = 1, to result: inout [Double]
  ) {
    guard rows > 0, columns > 0 else { return }
    BLAS.prepare()
    let (order, inner) = (Int32(rows), Int32(columns))
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasNoTrans, order, inner, scale, matrix, order, 1, &result, order)
    mirror(&result, order: rows)
  }

  /// Copies the lower triangle to the upper.
  static func mirror(_ matrix: inout [Double], order: Int) {
    matrix.withUnsafeMutableBufferPointer { matrix in
      for column in 0..<order {
        for row in column..<order { matrix[column + row * order] = matrix[row + column * order] }
      }
    }
  }

  /// op(A) · B, of size rows × columns, with op(A) rows × inner and B inner × columns.
  static func product(
    _ a: [Double], transposed: Bool = false, _ b: [Double], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    var result = Array(repeating: 0.0, count: rows * columns)
    guard rows > 0, inner > 0, columns > 0 else { return result }
    BLAS.prepare()
    cblas_dgemm(
      CblasColMajor, transposed ? CblasTrans : CblasNoTrans, CblasNoTrans, Int32(rows), Int32(columns),
      Int32(inner), 1, a, Int32(transposed ? inner : rows), b, Int32(inner), 0, &result, Int32(rows))
    return result
  }

  /// X with (A + ridge·I) X = B, for a symmetric, positive semidefinite A and ridge > 0.
  ///
  /// A rounding error that leaves A + ridge·I indefinite (features of unlike size at a small ridge) is met by raising
  /// the diagonal by 2⁻⁵⁰ of its greatest entry, and by 16 times more until the factor exists.
  ///
  /// - Complexity: O(order³).
  static func solveRidge(
    _ matrix: [Double], order: Int, ridge: Double, _ right: [Double], columns: Int
  ) -> [Double] {
    guard order > 0, columns > 0 else { return right }
    BLAS.prepare()
    let greatest = (0..<order).reduce(0.0) { max($0, matrix[$1 * (order + 1)]) } + ridge
    var raise = 0.0
    while raise < 1 {
      var factor = matrix
      for index in 0..<order { factor[index * (order + 1)] += ridge + raise * greatest }
      var (size, count) = (Int32(order), Int32(columns))
      var leading = size
      var info: Int32 = 0
      dpotrf_("L", &size, &factor, &leading, &info)
      if info == 0 {
        var solution = right
        var rightLeading = size
        dpotrs_("L", &size, &count, &factor, &leading, &solution, &rightLeading, &info)
        return solution
      }
      raise = max(raise * 16, 0x1p-50)
    }
    return Array(repeating: 0, count: right.count)
  }

  /// What `body` gives for every index below `count`, made on as many threads as the machine has; the numbers do not
  /// depend on how many those are.
  static func inParallel<Part: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Part) -> [Part] {
    guard count > 1 else { return count == 1 ? [body(0)] : [] }
    let parts = Mutex<[Part?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { place in
      let part = body(place)
      parts.withLock { $0[place] = part }
    }
    return parts.withLock { $0.compactMap { $0 } }
  }
}

extension Matrices {
  /// Edge of a tile.
  private static let tile = 256

  /// The lower triangle of result += A Aᵀ, by tiles in parallel: each tile is one product over all columns.
  static func addGramTiles(_ matrix: [Double], rows: Int, columns: Int, to result: inout [Double]) {
    BLAS.prepare()
    let starts = Array(stride(from: 0, to: rows, by: tile))
    let tiles = starts.flatMap { column in starts.filter { $0 >= column }.map { (row: $0, column: column) } }
    let products = inParallel(tiles.count) { place in
      let (row, column) = tiles[place]
      return tileProduct(matrix, rows: rows, columns: columns, row: row, column: column)
    }
    for ((row, column), product) in zip(tiles, products) {
      let height = min(tile, rows - row)
      product.withUnsafeBufferPointer { product in
        result.withUnsafeMutableBufferPointer { result in
          for index in 0..<product.count {
            result[row + index % height + (column + index / height) * rows] += product[index]
          }
        }
      }
    }
  }

  private static func tileProduct(
    _ matrix: [Double], rows: Int, columns: Int, row: Int, column: Int
  ) -> [Double] {
    let (height, width) = (min(tile, rows - row), min(tile, rows - column))
    var product = Array(repeating: 0.0, count: height * width)
    matrix.withUnsafeBufferPointer { matrix in
      guard let source = matrix.baseAddress else { return }
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasTrans, Int32(height), Int32(width), Int32(columns), 1,
        source + row, Int32(rows), source + column, Int32(rows), 0, &product, Int32(height))
    }
    return product
  }
}

extension Matrices {
  /// result += A B for a rows × inner A and an inner × columns B that stands row by row.
  static func addProduct(
    _ a: [Double], _ b: [Double], rows: Int, inner: Int, columns: Int, to result: inout [Double]
  ) {
    guard rows > 0, inner > 0, columns > 0 else { return }
    BLAS.prepare()
    cblas_dgemm(
      CblasColMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(inner), 1, a, Int32(rows),
      b, Int32(columns), 1, &result, Int32(rows))
  }
}
