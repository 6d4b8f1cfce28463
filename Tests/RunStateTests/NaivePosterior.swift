/// A Bayesian linear regression in the plainest way: dense normal equations and Gauss–Jordan elimination.
struct NaivePosterior {
  var precision: [[Double]]
  var vector: [Double]

  init(priorMean: [Double], priorPrecision: Double) {
    let width = priorMean.count
    precision = (0..<width).map { row in (0..<width).map { row == $0 ? priorPrecision : 0 } }
    vector = priorMean.map { $0 * priorPrecision }
  }

  mutating func observe(_ x: [Double], _ reward: Double, noiseVariance: Double) {
    for row in x.indices {
      vector[row] += x[row] * reward / noiseVariance
      for column in x.indices { precision[row][column] += x[row] * x[column] / noiseVariance }
    }
  }

  /// The inverse of the precision.
  var covariance: [[Double]] {
    let width = vector.count
    var left = precision
    var right = (0..<width).map { row in (0..<width).map { row == $0 ? 1.0 : 0 } }
    for pivot in 0..<width {
      let best = (pivot..<width).max { left[$0][pivot].magnitude < left[$1][pivot].magnitude }!
      left.swapAt(pivot, best)
      right.swapAt(pivot, best)
      let scale = left[pivot][pivot]
      for column in 0..<width {
        left[pivot][column] /= scale
        right[pivot][column] /= scale
      }
      for row in 0..<width where row != pivot {
        let factor = left[row][pivot]
        for column in 0..<width {
          left[row][column] -= factor * left[pivot][column]
          right[row][column] -= factor * right[pivot][column]
        }
      }
    }
    return right
  }

  var mean: [Double] {
    covariance.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  var variance: [Double] { covariance.enumerated().map { $1[$0] } }

  /// The batch rule written out: each loss against the mean of the others.
  static func normalise(_ losses: [Double], clip: Double) -> [Double] {
    let count = Double(losses.count)
    let mean = losses.reduce(0, +) / count
    let deviation = (losses.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (count - 1)).squareRoot()
    return losses.indices.map { index in
      let others = losses.indices.filter { $0 != index }.map { losses[$0] }
      let leaveOneOut = others.reduce(0, +) / Double(others.count)
      return min(max((leaveOneOut - losses[index]) / max(deviation, 1e-6), -clip), clip)
    }
  }
}

func isNear(_ one: [Double], _ other: [Double], _ tolerance: Double = 1e-9) -> Bool {
  one.count == other.count
    && zip(one, other).allSatisfy { ($0 - $1).magnitude <= tolerance * max(1, $0.magnitude) }
}
