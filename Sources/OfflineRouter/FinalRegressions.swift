import RouterEngine

/// The regressions on all pairs, at the chosen penalties.
struct FinalRegressions {
  /// E_k = [W_k, a_k]; zeros for an RM without labels.
  private(set) var weights: [[Double]]
  /// f₀.
  private(set) var baselineWeights: [Double] = []
  /// c₀.
  private(set) var baselineConstant = 0.0
  /// By RM, an index into `grams`, or `nil` for an RM without labels.
  private var sources: [Int?]
  private var grams: [(gram: [Double], count: Double)] = []
  private let width: Int

  init(
    designs: [RidgeDesign], totals: [RidgeMoments], rewardModels: Int, penalty: Double,
    baselinePenalty: Double
  ) {
    width = totals.first?.width ?? 0
    weights = Array(repeating: Array(repeating: 0, count: width + 1), count: rewardModels)
    sources = Array(repeating: nil, count: rewardModels)
    for (design, total) in zip(designs, totals) {
      grams.append((total.gram, total.count))
      guard total.count > 0 else { continue }
      let means = total.targetMeans
      // φ is centred over all pairs already.
      let own = total.weights(centredGram: total.gram, penalty: penalty)
      for (index, column) in design.columns.enumerated() {
        if column == rewardModels {
          let baseline = total.weights(centredGram: total.gram, penalty: baselinePenalty)
          baselineWeights = Array(baseline[(index * width)..<((index + 1) * width)])
          baselineConstant = means[index]
        } else {
          weights[column] = Array(own[(index * width)..<((index + 1) * width)]) + [means[index]]
          sources[column] = grams.count - 1
        }
      }
    }
  }

  /// M: one for all where all RMs are labelled on the same pairs, else one for each; an RM without labels has G = 0
  /// and the smallest N of the others.
  func precision(penalty: Double, variance: Double) -> PriorShape {
    if let first = sources[0], sources.allSatisfy({ $0 == first }) {
      return .shared(matrix(grams[first].gram, count: grams[first].count, penalty, variance))
    }
    let least = sources.compactMap { $0.map { grams[$0].count } }.min() ?? 1
    let empty = Array(repeating: 0.0, count: width * width)
    return .perArm(
      sources.map { source in
        guard let source else { return matrix(empty, count: least, penalty, variance) }
        return matrix(grams[source].gram, count: grams[source].count, penalty, variance)
      })
  }

  /// blockdiag((G + λI)/s2c, N/s2c).
  private func matrix(
    _ gram: [Double], count: Double, _ penalty: Double, _ variance: Double
  ) -> [Double] {
    let order = width + 1
    var result = Array(repeating: 0.0, count: order * order)
    for column in 0..<width {
      for row in 0..<width {
        let ridge = row == column ? penalty : 0
        result[row + column * order] = (gram[row + column * width] + ridge) / variance
      }
    }
    result[order * order - 1] = count / variance
    return result
  }
}
