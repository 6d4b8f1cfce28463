import TestSupport

/// A symmetric positive definite matrix, column by column, and what is made of its lower triangle by the textbook's
/// loops: no panels, no lanes, no dispatch.
struct NaiveTriangle {
  let size: Int
  var entries: [Double]

  /// B Bᵀ/n + I for normal B: well conditioned at every size.
  init(size: Int, random: inout SeededGenerator) {
    self.size = size
    entries = Array(repeating: 0, count: size * size)
    let columns = (0..<min(size, 12)).map { _ in random.vector(size) }
    for column in 0..<size {
      for row in 0..<size {
        let sum = columns.reduce(0.0) { $0 + $1[row] * $1[column] }
        entries[row + column * size] = sum / Double(columns.count) + (row == column ? 1 : 0)
      }
    }
  }

  /// A + Σ x xᵀ.
  func adding(rows: [[Double]]) -> NaiveTriangle {
    var sum = self
    for column in 0..<size {
      for row in 0..<size {
        for x in rows { sum.entries[row + column * size] += x[row] * x[column] }
      }
    }
    return sum
  }

  /// L with L Lᵀ = A, zeros above its diagonal.
  func factor() -> [Double] {
    var factor = Array(repeating: 0.0, count: size * size)
    entries.withUnsafeBufferPointer { entries in
      factor.withUnsafeMutableBufferPointer { factor in
        for column in 0..<size {
          for row in column..<size {
            var rest = entries[row + column * size]
            for k in 0..<column { rest -= factor[row + k * size] * factor[column + k * size] }
            factor[row + column * size] =
              row == column ? rest.squareRoot() : rest / factor[column + column * size]
          }
        }
      }
    }
    return factor
  }

  /// L⁻¹ x.
  static func solve(_ factor: [Double], _ x: [Double]) -> [Double] {
    var known = x
    for row in x.indices {
      for column in 0..<row { known[row] -= factor[row + column * x.count] * known[column] }
      known[row] /= factor[row + row * x.count]
    }
    return known
  }
}
