import RunEvents

extension RunState {
  /// Rule 3, decided before anything else of a pair or decision.
  ///
  /// A lone step far beyond all others moves nothing. A step further back than the slack allows is a restarted trainer.
  ///
  /// - Returns: the step that is to move what steps move; `nil` where the line has none, or a stray one.
  mutating func arrive(at step: Int?) -> Int? {
    guard let step else { return nil }
    switch memory.strays.judge(step, known: progress.knownSteps) {
    case .ordinary: break
    case .stray:
      countStray(step)
      return nil
    case .confirmed(let since, let lines):
      counts.strays -= lines
      say(.info, .run, "steps go on from \(since): that far step was real")
    }
    restartIfNeeded(at: step)
    return step
  }

  private mutating func restartIfNeeded(at step: Int) {
    guard let routing = progress.routingStep, isRestart(step) else { return }
    memory.writers.goBack(
      from: routing, to: step, slack: settings.stepSlack, segments: progress.drawnSegments,
      events: progress.events)
    startSegment(
      step: step, because: "the step went back from \(routing) to \(step)",
      isDrawn: !memory.writers.isCertain)
  }

  private func isRestart(_ step: Int) -> Bool {
    guard let routing = progress.routingStep, step < routing else { return false }
    let (back, overflows) = routing.subtractingReportingOverflow(step)
    return overflows || back > settings.stepSlack
  }

  /// What a line does to the routing step.
  public enum StepEffect: Equatable, Sendable {
    case none
    case advances(to: Int)
    /// A new segment begins with this step.
    case restarts(at: Int)
  }

  /// What the next line will do to the routing step; nothing has changed then.
  public func stepEffect(of line: LogLine) -> StepEffect {
    guard case .event(let timed) = line.content else { return .none }
    switch timed.event {
    case .pair(let pair): return stepEffect(of: pair.step)
    case .decision(let decision): return stepEffect(of: decision.step)
    default: return .none
    }
  }

  /// Whether the step would move nothing if it were the next one's.
  public func isStray(_ step: Int) -> Bool {
    var strays = memory.strays
    return strays.judge(step, known: progress.knownSteps) == .stray
  }

  func stepEffect(of step: Int?) -> StepEffect {
    guard let step, !isStray(step) else { return .none }
    if isRestart(step) { return .restarts(at: step) }
    if let routing = progress.routingStep, step <= routing { return .none }
    return .advances(to: step)
  }

  /// The step that a new pair or decision brings: a greater one closes the open batch and moves the routing step.
  mutating func advance(to step: Int?) {
    progress.end = nil
    guard let step else {
      updatePosition()
      return
    }
    if let routing = progress.routingStep {
      if step <= routing {
        noteStep(step)
        return
      }
      closeBatch()
      takeShares()
      memory.epoch &+= 1
      let finding = memory.writers.goForward(from: routing, to: step, slack: settings.stepSlack)
      setRoutingStep(step)
      tell(finding)
      return
    }
    closeBatch()
    takeShares()
    memory.epoch &+= 1
    setRoutingStep(step)
    leaveBranch(at: step)
    tellRedone(from: step)
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

  /// Charts stand at the routing step, or at the ordinal of the decision in a run without steps. With two writers they
  /// stay at the foremost.
  mutating func updatePosition() {
    let here = Double(progress.routingStep ?? counts.decisions)
    progress.position = memory.holdsPosition ? max(progress.position, here) : here
  }
}

extension RunProgress {
  /// The steps of pairs and decisions so far, strays left out.
  public var knownSteps: ClosedRange<Int>? {
    guard let firstStep, let lastStep, firstStep <= lastStep else { return nil }
    return firstStep...lastStep
  }
}
