import Router
package import RouterEngine
package import RunEvents

/// What a service asks of the state whose log it writes. Nothing here is folded: the lines that come of it are.
extension RunState {
  /// What is known of a pair that somebody wants decided.
  package enum PairStanding: Equatable, Sendable {
    /// Its line is to be logged and folded, and then it is decided.
    case new
    /// Its line is in the log, its decision is not.
    case undecided
    /// The line of its decision begins at this offset of the log.
    case decided(offset: Int)
    /// The id is that of a pair with another context.
    case otherContext
  }

  /// - Complexity: O(length of the context).
  package func standing(of pair: PairEvent) -> PairStanding {
    // A step far enough back is a restarted trainer, whose ids are new (rule 3).
    if case .restarts = progress.steps.effect(of: pair.step, slack: settings.stepSlack) { return .new }
    guard let known = pairs.find(key(of: pair.id)) else { return .new }
    if let context = pair.description.context, known.context != 0, contextHash(context) != known.context {
      return .otherContext
    }
    return known.isDecided ? .decided(offset: known.offset) : .undecided
  }

  /// Chooses a reward model for a pair whose line has been folded.
  ///
  /// - Returns: the decision, with every score in full; it is to be logged, and folded with `fold(own:)`.
  /// - Throws: what the policy refuses; nothing has been decided then.
  /// - Complexity: as the policy's `decide`.
  package mutating func decide(_ pair: PairEvent) throws(EngineError) -> DecisionEvent {
    let context = pair.description.context ?? pairs.contexts[key(of: pair.id)]
    return event(
      of: pair, try router.decide(pair.id, context: context, category: pair.description.category))
  }

  /// The same for a pair and those that follow it, whose lines have not been folded yet, as far as `joins` lets them.
  ///
  /// - Returns: what `decide` would answer one after the other, to the bit.
  package mutating func decide(batch pairs: [PairEvent]) throws(EngineError) -> [DecisionEvent] {
    let decisions = try router.decide(
      batch: pairs.map { ($0.id, $0.description.context ?? [], $0.description.category) })
    return zip(pairs, decisions).map { event(of: $0, $1) }
  }

  /// Whether a pair that comes next can be decided with the one before it: it has a context, and closes no batch. A step
  /// far beyond the others moves nothing by itself, but the next one like it may show that the run is there.
  package func joins(_ pair: PairEvent) -> Bool {
    pair.description.context != nil && contradiction(of: .pair(pair)) == nil
      && pair.step.map { progress.steps.isStray($0) } != true
      && progress.steps.effect(of: pair.step, slack: settings.stepSlack) == .none
      && standing(of: pair) == .new
  }

  /// Folds a decision of this state's own router: its scores need no audit.
  package mutating func fold(own line: LogLine) {
    isOwnDecision = true
    defer { isOwnDecision = false }
    fold(line)
  }

  private func event(of pair: PairEvent, _ decision: RoutingDecision) -> DecisionEvent {
    DecisionEvent(
      id: pair.id, rewardModel: rewardModels[decision.arm].info.id, step: pair.step, by: decision.by,
      propensity: decision.propensity,
      scores: decision.scores.map { score in
        LoggedScore(
          rewardModel: rewardModels[score.arm].info.id, mean: score.mean,
          standardDeviation: score.standardDeviation, draw: score.draw)
      })
  }

  /// Whether the feedback of this id has been taken before; a second one changes nothing.
  package func hasFeedback(_ id: String) -> Bool {
    let id = IdentifierHash(id)
    for segment in (oldestKnownSegment...max(oldestKnownSegment, progress.segments)).reversed() {
      guard let known = pairs.find(id.inSegment(segment)), known.isDecided else { continue }
      return known.hasFeedback
    }
    return false
  }
}
