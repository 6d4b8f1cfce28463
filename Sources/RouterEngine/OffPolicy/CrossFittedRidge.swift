import LinearAlgebra

/// Ridge regressions of the reward on the context, one per arm, each round predicted by those of the other folds.
///
/// With z = (x, 1), five folds of whole batches (batch number modulo 5), r̄ the mean reward outside of the fold:
/// ```
/// θ_a,f = (Σ z zᵀ + diag(λ s, …, λ s, 1))⁻¹ Σ z (r − r̄)      over the rounds of arm a outside of fold f
/// q̂(x, a) = r̄ + θ_a,f · z                                   for a round of fold f
/// ```
/// s is the mean square of a context's entries, so that λ has no unit; λ is the one of `penalties` with the least
/// squared error of the predictions over all rounds and arms, the greatest on ties. An arm without rounds outside of a
/// fold predicts r̄.
///
/// - Complexity: O(n · width² + folds · arms · penalties · width³) time; n + 3 · width numbers of `width` in memory.
///
/// Source: docs/engine.md, *What-if*, the cross-fitted ridge of the direct method; Chernozhukov et al. (2018).
/// Departure: folds are whole batches, because rewards of one batch share their normalisation. Tested by
/// `OffPolicyEvaluationTests`.
struct CrossFittedRidge {
  static let foldCount = 5
  static let penalties = [1e4, 1e3, 1e2, 1e1, 1, 1e-1, 1e-2]

  /// By round: Σ_a π(a) q̂(x, a).
  private(set) var targetValues: [Double]
  /// By round: r − q̂(x, its arm).
  private(set) var residuals: [Double]
  /// By round: its part in the regressions that predict the other folds, times its residual.
  private(set) var estimationInfluence: [Double]
  /// λ.
  private(set) var penalty: Double

  /// Multiplications that the regressions take, roughly.
  static func cost(rounds: Int, width: Int, arms: Int) -> Double {
    let width = Double(width)
    let factors = Double(foldCount * arms) * (Double(penalties.count) + 1) * width * width * width / 3
    return 2 * Double(rounds) * width * width + factors
  }

  init(_ rounds: [LoggedRound], armCount: Int, width: Int, batches: BatchSpread) {
    let blocks = RoundBlocks(rounds, armCount: armCount, width: width, batches: batches)
    let fits = RidgeFits(blocks)
    penalty = fits.penalty
    targetValues = Array(repeating: 0, count: rounds.count)
    residuals = Array(repeating: 0, count: rounds.count)
    estimationInfluence = Array(repeating: 0, count: rounds.count)
    for fold in 0..<Self.foldCount {
      let span = blocks.range(fold: fold)
      guard !span.isEmpty else { continue }
      for arm in 0..<armCount {
        let predicted = blocks.products(span, fits.weights(fold, arm))
        for (offset, product) in zip(span, predicted) {
          let round = blocks.order[offset]
          let value = fits.base[fold] + product
          if arm < rounds[round].target.count { targetValues[round] += rounds[round].target[arm] * value }
          if arm == rounds[round].arm { residuals[round] = rounds[round].reward - value }
        }
      }
    }
    for fold in 0..<Self.foldCount {
      for arm in 0..<armCount {
        let direction = fits.influence(fold, arm, rounds)
        guard let direction else { continue }
        for other in 0..<Self.foldCount where other != fold {
          let span = blocks.range(fold: other, arm: arm)
          for (offset, product) in zip(span, blocks.products(span, direction)) {
            let round = blocks.order[offset]
            estimationInfluence[round] += product * residuals[round]
          }
        }
      }
    }
  }
}

/// The contexts of all rounds as rows of one matrix, with the 1 at their end, by fold and then by arm.
struct RoundBlocks {
  let width: Int
  let armCount: Int
  /// Rounds by place.
  let order: [Int]
  /// Place of the first round of each (fold, arm), and the number of rounds behind them.
  private let starts: [Int]
  let rows: [Double]
  let rewards: [Double]
  /// s.
  let scale: Double

  init(_ rounds: [LoggedRound], armCount: Int, width: Int, batches: BatchSpread) {
    self.width = width
    self.armCount = armCount
    let groups = CrossFittedRidge.foldCount * armCount
    var counts = [Int](repeating: 0, count: groups + 1)
    let group = rounds.indices.map { index in
      batches.places[index] % CrossFittedRidge.foldCount * armCount + rounds[index].arm
    }
    for value in group { counts[value + 1] += 1 }
    for index in 0..<groups { counts[index + 1] += counts[index] }
    starts = counts
    var next = counts
    var order = [Int](repeating: 0, count: rounds.count)
    for (round, value) in group.enumerated() {
      order[next[value]] = round
      next[value] += 1
    }
    self.order = order
    var rows: [Double] = []
    rows.reserveCapacity(rounds.count * width)
    for round in order {
      let context = rounds[round].context
      rows.append(contentsOf: context.prefix(width - 1))
      rows.append(contentsOf: repeatElement(0, count: max(0, width - 1 - context.count)))
      rows.append(1)
    }
    let norm = Matrices.norm(rows)
    let squares = max(0, norm * norm - Double(rounds.count))
    let mean = squares / Double(max(1, rounds.count * (width - 1)))
    scale = mean > 0 ? mean : 1
    self.rows = rows
    rewards = order.map { rounds[$0].reward }
  }

  func range(fold: Int) -> Range<Int> {
    starts[fold * armCount]..<starts[(fold + 1) * armCount]
  }

  func range(fold: Int, arm: Int) -> Range<Int> {
    starts[fold * armCount + arm]..<starts[fold * armCount + arm + 1]
  }

  /// The scalar products of some rows with a vector.
  func products(_ span: Range<Int>, _ vector: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: span.count)
    withRows(span) {
      Matrices.addProduct($0, transposed: true, rows: width, columns: span.count, vector, to: &result)
    }
    return result
  }

  /// Σ v_i z_i over some rows.
  func weightedSum(_ span: Range<Int>, _ values: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: width)
    withRows(span) { Matrices.addProduct($0, rows: width, columns: span.count, values, to: &result) }
    return result
  }

  /// Adds `factor` Σ z zᵀ over some rows to the lower triangle of a matrix.
  func addSquares(_ span: Range<Int>, factor: Double, to matrix: inout [Double]) {
    withRows(span) {
      Matrices.addGram($0, rows: width, columns: span.count, scale: factor, to: &matrix)
    }
  }

  /// Calls `body` with the first of some rows, if there are any.
  private func withRows(_ span: Range<Int>, _ body: (UnsafePointer<Double>) -> Void) {
    guard !span.isEmpty else { return }
    rows.withUnsafeBufferPointer { rows in
      if let base = rows.baseAddress { body(base + span.lowerBound * width) }
    }
  }
}
