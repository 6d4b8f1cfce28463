import RunEvents

extension RunState {
  /// −Σ p ln p over ln K of the last 256 decisions in which there was a choice, K the RMs present: 1 is even, 0 is one
  /// RM alone; `nil` before the first or with K < 2.
  public var selectionEntropy: Double? {
    memory.health.selection.entropy(among: rewardModels.count(where: \.isPresent))
  }

  /// Collapse: one RM takes more than 95 % of the last 256 decisions in which there was a choice; over at 90 %.
  ///
  /// What a pin or a fixed policy chose, or was the only RM allowed, says nothing of the router and is left out.
  mutating func watchSelection(_ decision: RoutedDecision) {
    guard isFree(decision) else { return }
    memory.health.selection.append(decision.arm)
    let window = RecentDecisions.capacity
    let collapsed = memory.health.selection.collapsedArm
    let arm = collapsed ?? decision.arm
    let taken = memory.health.selection.count(of: arm)
    if collapsed != nil, taken * 100 <= 90 * window {
      memory.health.selection.collapsedArm = nil
      clear(.collapse, arm: arm)
    } else if collapsed != nil || taken * 100 > 95 * window {
      memory.health.selection.collapsedArm = arm
      hold(HealthCondition(kind: .collapse, arm: arm, count: taken, window: window))
    }
  }

  private func isFree(_ decision: RoutedDecision) -> Bool {
    if decision.by == "pin" || decision.by == "fixed" { return false }
    return allowed.allowed(category: decision.category).count > 1
  }
}
