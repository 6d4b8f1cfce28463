import COpenBLAS

/// The regressions of every fold and arm, at the penalty that predicts best.
struct RidgeFits {
  private let blocks: RoundBlocks
  /// λ.
  let penalty: Double
  /// By fold: r̄ outside of it.
  let base: [Double]
  /// θ by fold, then by arm; empty where the arm has no rounds outside of the fold.
  private let solutions: [[Double]]

  init(_ blocks: RoundBlocks) {
    BLAS.prepare()
    self.blocks = blocks
    let folds = CrossFittedRidge.foldCount
    let penalties = CrossFittedRidge.penalties
    let sums = (0..<folds).map { fold in blocks.range(fold: fold).reduce(0) { $0 + blocks.rewards[$1] } }
    let total = sums.reduce(0, +)
    let base = (0..<folds).map { fold -> Double in
      let count = blocks.order.count - blocks.range(fold: fold).count
      return count > 0 ? (total - sums[fold]) / Double(count) : 0
    }
    var errors = [Double](repeating: 0, count: penalties.count)
    var candidates: [[[Double]]] = Array(
      repeating: Array(repeating: [], count: folds * blocks.armCount), count: penalties.count)
    for arm in 0..<blocks.armCount {
      let squares = Self.squares(blocks, arm: arm)
      for fold in 0..<folds {
        let others = (0..<folds).filter { $0 != fold && !blocks.range(fold: $0, arm: arm).isEmpty }
        let own = blocks.range(fold: fold, arm: arm)
        var matrix: [Double] = []
        var right: [Double] = []
        if !others.isEmpty {
          matrix = squares
          blocks.addSquares(own, factor: -1, to: &matrix)
          right = Self.right(blocks, arm: arm, folds: others, base: base[fold])
        }
        for (index, penalty) in penalties.enumerated() {
          if !others.isEmpty {
            let factor = Self.factor(matrix, blocks, penalty: penalty)
            candidates[index][fold * blocks.armCount + arm] = Self.solve(factor, right)
          }
          errors[index] += Self.squaredError(
            blocks, own, candidates[index][fold * blocks.armCount + arm], base: base[fold])
        }
      }
    }
    var best = 0
    for index in errors.indices where errors[index] < errors[best] || errors[best].isNaN { best = index }
    self.base = base
    penalty = penalties[best]
    solutions = candidates[best]
  }

  /// θ of an arm for the rounds of a fold.
  func weights(_ fold: Int, _ arm: Int) -> [Double] {
    let solution = solutions[fold * blocks.armCount + arm]
    return solution.isEmpty ? [Double](repeating: 0, count: blocks.width) : solution
  }

  /// A⁻¹ Σ_{i in fold} π_i(a) z_i: times z and a residual, what a round outside of the fold adds to its predictions.
  func influence(_ fold: Int, _ arm: Int, _ rounds: [LoggedRound]) -> [Double]? {
    guard !solutions[fold * blocks.armCount + arm].isEmpty else { return nil }
    let places = blocks.range(fold: fold)
    let masses = places.map { place -> Double in
      let target = rounds[blocks.order[place]].target
      return arm < target.count ? target[arm] : 0
    }
    guard masses.contains(where: { $0 > 0 }) else { return nil }
    var matrix = Self.squares(blocks, arm: arm)
    blocks.addSquares(blocks.range(fold: fold, arm: arm), factor: -1, to: &matrix)
    return Self.solve(
      Self.factor(matrix, blocks, penalty: penalty), blocks.weightedSum(places, masses))
  }

  private static func squares(_ blocks: RoundBlocks, arm: Int) -> [Double] {
    var matrix = [Double](repeating: 0, count: blocks.width * blocks.width)
    for fold in 0..<CrossFittedRidge.foldCount {
      blocks.addSquares(blocks.range(fold: fold, arm: arm), factor: 1, to: &matrix)
    }
    return matrix
  }

  private static func right(_ blocks: RoundBlocks, arm: Int, folds: [Int], base: Double) -> [Double] {
    var sum = [Double](repeating: 0, count: blocks.width)
    for fold in folds {
      let places = blocks.range(fold: fold, arm: arm)
      let part = blocks.weightedSum(places, blocks.rewards[places].map { $0 - base })
      for index in sum.indices { sum[index] += part[index] }
    }
    return sum
  }

  /// L of A = S + diag(λ s, …, λ s, 1); empty where rounding has left A without one.
  private static func factor(_ matrix: [Double], _ blocks: RoundBlocks, penalty: Double) -> [Double] {
    var block = matrix
    let width = blocks.width
    for index in 0..<width {
      block[index * (width + 1)] += index == width - 1 ? 1 : penalty * blocks.scale
    }
    var order = Int32(width)
    var info: Int32 = 0
    withUnsafePointer(to: &order) { order in dpotrf_("L", order, &block, order, &info) }
    return info == 0 ? block : []
  }

  /// L⁻ᵀ L⁻¹ v; zeros where there is no L.
  private static func solve(_ factor: [Double], _ vector: [Double]) -> [Double] {
    guard !factor.isEmpty else { return [Double](repeating: 0, count: vector.count) }
    var solution = vector
    let width = Int32(vector.count)
    cblas_dtrsv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, width, factor, width, &solution, 1)
    cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, width, factor, width, &solution, 1)
    return solution
  }

  private static func squaredError(
    _ blocks: RoundBlocks, _ places: Range<Int>, _ solution: [Double], base: Double
  ) -> Double {
    let predicted =
      solution.isEmpty ? [Double](repeating: 0, count: places.count) : blocks.products(places, solution)
    return zip(places, predicted).reduce(0) { sum, entry in
      let miss = blocks.rewards[entry.0] - base - entry.1
      return sum + miss * miss
    }
  }
}
