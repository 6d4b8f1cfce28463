import Router
import RouterEngine
import RunEvents

extension RunState {
  /// `pair`: a context that wants an RM.
  mutating func fold(_ pair: PairEvent) {
    let moving = arrive(at: pair.step)
    let hash = key(of: pair.id)
    guard pairs.find(hash) == nil else {
      counts.repeatedPairs += 1
      noteRepetition(at: moving)
      return
    }
    counts.pairs += 1
    restarts.endRepetitions()
    advance(to: moving)
    let category = categoryIndex(pair.description.category)
    pairs.append(
      pair: hash, step: pair.step ?? progress.routingStep, category: category, offset: progress.offset,
      context: contextHash(pair.description.context))
    if let context = pair.description.context { keep(context, hash: hash, category: category) }
  }

  /// `decision`: an RM was chosen for a pair.
  mutating func fold(_ decision: DecisionEvent) {
    let moving = arrive(at: decision.step)
    let hash = key(of: decision.id)
    let pair = pairs.find(hash)
    if let pair, pair.isDecided {
      counts.repeatedDecisions += 1
      noteRepetition(at: moving)
      return
    }
    guard let arm = armOfNewDecision(decision.rewardModel) else { return }
    counts.decisions += 1
    restarts.endRepetitions()
    advance(to: moving)
    let category = pair?.category ?? categoryIndex(decision.description.category)
    let step = decision.step ?? pair?.step ?? progress.routingStep
    let forgotten = pairs.append(
      decision: hash, of: pair, arm: arm, step: step, category: category, offset: progress.offset,
      context: contextHash(decision.description.context))
    if let forgotten { forget(forgotten) }
    // The turn of a router that goes by turns; a pinned decision takes none.
    if decision.by != "pin" { router.note(choice: arm) }
    if let context = decision.description.context, pairs.contexts[hash] == nil {
      keep(context, hash: hash, category: category)
    }
    rewardModels.remember(
      DecisionRecord(
        id: decision.id, step: step, category: category, by: decision.by, offset: progress.offset, key: hash),
      of: arm)
    count(decision, arm: arm, category: category, step: step)
    conditions.keepPrediction(decision, hash: hash)
    compareScores(decision, hash: hash)
  }

  /// What stands for an id of this segment.
  func key(of id: String) -> IdentifierHash { IdentifierHash(id).inSegment(progress.segments) }

  /// The arm of a decision's RM; in a log without a `run` line a new one gets the next row.
  private mutating func armOfNewDecision(_ id: String) -> Int? {
    if let arm = arm(id) { return arm }
    guard header == nil, !rewardModels.isFull else { return nil }
    append(RewardModelInfo(id: id))
    return rewardModels.count - 1
  }

  private mutating func count(_ decision: DecisionEvent, arm: Int, category: Int?, step: Int?) {
    rewardModels.count(decision: arm)
    pairs.count(decision: arm, category: category)
    charts.count(decision: arm)
    // A what-if has still to say what it would have chosen.
    if !charts.shares.isWeighed { closeFullShares() }
    let routed = RoutedDecision(
      rewardModel: rewardModels[arm].info.id, arm: arm,
      category: decision.description.category ?? category.map { categories[$0].name }, step: step,
      by: decision.by)
    latestDecision = routed
    watchControls(routed)
    let moment = progress.moment
    if isFree(routed) { conditions.watchSelection(of: arm, at: moment) }
    conditions.watchAnswers(
      of: arm,
      in: Conditions.AnswerSurroundings(
        epoch: pairs.epoch, hasSteps: progress.hasSteps, decisions: counts.decisions,
        feedbacks: counts.feedbacks),
      at: moment)
    tellConditions()
    let ensemble = rewardModels.ensemble
    counts.addCall(cost: rewardModels[arm].info.cost, ensemble: ensemble.calls, ensembleCost: ensemble.cost)
  }

  /// In a run without steps a point of the shares is so many decisions.
  mutating func closeFullShares() {
    if !progress.hasSteps && charts.shares.openTotal >= settings.group { charts.closeShares(at: chartMoment) }
  }

  /// Whether the router had a choice: no pin, no fixed policy, more than one RM allowed.
  private func isFree(_ decision: RoutedDecision) -> Bool {
    if decision.by == "pin" || decision.by == "fixed" { return false }
    return allowed.allowed(category: decision.category).count > 1
  }

  private mutating func categoryIndex(_ name: String?) -> Int? {
    guard let name else { return nil }
    let before = categories.count
    let (index, cap) = pairs.index(ofCategory: name, arms: rewardModels.count)
    if categories.count > before { beliefs.appendCategory(seed: settings.seed) }
    meet(cap)
    return index
  }

  /// Takes a new context into the probe sets and keeps it until its feedback is used.
  private mutating func keep(_ context: [Double], hash: IdentifierHash, category: Int?) {
    let dropped = pairs.contexts.insert(context, for: hash, segment: progress.segments)
    if dropped > 0 {
      counts.droppedContexts += dropped
      meet(.contexts)
    }
    // Where contexts have no numbers by design, that they tell nothing is no finding.
    let isZero = !context.isEmpty && context.allSatisfy { $0 == 0 }
    if isZero { counts.zeroContexts += 1 }
    conditions.watchContext(isZero: isZero, at: progress.moment)
    tellConditions()
    // Without an intercept every score of it is 0 for certain, which no look at RMs should be a part of.
    let isProbe = !isZero || settings.intercept
    if isProbe { beliefs.offer(context, category: category) }
    if dimension == nil { follow(router.know(dimension: context.count)) }
  }

  /// A decision fell out of the memory of ids before its feedback came.
  private mutating func forget(_ hash: IdentifierHash) {
    if pairs.contexts.remove(hash) { counts.droppedContexts += 1 }
    conditions.predictions.remove(hash)
    meet(.identifiers)
  }
}
