import Router
import RouterEngine
import RunEvents

extension SimulatedRouter {
  /// Chooses a reward model for a pair that has arrived; without a valid context the choice is blind.
  mutating func decide(_ pair: SimulatedPair, hasContext: Bool) -> DecisionEvent {
    let context = hasContext ? pair.context : nil
    let decision = route(pair, context: context)
    for index in waitingBefore.indices { waitingBefore[index].removeValue(forKey: pair.id) }
    waiting[pair.id] = Waiting(arm: decision.arm, context: context)
    return DecisionEvent(
      id: pair.id, rewardModel: router.rewardModels[decision.arm], step: pair.step, by: decision.by,
      propensity: Self.logged(propensity: decision.propensity), scores: decision.scores.map(logged))
  }

  /// The engine refuses a request only where nothing is allowed, and the allowed set refuses every control that
  /// would lead there; the first reward model stands in all the same, so that no pair is ever without a decision.
  private mutating func route(_ pair: SimulatedPair, context: [Double]?) -> RoutingDecision {
    do throws(EngineError) {
      return try router.decide(pair.id, context: context, category: pair.categoryName)
    } catch {
      return RoutingDecision(arm: 0, by: "fixed", propensity: 1, scores: [])
    }
  }

  private func logged(_ score: DrawnScore) -> LoggedScore {
    LoggedScore(
      rewardModel: router.rewardModels[score.arm], mean: score.mean.rounded(toOneIn: 1e9),
      standardDeviation: score.standardDeviation.rounded(toOneIn: 1e9),
      draw: score.draw?.rounded(toOneIn: 1e9))
  }

  /// Rounded, but never to 0: what was chosen was possible.
  private static func logged(propensity: Double) -> Double {
    let rounded = propensity.rounded(toOneIn: 1e9)
    return rounded > 0 ? rounded : propensity
  }
}
