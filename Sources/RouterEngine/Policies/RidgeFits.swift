import LinearAlgebra

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
        var block = TriangleBlock(width: blocks.width)
        var right: [Double] = []
        if !others.isEmpty {
          block = Self.block(squares, without: own, blocks)
          right = Self.right(blocks, arm: arm, folds: others, base: base[fold])
        }
        for (index, penalty) in penalties.enumerated() {
          if !others.isEmpty {
            candidates[index][fold * blocks.armCount + arm] = Self.solve(
              &block, right, penalty: penalty * blocks.scale)
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
    let span = blocks.range(fold: fold)
    let masses = span.map { position -> Double in
      let target = rounds[blocks.order[position]].target
      return arm < target.count ? target[arm] : 0
    }
    guard masses.contains(where: { $0 > 0 }) else { return nil }
    var block = Self.block(
      Self.squares(blocks, arm: arm), without: blocks.range(fold: fold, arm: arm), blocks)
    return Self.solve(&block, blocks.weightedSum(span, masses), penalty: penalty * blocks.scale)
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
      let span = blocks.range(fold: fold, arm: arm)
      let part = blocks.weightedSum(span, blocks.rewards[span].map { $0 - base })
      for index in sum.indices { sum[index] += part[index] }
    }
    return sum
  }

  /// S without the part of some rounds.
  private static func block(_ squares: [Double], without own: Range<Int>, _ blocks: RoundBlocks)
    -> TriangleBlock
  {
    var matrix = squares
    blocks.addSquares(own, factor: -1, to: &matrix)
    return TriangleBlock(lower: matrix, width: blocks.width)
  }

  /// A⁻¹ v with A = S + diag(λ s, …, λ s, 1); zeros where rounding has left A without a factor.
  private static func solve(_ block: inout TriangleBlock, _ vector: [Double], penalty: Double) -> [Double] {
    let last = block.width - 1
    guard block.factorise(adding: { $0 == last ? 1 : penalty }) else {
      return [Double](repeating: 0, count: vector.count)
    }
    return block.solution(block.solution(vector), transposed: true)
  }

  private static func squaredError(
    _ blocks: RoundBlocks, _ span: Range<Int>, _ solution: [Double], base: Double
  ) -> Double {
    let predicted =
      solution.isEmpty ? [Double](repeating: 0, count: span.count) : blocks.products(span, solution)
    return zip(span, predicted).reduce(0) { sum, entry in
      let miss = blocks.rewards[entry.0] - base - entry.1
      return sum + miss * miss
    }
  }
}
