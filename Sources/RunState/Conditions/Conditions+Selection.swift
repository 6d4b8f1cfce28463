extension Conditions {
  /// Collapse: one RM takes more than 95 % of the last 256 decisions in which there was a choice; over at 90 %.
  ///
  /// - Parameter arm: chosen where there was a choice. What a pin or a fixed policy chose, or was the only RM allowed,
  ///   says nothing of the router and is left out.
  mutating func watchSelection(of arm: Int, at moment: Moment) {
    selection.append(arm)
    let window = RecentDecisions.capacity
    let collapsed = selection.collapsedArm
    let arm = collapsed ?? arm
    let taken = selection.count(of: arm)
    if collapsed != nil, taken * 100 <= 90 * window {
      selection.collapsedArm = nil
      clear(.collapse, arm: arm)
    } else if collapsed != nil || taken * 100 > 95 * window {
      selection.collapsedArm = arm
      hold(HealthCondition(kind: .collapse, arm: arm, count: taken, window: window), at: moment)
    }
  }
}
