import RouterEngine
import RunEvents

extension SimulatedRouter {
  /// A pair or decision of `step` is in the log (rule 3).
  mutating func arrive(step: Int) {
    switch steps.arrive(at: step, slack: settings.stepSlack) {
    case .ordinary: break
    case .stray: return
    case .restarts: startSegment()
    }
    if case .advances = steps.effect(of: step, slack: settings.stepSlack) { closeBatch() }
    steps.advance(to: step)
    _ = steps.current.map { allowed.expire(routingStep: $0) }
  }

  /// Ids and the routing step start afresh; posteriors and the allowed set stay.
  mutating func startSegment() {
    closeBatch()
    waitingBefore = waitingBefore.suffix(1) + [waiting]
    waiting.removeAll()
    steps.startSegment()
  }

  /// The first feedback of a decision opens a batch; what is not finite is not usable, and what is repeated or of no
  /// known decision changes nothing.
  mutating func observe(id: String, loss: Double?) {
    guard let decision = takeWaiting(id) else { return }
    isBatchOpen = true
    guard let loss, loss.isFinite else { return }
    batch.append(Usable(decision: decision, loss: loss))
  }

  private mutating func takeWaiting(_ id: String) -> Waiting? {
    if let decision = waiting.removeValue(forKey: id) { return decision }
    for place in waitingBefore.indices.reversed() {
      if let decision = waitingBefore[place].removeValue(forKey: id) { return decision }
    }
    return nil
  }

  /// No feedback will ever come: nothing is kept for it, however long the run.
  mutating func abandon(id: String) { _ = takeWaiting(id) }

  /// Normalises the open batch in order of arrival and folds it; with γ < 1 one that brings nothing ages all the same.
  mutating func closeBatch() {
    guard isBatchOpen else { return }
    isBatchOpen = false
    let rewards =
      baseline.map { innovations($0) }
      ?? normaliser.normalise(batch.map { RewardSample(arm: $0.decision.arm, loss: $0.loss) })
    var observations: [Observation] = []
    for (usable, reward) in zip(batch, rewards) {
      guard let reward, let context = usable.decision.context else { continue }
      observations.append(Observation(arm: usable.decision.arm, context: context, reward: reward))
    }
    posteriors.closeBatch(observations)
    batch.removeAll(keepingCapacity: true)
    choose(observations)
  }

  /// What a baseline makes of the open batch: the same places, and `nil` where there is no context.
  private mutating func innovations(_ baseline: SharedBaseline) -> [Double?] {
    let samples = batch.map {
      ContextualSample(arm: $0.decision.arm, loss: $0.loss, context: $0.decision.context)
    }
    return baseline.innovations(samples, rule: normaliser.rule, posteriors: &posteriors)
  }
}
