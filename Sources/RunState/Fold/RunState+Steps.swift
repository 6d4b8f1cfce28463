import Router
import RouterEngine
package import RunEvents
import Wording

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
      tell(.line(.farStepsWereReal(since: real.since)))
    }
    switch arrival {
    case .ordinary: return step
    case .stray:
      countStray(step)
      return nil
    case .restarts(let from):
      restarts.goBack(from: from, to: step, slack: settings.stepSlack, at: progress.moment)
      startSegment(
        step: step, because: .stepBack(from: from, to: step), isDrawn: !restarts.writers.isCertain)
      return step
    }
  }

  mutating func countStray(_ step: Int) {
    counts.strays += 1
    if counts.strays == 1 {
      tell(.line(.stray(step: step, line: progress.line, known: progress.steps.known)))
    } else if isPowerOfTen(counts.strays) {
      tell(.line(.strays(counts.strays)))
    }
  }

  /// What the next line will do to the routing step; nothing has changed then.
  package func stepEffect(of line: LogLine) -> RoutingStep.Effect {
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
    charts.closeShares(at: chartMoment)
    pairs.advanceEpoch()
    let before = progress.routingStep
    let finding = before.flatMap { restarts.goForward(from: $0, to: step, slack: settings.stepSlack) }
    setRoutingStep(step)
    guard before == nil else {
      follow(finding)
      return
    }
    leaveBranch(at: step)
    if let last = restarts.endStepBeforeRun(firstStep: step) { tell(.redone(from: step, to: last)) }
  }

  private mutating func setRoutingStep(_ step: Int) {
    progress.steps.advance(to: step)
    updatePosition()
    for sequence in router.allowed.expire(routingStep: step) { expire(sequence) }
    controls.stopOverdueWatches(at: step)
  }

  /// Charts stand at the routing step, or at the ordinal of the decision in a run without steps. With two writers they
  /// stay at the foremost.
  private mutating func updatePosition() {
    let here = Double(progress.routingStep ?? counts.decisions)
    progress.position = restarts.holdsPosition ? max(progress.position, here) : here
  }

  /// Rule 3: charts break, ids and the routing step start afresh; posterior and allowed set stay.
  ///
  /// - Parameter isDrawn: false where it is one of two writers that goes on: charts do not break.
  mutating func startSegment(step: Int?, because cause: SegmentCause, isDrawn: Bool = true) {
    closeBatch()
    charts.closeShares(at: chartMoment)
    progress.segments += 1
    if isDrawn {
      progress.drawnSegments += 1
      restarts.beginDrawnSegment()
    }
    progress.steps.startSegment()
    pairs.contexts.removeAll(before: oldestKnownSegment)
    pairs.advanceEpoch()
    restarts.endRepetitions()
    if isDrawn { conditions.restartAnswers() }
    if let step {
      setRoutingStep(step)
      leaveBranch(at: step)
    }
    if isDrawn { tell(.segment(progress.segments, cause)) }
  }

  /// What the fold does about two writers, and about one that does a stretch again.
  private mutating func follow(_ finding: WriterWatch.Finding?) {
    switch finding {
    case .found(let distance):
      joinTurns()
      progress.writerDistance = distance
      tell(.writers(apart: distance, isFirst: true))
    case .further(let distance):
      progress.writerDistance = distance
      tell(.writers(apart: distance, isFirst: false))
    case .redone(let from, let to): tell(.redone(from: from, to: to))
    case nil: break
    }
  }

  /// A known id came again.
  mutating func noteRepetition(at step: Int?) {
    guard let routing = progress.routingStep,
      let from = restarts.noteRepetition(at: step, routing: routing)
    else { return }
    tell(.redone(from: from, to: routing))
  }

  /// The turns of two writers were taken for restarts: they are drawn as one stretch.
  private mutating func joinTurns() {
    let segment = restarts.writers.segmentsBefore
    progress.drawnSegments = segment
    restarts.holdPosition()
    beliefs.join(from: segment)
    let foremost = charts.join(from: segment, event: restarts.writers.eventsBefore)
    progress.position = max(progress.position, foremost)
  }

  /// A new segment has its first step: what earlier ones did from there on is a branch that the run has left.
  private mutating func leaveBranch(at step: Int) {
    guard progress.drawnSegments > 1, !restarts.holdsPosition else { return }
    charts.abandon(from: Double(step))
    beliefs.abandon(from: Double(step))
  }
}

/// Counts that are said: 1, 10, 100, …
func isPowerOfTen(_ count: Int) -> Bool {
  var rest = count
  while rest >= 10 && rest % 10 == 0 { rest /= 10 }
  return rest == 1
}
