import RunEvents
import RunState

/// Following the controls of this session through the log.
extension DashboardModel {
  /// A decision that the log has after a control which it does not have (yet): decisions tell as well.
  mutating func observeOwnControls(_ decision: RoutedDecision, at offset: Int) {
    for index in view.ownControls.indices
    where !view.ownControls[index].isLogged && offset > view.ownControls[index].observedOffset
      && !isSuperseded(index)
    {
      let before = view.ownControls[index].status
      let arm = view.ownControls[index].control.rewardModel.flatMap { run.arm($0) }
      view.ownControls[index].watch.observe(decision, arm: arm, allowed: run.allowed)
      view.ownControls[index].observedOffset = offset
      learned(index, after: before, event: run.progress.events, step: run.progress.routingStep)
    }
  }

  /// The log has a control of this session: from now on its record says what became of it.
  mutating func noteOwnControl(_ control: ControlEvent) {
    guard let index = ownControl(control.sequence) else { return }
    view.ownControls[index].isLogged = true
    // It cannot be in the log without having been written.
    view.ownControls[index].delivery = .written
  }

  /// Whoever acknowledges without copying the control has acknowledged it all the same.
  mutating func noteApplied(_ applied: AppliedEvent) {
    guard let index = ownControl(applied.sequence), !view.ownControls[index].isLogged else { return }
    let before = view.ownControls[index].status
    view.ownControls[index].delivery = .written
    view.ownControls[index].watch.observe(applied)
    learned(index, after: before, event: run.progress.events, step: run.progress.routingStep)
  }

  /// Takes over what the records of the log say, where they say more than was known: a moment before the control
  /// was answered does not unlearn the answer.
  mutating func refreshOwnControls() {
    let offset = run.progress.endOffset
    for index in view.ownControls.indices where view.ownControls[index].isLogged {
      let own = view.ownControls[index]
      guard offset > own.observedOffset || own.logged == nil, let record = record(of: own) else { continue }
      let before = own.status
      view.ownControls[index].logged = record.status
      view.ownControls[index].observedOffset = offset
      view.ownControls[index].recordEvent = record.event
      view.ownControls[index].isInLogState = record.applied?.ok == true
      learned(index, after: before, event: run.progress.events, step: run.progress.routingStep)
    }
  }

  /// Says what became of a control, and remembers where the log was then: its line stands there from now on.
  mutating func learned(_ index: Int, after before: OwnControlStatus, event: Int, step: Int?) {
    guard view.ownControls[index].status != before else { return }
    if !view.ownControls[index].isPending {
      view.ownControls[index].settled = OwnControl.Settled(event: event, step: step)
    }
    announce(view.ownControls[index])
  }

  /// Whether a later control of this session has taken its place: it is not to be obeyed any more.
  private func isSuperseded(_ index: Int) -> Bool {
    let control = view.ownControls[index].control
    return view.ownControls[(index + 1)...].contains { later in
      later.isEffective && later.control.isOfPins == control.isOfPins
        && later.control.category == control.category
        && (control.isOfPins || later.control.rewardModel == control.rewardModel)
    }
  }

  private func ownControl(_ sequence: String) -> Int? {
    guard sequence.hasPrefix(session.id) else { return nil }
    return view.ownControls.lastIndex { $0.control.sequence == sequence }
  }

  /// - Complexity: O(controls after it).
  private func record(of own: OwnControl) -> ControlRecord? {
    run.controls.last { $0.control.sequence == own.control.sequence }
  }
}
