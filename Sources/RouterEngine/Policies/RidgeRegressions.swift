/// Ridge regressions on the statistics of a bank: its posteriors under λ₀ = ridge, σ² = 1 and no prior mean.
struct RidgeRegressions: Sendable {
  let ridge: Double
  private var settings: PosteriorSettings?
  private var arms: [ArmPosterior] = []

  init(ridge: Double) { self.ridge = ridge }

  /// Takes over the statistics that are not the ones it has; factors of the others stay, and where only rows that wait
  /// have come, these are rotated in at the next look.
  ///
  /// - Complexity: O(arms); an arm whose base has changed gives its matrix up for a copy when it is looked at next.
  mutating func follow(_ bank: PosteriorBank) throws(EngineError) {
    let wanted = PosteriorSettings(
      dimension: bank.settings.dimension, hasIntercept: bank.settings.hasIntercept, priorPrecision: ridge)
    if settings != wanted || arms.count > bank.count { arms = [] }
    settings = wanted
    for (index, arm) in bank.arms.enumerated() {
      if index < arms.count {
        if arms[index].history.value == arm.history.value { continue }
        if arms[index].adoptPendingRows(of: arm) { continue }
      }
      var own = try ArmPosterior(priorMean: nil, arm: index, settings: wanted)
      own.block = arm.block
      own.rewardedContexts = arm.rewardedContexts
      own.pending = arm.pending
      own.history = arm.history
      if index < arms.count { arms[index] = own } else { arms.append(own) }
    }
  }

  /// θ·x and √(xᵀ A⁻¹ x), by row, then by arm.
  mutating func scores(rows: [Double]) -> [[ScoreDistribution]] {
    guard let settings else { return [] }
    return ArmPosterior.scores(
      rows: rows, of: &arms, chosen: Array(arms.indices), backwards: false, settings: settings)
  }
}

extension ArmPosterior {
  /// Takes over the rows that wait, if they are all that another arm with this one's past has more than this one.
  fileprivate mutating func adoptPendingRows(of other: ArmPosterior) -> Bool {
    let known = pending.count
    guard isObserved, known < other.pending.count, other.pending.marks[known] == history.value else {
      return false
    }
    pending = other.pending
    history = other.history
    return true
  }
}
