import Router
import RouterEngine
import RunEvents

extension SimulatedRouter {
  /// A pair or decision of `step` is in the log (rule 3).
  mutating func arrive(step: Int) {
    let slack = router.settings.stepSlack
    switch steps.arrive(at: step, slack: slack) {
    case .ordinary: break
    case .stray: return
    case .restarts: startSegment()
    }
    if case .advances = steps.effect(of: step, slack: slack) { closeBatch() }
    steps.advance(to: step)
    _ = steps.current.map { router.allowed.expire(routingStep: $0) }
  }

  /// Ids and the routing step start afresh; posteriors and the allowed set stay.
  mutating func startSegment() {
    closeBatch()
    waitingBefore = waitingBefore.suffix(1) + [waiting]
    waiting.removeAll()
    steps.startSegment()
  }

  /// The first feedback of a decision; what is repeated or of no known decision changes nothing.
  mutating func observe(id: String, _ outcome: FeedbackEvent.Outcome) {
    guard let decision = removeWaiting(id) else { return }
    _ = router.take(outcome, arm: decision.arm, key: decision.context)
  }

  private mutating func removeWaiting(_ id: String) -> Waiting? {
    if let decision = waiting.removeValue(forKey: id) { return decision }
    for index in waitingBefore.indices.reversed() {
      if let decision = waitingBefore[index].removeValue(forKey: id) { return decision }
    }
    return nil
  }

  /// No feedback will ever come: nothing is kept for it, however long the run.
  mutating func abandon(id: String) { _ = removeWaiting(id) }

  mutating func closeBatch() { _ = router.close(contexts: router.batch.items.map(\.key)) }
}
