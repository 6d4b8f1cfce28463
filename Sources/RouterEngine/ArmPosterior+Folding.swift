import CKernels
import COpenBLAS

extension ArmPosterior {
  /// One row is folded by `syr`, fewer than this many by a kernel in one pass over S, from it on by `syrk`: the
  /// number alone decides.
  static let blockRows = 8

  /// Adds rows to S, c, q and n, in order.
  ///
  /// - Parameters:
  ///   - rows: `rewards.count` contexts of length width, one after the other.
  ///   - rewards: normalised.
  /// - Complexity: O(rows · width²).
  mutating func fold(rows: [Double], rewards: [Double]) {
    guard !rewards.isEmpty else { return }
    let width = width
    invalidate()
    history.combine(rows)
    history.combine(rewards)
    if block.isEmpty { block = Array(repeating: 0, count: width * (width + 1)) }
    for (row, reward) in rewards.enumerated() {
      squaredRewards += reward * reward
      for index in 0..<width { rewardedContexts[index] += reward * rows[row * width + index] }
    }
    weight += Double(rewards.count)
    effectiveWeight += Double(rewards.count)
    block.withUnsafeMutableBufferPointer { block in
      rows.withUnsafeBufferPointer { rows in
        guard let base = block.baseAddress, let rows = rows.baseAddress else { return }
        let upper = base + width
        let order = Int32(width)
        BLAS.prepare()
        switch rewards.count {
        case 1:
          cblas_dsyr(CblasColMajor, CblasUpper, order, 1, rows, 1, upper, order)
        case ..<Self.blockRows:
          rmtop_rank_update(upper, width, width, rows, rewards.count)
        default:
          cblas_dsyrk(
            CblasColMajor, CblasUpper, CblasNoTrans, order, Int32(rewards.count), 1, rows, order, 1, upper,
            order)
        }
      }
    }
  }

  /// Combines S, c, q and n, never the factor.
  func hash(into digest: inout StateDigest) {
    digest.combine(weight)
    digest.combine(effectiveWeight)
    digest.combine(predictiveEvidence)
    digest.combine(squaredRewards)
    digest.combine(rewardedContexts)
    digest.combine(isObserved)
    guard isObserved else { return }
    let width = width
    block.withUnsafeBufferPointer { block in
      for column in 0..<width {
        let start = (column + 1) * width
        digest.combine(span: UnsafeBufferPointer(rebasing: block[start...(start + column)]))
      }
    }
  }
}
