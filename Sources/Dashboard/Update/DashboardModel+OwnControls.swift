import RunEvents
import RunState

/// Following the controls of this session through the log.
extension DashboardModel {
  /// A decision that the log has after a control which it does not have (yet): decisions tell as well.
  mutating func observeOwnControls(_ decision: RoutedDecision, at offset: Int) {
    for index in ownControls.indices
    where !ownControls[index].isLogged && offset > ownControls[index].observedOffset
      && !isSuperseded(index)
    {
      let before = ownControls[index].status
      let arm = ownControls[index].control.rewardModel.flatMap { run.arm($0) }
      ownControls[index].watch.observe(decision, arm: arm, allowed: run.allowed)
      ownControls[index].observedOffset = offset
      learned(index, after: before, event: run.progress.events, step: run.progress.routingStep)
    }
  }

  /// The log has a control of this session: from now on its record says what became of it.
  mutating func noteOwnControl(_ control: ControlEvent) {
    guard let index = ownControl(control.sequence) else { return }
    ownControls[index].isLogged = true
    // It cannot be in the log without having been written.
    ownControls[index].delivery = .written
  }

  /// Whoever acknowledges without copying the control has acknowledged it all the same.
  mutating func noteApplied(_ applied: AppliedEvent) {
    guard let index = ownControl(applied.sequence), !ownControls[index].isLogged else { return }
    let before = ownControls[index].status
    ownControls[index].delivery = .written
    ownControls[index].watch.observe(applied)
    learned(index, after: before, event: run.progress.events, step: run.progress.routingStep)
  }

  /// Takes over what the records of the log say, where they say more than was known: a moment before the control
  /// was answered does not unlearn the answer.
  mutating func refreshOwnControls() {
    let offset = run.progress.endOffset
    for index in ownControls.indices where ownControls[index].isLogged {
      let own = ownControls[index]
      guard offset > own.observedOffset || own.logged == nil, let record = record(of: own) else { continue }
      let before = own.status
      ownControls[index].logged = record.status
      ownControls[index].observedOffset = offset
      ownControls[index].recordEvent = record.event
      ownControls[index].isInLogState = record.applied?.ok == true
      learned(index, after: before, event: run.progress.events, step: run.progress.routingStep)
    }
  }

  /// Says what became of a control, and remembers where the log was then: its line stands there from now on.
  mutating func learned(_ index: Int, after before: OwnControlStatus, event: Int, step: Int?) {
    guard ownControls[index].status != before else { return }
    if !ownControls[index].isPending {
      ownControls[index].settled = OwnControl.Settled(event: event, step: step)
    }
    announce(ownControls[index])
  }

  /// Whether a later control of this session has taken its place: it is not to be obeyed any more.
  private func isSuperseded(_ index: Int) -> Bool {
    let control = ownControls[index].control
    return ownControls[(index + 1)...].contains { later in
      later.isEffective && later.control.isOfPins == control.isOfPins
        && later.control.category == control.category
        && (control.isOfPins || later.control.rewardModel == control.rewardModel)
    }
  }

  private func ownControl(_ sequence: String) -> Int? {
    guard sequence.hasPrefix(session.id) else { return nil }
    return ownControls.lastIndex { $0.control.sequence == sequence }
  }

  /// - Complexity: O(controls after it).
  private func record(of own: OwnControl) -> ControlRecord? {
    run.controls.last { $0.control.sequence == own.control.sequence }
  }
}
