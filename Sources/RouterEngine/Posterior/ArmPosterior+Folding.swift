import LinearAlgebra

extension ArmPosterior {
  /// A close that brings an arm fewer rows than this leaves them waiting; and fewer are folded in one pass over S, as
  /// many or more by blocks: the number alone decides.
  static let blockRows = 8

  /// Adds observations to the statistics, in order.
  ///
  /// Fewer than `blockRows` of them wait beside the base where they may, and are folded with `PendingRows.limit` of
  /// their like; all others go into the base at once, after those that wait.
  ///
  /// - Parameters:
  ///   - rows: `rewards.count` contexts of length width, one after the other.
  ///   - rewards: normalised.
  ///   - mayWait: false where statistics age at every close, which takes a new factor anyway.
  /// - Complexity: O(rows · width) for those that wait, O(rows · width²) for all others.
  mutating func fold(
    rows: UnsafeBufferPointer<Double>, rewards: UnsafeBufferPointer<Double>, mayWait: Bool
  ) {
    guard !rewards.isEmpty else { return }
    block.allocate()
    for reward in rewards { squaredRewards += reward * reward }
    weight += Double(rewards.count)
    effectiveWeight += Double(rewards.count)
    guard mayWait, rewards.count < Self.blockRows else {
      rebase()
      history.combine(rewards.count)
      history.combine(span: rows)
      history.combine(span: rewards)
      foldIntoBase(rows: rows, rewards: rewards)
      return
    }
    for index in rewards.indices {
      let row = UnsafeBufferPointer(rebasing: rows[(index * width)..<((index + 1) * width)])
      pending.append(row: row, reward: rewards[index], history: &history)
    }
    if pending.count >= PendingRows.limit { rebase() }
  }

  /// Folds the rows that wait into the base.
  mutating func rebase() {
    guard pending.count > 0 else { return }
    let waiting = pending
    pending = PendingRows()
    waiting.rows.withUnsafeBufferPointer { rows in
      waiting.rewards.withUnsafeBufferPointer { foldIntoBase(rows: rows, rewards: $0) }
    }
  }

  /// S += Σ x xᵀ and c += Σ r x, by a routine that the number of rows alone decides.
  private mutating func foldIntoBase(
    rows: UnsafeBufferPointer<Double>, rewards: UnsafeBufferPointer<Double>
  ) {
    invalidate()
    guard let rows = rows.baseAddress else { return }
    Matrices.addRows(rows, weights: rewards, to: &rewardedContexts)
    block.addSquares(rows, count: rewards.count)
  }

  /// Combines the base, the rows that wait, q and n, never the factor.
  func hash(into digest: inout StateDigest) {
    digest.combine(weight)
    digest.combine(effectiveWeight)
    digest.combine(predictiveEvidence)
    digest.combine(squaredRewards)
    digest.combine(rewardedContexts)
    digest.combine(isObserved)
    guard isObserved else { return }
    digest.combine(pending.rewards)
    digest.combine(pending.rows)
    block.forEachColumn { digest.combine(span: $0) }
  }
}
