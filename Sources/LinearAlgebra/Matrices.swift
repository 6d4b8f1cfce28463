import CKernels
import COpenBLAS
import Dispatch
import Synchronization

/// Dense linear algebra on column-major arrays, by BLAS and LAPACK; every call runs on one thread.
package enum Matrices {
  /// The lower triangle of result += scale · A Aᵀ for a rows × columns A.
  package static func addGram(
    _ matrix: UnsafePointer<Double>, rows: Int, columns: Int, scale: Double = 1, to result: inout [Double]
  ) {
    guard rows > 0, columns > 0 else { return }
    BLAS.prepare()
    let (order, inner) = (Int32(rows), Int32(columns))
    cblas_dsyrk(
      CblasColMajor, CblasLower, CblasNoTrans, order, inner, scale, matrix, order, 1, &result, order)
  }

  /// Copies the lower triangle to the upper.
  package static func mirror(_ matrix: inout [Double], order: Int) {
    matrix.withUnsafeMutableBufferPointer { matrix in
      for column in 0..<order {
        for row in column..<order { matrix[column + row * order] = matrix[row + column * order] }
      }
    }
  }

  /// op(A) · B, of size rows × columns, with op(A) rows × inner and B inner × columns.
  package static func product(
    _ a: [Double], transposed: Bool = false, _ b: [Double], rows: Int, inner: Int, columns: Int
  ) -> [Double] {
    var result = Array(repeating: 0.0, count: rows * columns)
    guard rows > 0, inner > 0, columns > 0 else { return result }
    Double.multiply(
      a, transposed: transposed, leading: transposed ? inner : rows, b, transposed: false, leading: inner,
      keep: 0, &result, leading: rows, rows: rows, columns: columns, inner: inner)
    return result
  }

  /// result += A B for a rows × inner A and an inner × columns B that stands row by row.
  package static func addProduct(
    _ a: [Double], _ b: [Double], rows: Int, inner: Int, columns: Int, to result: inout [Double]
  ) {
    guard rows > 0, inner > 0, columns > 0 else { return }
    Double.multiply(
      a, transposed: false, leading: rows, b, transposed: true, leading: columns, keep: 1, &result,
      leading: rows, rows: rows, columns: columns, inner: inner)
  }

  /// result += scale · op(A) v for a rows × columns A.
  package static func addProduct(
    _ matrix: UnsafePointer<Double>, transposed: Bool = false, rows: Int, columns: Int, scale: Double = 1,
    _ vector: [Double], to result: UnsafeMutablePointer<Double>
  ) {
    BLAS.prepare()
    cblas_dgemv(
      CblasColMajor, transposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), scale, matrix,
      Int32(rows), vector, 1, 1, result, 1)
  }

  /// The length of a vector.
  package static func norm(_ vector: [Double]) -> Double {
    BLAS.prepare()
    return cblas_dnrm2(Int32(clamping: vector.count), vector, 1)
  }

  /// X with (A + ridge·I) X = B, for a symmetric, positive semidefinite A and ridge > 0; of A the lower triangle is
  /// read, and its diagonal raised where that takes it (`TriangleBlock.factorise(ridge:)`).
  ///
  /// - Returns: zeros where there is no factor, however raised.
  /// - Complexity: O(order³).
  package static func solveRidge(
    _ matrix: [Double], order: Int, ridge: Double, _ right: [Double], columns: Int
  ) -> [Double] {
    guard order > 0, columns > 0 else { return right }
    var block = TriangleBlock(lower: matrix, width: order)
    guard block.factorise(ridge: ridge) else { return Array(repeating: 0, count: right.count) }
    return block.solution(right, columns: columns)
  }

  /// sums += Σ weightᵢ xᵢ for rows x of length `sums.count`, one after the other, in order.
  package static func addRows(
    _ rows: UnsafePointer<Double>, weights: UnsafeBufferPointer<Double>, to sums: inout [Double]
  ) {
    rmtop_add_rows(&sums, sums.count, rows, weights.baseAddress, weights.count)
  }

  /// What `body` gives for every index below `count`, made on as many threads as the machine has; the numbers do not
  /// depend on how many those are.
  package static func inParallel<Part: Sendable>(_ count: Int, _ body: @Sendable (Int) -> Part) -> [Part] {
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
  package static func addGramTiles(_ matrix: [Double], rows: Int, columns: Int, to result: inout [Double]) {
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
      Double.multiply(
        source + row, transposed: false, leading: rows, source + column, transposed: true, leading: rows,
        keep: 0, &product, leading: height, rows: height, columns: width, inner: columns)
    }
    return product
  }
}
