/// Small dense algebra by elimination with pivoting: shares no code with the library.
enum Dense {
  /// The inverse of a matrix of order × order numbers.
  static func inverse(_ matrix: [Double], _ order: Int) -> [[Double]] {
    var work = (0..<order).map { row in
      (0..<order).map { matrix[row + $0 * order] } + (0..<order).map { $0 == row ? 1.0 : 0.0 }
    }
    for column in 0..<order {
      let pivot = (column..<order).max { abs(work[$0][column]) < abs(work[$1][column]) } ?? column
      work.swapAt(column, pivot)
      let scale = work[column][column]
      for index in 0..<(2 * order) { work[column][index] /= scale }
      for row in 0..<order where row != column && work[row][column] != 0 {
        let factor = work[row][column]
        for index in 0..<(2 * order) { work[row][index] -= factor * work[column][index] }
      }
    }
    return work.map { Array($0[order...]) }
  }

  static func dot(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// E[w·x | rewards] for w ~ N(prior, covariance), in the space of observations:
  /// prior·x + k (K + σ²I)⁻¹ (r − prior·X).
  static func predict(
    _ context: [Double], prior: [Double], _ covariance: [[Double]], noise: Double,
    _ seen: [(row: [Double], reward: Double)]
  ) -> Double {
    guard !seen.isEmpty else { return dot(prior, context) }
    let projected = covariance.map { dot($0, context) }
    let spread = seen.map { one in covariance.map { dot($0, one.row) } }
    let count = seen.count
    var kernel = Array(repeating: 0.0, count: count * count)
    for row in 0..<count {
      for column in 0..<count {
        kernel[row + column * count] = dot(seen[row].row, spread[column]) + (row == column ? noise : 0)
      }
    }
    let inverse = inverse(kernel, count)
    let misses = seen.map { $0.reward - dot(prior, $0.row) }
    let weights = inverse.map { dot($0, misses) }
    return dot(prior, context) + zip(seen, weights).reduce(0) { $0 + dot(projected, $1.0.row) * $1.1 }
  }
}
