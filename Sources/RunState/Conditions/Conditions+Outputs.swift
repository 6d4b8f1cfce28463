import RunEvents

extension Conditions {
  /// Condition: an RM whose reward or score margin is the same 32 times in a row, or whose last 32 answers were ties.
  ///
  /// Where the numbers of the others are as often the same by nature (right or wrong, 1 to 5 stars), only ties count.
  mutating func watchOutput(_ feedback: FeedbackEvent, arm: Int, at moment: Moment) {
    grow(to: arm)
    switch feedback.outcome {
    case .loss(let value), .reward(let value):
      if value.isFinite { rewardModels[arm].reward.append(value) }
    case .tie, .error: break
    }
    if let a = feedback.scoreA, let b = feedback.scoreB, (a - b).isFinite {
      rewardModels[arm].margin.append(a - b)
    }
    let health = rewardModels[arm]
    if health.ties.run >= ConstancyWatch.limit {
      holdConstant(arm, count: health.ties.run, .ties, at: moment)
    } else if isStuck(arm, \.margin) {
      holdConstant(arm, count: health.margin.alike, .margins, at: moment)
    } else if isStuck(arm, \.reward) {
      holdConstant(arm, count: health.reward.alike, .rewards, at: moment)
    } else if health.ties.calm >= ConstancyWatch.changesToEnd || health.ties.ones == 0,
      health.margin.last == nil || health.margin.isOver, health.reward.last == nil || health.reward.isOver
    {
      clear(.constant, arm: arm)
    }
  }

  private mutating func holdConstant(
    _ arm: Int, count: Int, _ what: HealthCondition.Constant, at moment: Moment
  ) {
    hold(HealthCondition(kind: .constant, arm: arm, count: count, detail: .constant(what)), at: moment)
  }

  /// 32 alike, where the numbers of other RMs repeat in less than 6 of 10 cases: by chance that is one in 10⁷.
  private func isStuck(_ arm: Int, _ path: KeyPath<RewardModelHealth, ConstancyWatch>) -> Bool {
    guard rewardModels[arm][keyPath: path].isStuck else { return false }
    var pairs = 0
    var repeats = 0
    for (other, health) in rewardModels.enumerated() where other != arm {
      // One that never gave but one number says nothing of what is natural.
      if health[keyPath: path].repeats == health[keyPath: path].pairs { continue }
      pairs += health[keyPath: path].pairs
      repeats += health[keyPath: path].repeats
    }
    return repeats * 10 <= pairs * 6
  }
}
