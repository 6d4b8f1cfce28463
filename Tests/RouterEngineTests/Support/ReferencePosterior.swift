@testable import RouterEngine

/// One arm's posterior from the list of its observations, by elimination with pivoting: shares no code with the
/// engine.
struct ReferencePosterior {
  var mean: [Double]
  var covariance: [[Double]]

  /// - Parameters:
  ///   - matrix: M, row by row; `nil` is I.
  ///   - observations: contexts with their intercept, rewards, weights γ^age.
  init(
    settings: PosteriorSettings, prior: [Double], matrix: [[Double]]? = nil,
    observations: [(context: [Double], reward: Double, weight: Double)]
  ) {
    let width = settings.width
    var precision = (0..<width).map { row in
      (0..<width).map { column in
        settings.priorPrecision * (matrix?[row][column] ?? (row == column ? 1 : 0))
      }
    }
    var right = precision.map { row in
      zip(row, prior).reduce(0) { $0 + $1.0 * $1.1 } * settings.priorScale
    }
    for (context, reward, weight) in observations {
      for row in 0..<width {
        right[row] += weight * reward * context[row] / settings.noiseVariance
        for column in 0..<width {
          precision[row][column] += weight * context[row] * context[column] / settings.noiseVariance
        }
      }
    }
    covariance = Self.inverse(precision)
    mean = covariance.map { row in zip(row, right).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  func score(_ context: [Double]) -> ScoreDistribution {
    let mean = zip(mean, context).reduce(0) { $0 + $1.0 * $1.1 }
    var variance = 0.0
    for (row, entry) in zip(covariance, context) {
      variance += entry * zip(row, context).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return ScoreDistribution(mean: mean, variance: variance)
  }

  static func inverse(_ matrix: [[Double]]) -> [[Double]] {
    let count = matrix.count
    var work = matrix.enumerated().map { row, entries in
      entries + (0..<count).map { $0 == row ? 1.0 : 0.0 }
    }
    for column in 0..<count {
      let pivot = (column..<count).max { abs(work[$0][column]) < abs(work[$1][column]) } ?? column
      work.swapAt(column, pivot)
      let scale = work[column][column]
      for index in 0..<(2 * count) { work[column][index] /= scale }
      for row in 0..<count where row != column {
        let factor = work[row][column]
        if factor == 0 { continue }
        for index in 0..<(2 * count) { work[row][index] -= factor * work[column][index] }
      }
    }
    return work.map { Array($0[count...]) }
  }
}
