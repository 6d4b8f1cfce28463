import RunEvents

extension RunState {
  /// Rule 3, decided before anything else of a pair or decision.
  ///
  /// A lone step far beyond all others moves nothing. A step further back than the slack allows is a restarted trainer.
  ///
  /// - Returns: the step that is to move what steps move; `nil` where the line has none, or a stray one.
  mutating func arrive(at step: Int?) -> Int? {
    guard let step else { return nil }
    var real: (since: Int, lines: Int)?
    let arrival = progress.steps.arrive(at: step, slack: settings.stepSlack) { real = ($0, $1) }
    if let real {
      counts.strays -= real.lines
      say(.info, .run, "steps go on from \(real.since): that far step was real")
    }
    switch arrival {
    case .ordinary: return step
    case .stray:
      countStray(step)
      return nil
    case .restarts(let from):
      restart(at: step, from: from)
      return step
    }
  }

  private mutating func restart(at step: Int, from routing: Int) {
    memory.writers.goBack(
      from: routing, to: step, slack: settings.stepSlack, segments: progress.drawnSegments,
      events: progress.events)
    startSegment(
      step: step, because: "the step went back from \(routing) to \(step)",
      isDrawn: !memory.writers.isCertain)
  }

  /// What the next line will do to the routing step; nothing has changed then.
  public func stepEffect(of line: LogLine) -> RoutingStep.Effect {
    guard case .event(let timed) = line.content else { return .none }
    return progress.steps.effect(of: timed.event.routingStep, slack: settings.stepSlack)
  }

  /// The step that a new pair or decision brings: a greater one closes the open batch and moves the routing step.
  mutating func advance(to step: Int?) {
    progress.end = nil
    guard let step else {
      updatePosition()
      return
    }
    guard progress.routingStep.map({ step > $0 }) ?? true else {
      progress.steps.advance(to: step)
      return
    }
    closeBatch()
    takeShares()
    memory.epoch &+= 1
    let before = progress.routingStep
    let finding = before.flatMap {
      memory.writers.goForward(from: $0, to: step, slack: settings.stepSlack)
    }
    setRoutingStep(step)
    guard before == nil else {
      tell(finding)
      return
    }
    leaveBranch(at: step)
    tellRedone(from: step)
  }

  func effectiveStep(_ step: Int?) -> Int? { step ?? progress.routingStep }

  mutating func setRoutingStep(_ step: Int) {
    progress.steps.advance(to: step)
    updatePosition()
    for sequence in router.allowed.expire(routingStep: step) { expire(sequence) }
    stopOverdueWatches(at: step)
  }

  /// Charts stand at the routing step, or at the ordinal of the decision in a run without steps. With two writers they
  /// stay at the foremost.
  mutating func updatePosition() {
    let here = Double(progress.routingStep ?? counts.decisions)
    progress.position = memory.holdsPosition ? max(progress.position, here) : here
  }
}
