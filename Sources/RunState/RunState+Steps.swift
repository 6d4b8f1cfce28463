import RunEvents

extension RunState {
  /// Rule 3, decided before anything else of a pair or decision: a step further back than the slack allows is a
  /// restarted trainer.
  mutating func restartIfNeeded(at step: Int?) {
    guard let step, let routing = progress.routingStep, step < routing else { return }
    let (back, overflows) = routing.subtractingReportingOverflow(step)
    guard overflows || back > settings.stepSlack else { return }
    startSegment(step: step, because: "the step went back from \(routing) to \(step)")
  }

  /// The step that a new pair or decision carries: a greater one closes the open batch and moves the routing step.
  mutating func advance(to step: Int?) {
    progress.end = nil
    guard let step else {
      updatePosition()
      return
    }
    if let routing = progress.routingStep, step <= routing {
      noteStep(step)
      return
    }
    closeBatch()
    takeShares()
    memory.epoch &+= 1
    setRoutingStep(step)
  }

  func effectiveStep(_ step: Int?) -> Int? { step ?? progress.routingStep }

  mutating func setRoutingStep(_ step: Int) {
    progress.routingStep = step
    progress.hasSteps = true
    noteStep(step)
    updatePosition()
    for sequence in allowed.expire(routingStep: step) { expire(sequence) }
    stopOverdueWatches(at: step)
  }

  private mutating func noteStep(_ step: Int) {
    progress.firstStep = min(progress.firstStep ?? step, step)
    progress.lastStep = max(progress.lastStep ?? step, step)
  }

  /// Charts stand at the routing step, or at the ordinal of the decision in a run without steps.
  mutating func updatePosition() {
    progress.position = Double(progress.routingStep ?? counts.decisions)
  }
}
