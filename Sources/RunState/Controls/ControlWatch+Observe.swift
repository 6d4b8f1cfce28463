package import RouterEngine
package import RunEvents
import Wording

extension ControlWatch {
  /// Takes the acknowledgement; one of another control is ignored.
  package mutating func observe(_ applied: AppliedEvent) {
    guard applied.sequence == control.sequence else { return }
    isAcknowledged = applied.ok
    status = applied.ok ? .obeyed : .refused(printableText(applied.error ?? "no reason given", limit: 512))
  }

  /// Takes a decision that came after the control.
  ///
  /// - Parameters:
  ///   - decision: as `RunState.latestDecision` gives it after the decision's line.
  ///   - arm: index of the control's RM, if it names one.
  ///   - allowed: the allowed set in force; a pin of the category goes before a global one, a ban before every pin.
  package mutating func observe(_ decision: RoutedDecision, arm: Int?, allowed: AllowedSet) {
    if case .refused = status { return }
    guard control.category == nil || control.category == decision.category else { return }
    switch verdict(on: decision, arm: arm, allowed: allowed) {
    case .silent: return
    case .confirms:
      if status == .pending || status == .unconfirmed { status = .obeyed }
    case .agrees:
      agreeing += 1
      if status == .pending && agreeing >= Self.enoughDecisions { status = .unconfirmed }
    case .disagrees:
      disagreeing += 1
      if case .notObeyed = status { return }
      if isAcknowledged || isOverdue(at: decision.step) {
        status = .notObeyed(chosen: decision.rewardModel, step: decision.step)
      }
    }
  }

  private enum Verdict {
    /// Says nothing about this control.
    case silent
    case agrees
    /// Could not have come about without the control.
    case confirms
    case disagrees
  }

  private func isOverdue(at step: Int?) -> Bool {
    guard let given = givenStep, let now = step else { return disagreeing >= Self.enoughDecisions }
    let (waited, overflow) = now.subtractingReportingOverflow(given)
    return !overflow && waited >= Self.patience
  }

  private func verdict(on decision: RoutedDecision, arm: Int?, allowed: AllowedSet) -> Verdict {
    switch control.action {
    case .pin:
      guard let arm else { return .silent }
      if decision.arm == arm { return decision.by == "pin" ? .confirms : .agrees }
      return governs(arm: arm, decision.category, allowed) ? .disagrees : .silent
    case .ban:
      guard let arm else { return .silent }
      return decision.arm == arm ? .disagrees : .agrees
    case .unban:
      guard let arm else { return .silent }
      // Every other RM may be chosen by a router that has not heard of it as well.
      return decision.arm == arm && !allowed.isBanned(arm, category: decision.category) ? .confirms : .agrees
    case .unpin:
      if decision.by != "pin" { return .agrees }
      return allowed.pin(category: decision.category) == nil ? .disagrees : .silent
    case .add, .remove, .forget, .reset:
      return .silent
    }
  }

  /// Whether this pin is the one that rules the category: a ban of its RM or a narrower pin goes before it.
  private func governs(arm: Int, _ category: String?, _ allowed: AllowedSet) -> Bool {
    if allowed.isBanned(arm, category: category) { return false }
    guard control.category == nil, let category, let ruling = allowed.pin(category: category) else {
      return true
    }
    return !allowed.badges(ruling).contains { $0.isPin && $0.category == category }
  }
}
