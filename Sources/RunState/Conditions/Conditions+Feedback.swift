import RunEvents

extension Conditions {
  private static let manyTies = WindowRule(above: 50, least: 256, below: 40)
  private static let manyFailures = WindowRule(run: 16, above: 20, least: 256, calm: 8, below: 15)
  /// An RM that fails is hardly chosen any more where errors count as bad rewards, and never shows in the rate of all.
  private static let failuresOfOne = WindowRule(run: 5, above: 50, least: 64, calm: 8, below: 40)
  private static let manyNotFinite = WindowRule(run: 16, above: 50, least: 64, calm: 16, below: 25)
  private static let notFiniteOfOne = WindowRule(run: 8, above: 50, least: 64, calm: 8, below: 25)

  /// Conditions about what a feedback says: ties, errors, losses and rewards that are not finite.
  ///
  /// - Parameter lastError: text of the RM's last error, this one included; printable.
  mutating func watchFeedback(
    _ outcome: FeedbackEvent.Outcome, arm: Int, lastError: String?, at moment: Moment
  ) {
    grow(to: arm)
    var isTie = false
    var isError = false
    switch outcome {
    case .loss(let value), .reward(let value): watchFiniteness(!value.isFinite, arm: arm, at: moment)
    case .tie: isTie = true
    case .error: isError = true
    }
    ties.append(isTie)
    errors.append(isError)
    rewardModels[arm].ties.append(isTie)
    rewardModels[arm].errors.append(isError)
    judge(ties, by: Self.manyTies, .ties, at: moment)
    let detail = lastError.map { $0.isEmpty ? .none : HealthCondition.Detail.text($0) } ?? .none
    judge(errors, by: Self.manyFailures, .failures, detail: isError ? detail : .none, at: moment)
    judgeOne(
      rewardModels[arm].errors, by: Self.failuresOfOne, .failures, arm: arm, detail: detail, at: moment)
  }

  mutating func count(reward: Double) {
    rewardSum += reward
    rewardCount += 1
  }

  private mutating func watchFiniteness(_ isNotFinite: Bool, arm: Int, at moment: Moment) {
    notFinite.append(isNotFinite)
    rewardModels[arm].notFinite.append(isNotFinite)
    judge(notFinite, by: Self.manyNotFinite, .notFinite, at: moment)
    judgeOne(rewardModels[arm].notFinite, by: Self.notFiniteOfOne, .notFinite, arm: arm, at: moment)
  }

  /// What is said of the whole run already does not begin for one RM as well.
  private mutating func judgeOne(
    _ window: FlagWindow, by rule: WindowRule, _ kind: HealthCondition.Kind, arm: Int,
    detail: HealthCondition.Detail = .none, at moment: Moment
  ) {
    if stands(kind), !stands(kind, arm: arm) { return }
    judge(window, by: rule, kind, arm: arm, detail: detail, at: moment)
  }
}
