/// A prior in the order of a run's reward models.
package struct AlignedPrior: Equatable, Sendable {
  /// E by arm, as `PosteriorBank.init` takes it.
  package var means: [[Double]]
  package var shape: PriorShape
  package var baseline: SharedBaseline?
  /// Arms that the prior does not name: they start from the mean of its rows.
  package var unnamed: [Int]
}

/// Why a prior does not fit a run, as facts.
package enum RouterPriorMismatch: Error, Equatable, Codable, Sendable {
  /// Rows without names are those of the run's reward models, so there are as many.
  case rowCount(Int, models: Int)
  /// Rows have `dimension` numbers, or `width` where there is an intercept or a matrix.
  case rowLength(Int, dimension: Int, hasIntercept: Bool, hasMatrix: Bool)
  /// f₀ has `dimension` numbers.
  case baselineLength(Int, dimension: Int)
  /// A number of the baseline that is not finite or beyond 1e60, or κ < 0.
  case baselineOutOfRange
  /// Innovations are defined for rules `batch` (over all reward models) and `none`.
  case rewardRule
}

extension RouterPrior {
  /// The rows by arm: matched by id where they have names, else in order.
  ///
  /// A reward model that is not named gets the mean of the rows (and, where M is per arm, of the matrices), which is
  /// what an added one gets.
  ///
  /// - Throws: what does not fit, the first found.
  /// - Complexity: O(arms · D), and O(rows · D²) where M is per arm and a reward model is not named.
  ///
  /// Source: docs/engine.md, *The file*. Tested by `RouterPrior+AlignedTests`.
  package func aligned(
    to ids: [String], dimension: Int, hasIntercept: Bool
  ) throws(RouterPriorMismatch) -> AlignedPrior {
    let rowOfArm = try rows(of: ids)
    try checkLengths(dimension: dimension, hasIntercept: hasIntercept)
    let unnamed = rowOfArm.indices.filter { rowOfArm[$0] == nil }
    let mean = unnamed.isEmpty ? [] : Self.mean(of: means)
    var aligned = AlignedPrior(
      means: rowOfArm.map { row in row.map { means[$0] } ?? mean }, shape: shape, baseline: baseline,
      unnamed: unnamed)
    if case .perArm(let matrices) = shape {
      let mean = unnamed.isEmpty ? [] : Self.mean(of: matrices)
      aligned.shape = .perArm(rowOfArm.map { row in row.map { matrices[$0] } ?? mean })
    }
    return aligned
  }

  private func rows(of ids: [String]) throws(RouterPriorMismatch) -> [Int?] {
    guard let rewardModels else {
      guard means.count == ids.count else { throw .rowCount(means.count, models: ids.count) }
      return ids.indices.map { $0 }
    }
    var rowByID: [String: Int] = [:]
    for (row, id) in rewardModels.enumerated() where row < means.count && rowByID[id] == nil {
      rowByID[id] = row
    }
    return ids.map { rowByID[$0] }
  }

  private func checkLengths(dimension: Int, hasIntercept: Bool) throws(RouterPriorMismatch) {
    let width = dimension + (hasIntercept ? 1 : 0)
    let hasMatrix = shape != .identity
    let accepted = hasMatrix ? [width] : [dimension, width]
    if let odd = means.first(where: { !accepted.contains($0.count) }) {
      throw .rowLength(odd.count, dimension: dimension, hasIntercept: hasIntercept, hasMatrix: hasMatrix)
    }
    guard let baseline else { return }
    guard baseline.weights.count == dimension else {
      throw .baselineLength(baseline.weights.count, dimension: dimension)
    }
    let limit = PosteriorSettings.scaleRange.upperBound
    guard baseline.level.magnitude <= limit, (0...limit).contains(baseline.gain),
      baseline.weights.allSatisfy({ $0.magnitude <= limit })
    else { throw .baselineOutOfRange }
  }

  private static func mean(of rows: [[Double]]) -> [Double] {
    guard var sum = rows.first else { return [] }
    for row in rows.dropFirst() {
      for index in sum.indices { sum[index] += row[index] }
    }
    return sum.map { $0 / Double(rows.count) }
  }
}

extension RouterPriorMismatch: CustomStringConvertible {
  /// Follows "the prior file … ": a sentence's end without a full stop.
  package var description: String {
    switch self {
    case .rowCount(let rows, let models):
      "does not name its \(rows) rows, and the run has \(models) reward models"
    case .rowLength(let length, let dimension, let hasIntercept, let hasMatrix):
      "has rows of \(length) numbers, and contexts of \(dimension) "
        + (hasIntercept ? "with an intercept " : "without an intercept ")
        + (hasIntercept && !hasMatrix
          ? "take \(dimension) or \(dimension + 1)" : "take \(dimension + (hasIntercept ? 1 : 0))")
    case .baselineLength(let length, let dimension):
      "has baseline weights of \(length) numbers, and contexts have \(dimension)"
    case .baselineOutOfRange: "has a baseline with a number that is out of range"
    case .rewardRule:
      "brings a baseline, for which router.reward has to be normalise batch with scope all, or none"
    }
  }
}
