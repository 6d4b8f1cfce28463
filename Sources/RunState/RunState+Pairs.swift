import Router
import RunEvents

extension RunState {
  /// `pair`: a context that wants an RM.
  mutating func fold(_ pair: PairEvent) {
    let moving = arrive(at: pair.step)
    let hash = IdentifierHash(pair.id).inSegment(progress.segments)
    if memory.identifiers.find(hash) != nil {
      counts.repeatedPairs += 1
      noteRepetition(at: moving)
      return
    }
    counts.pairs += 1
    endRepetitions()
    advance(to: moving)
    let category = categoryIndex(pair.description.category)
    memory.identifiers.insertPair(
      IdentifierMemory.Entry(
        hash: hash, step: effectiveStep(pair.step), epoch: memory.epoch, category: category))
    if let context = pair.description.context { keep(context, hash: hash, category: category) }
  }

  /// `decision`: an RM was chosen for a pair.
  mutating func fold(_ decision: DecisionEvent) {
    let moving = arrive(at: decision.step)
    let hash = IdentifierHash(decision.id).inSegment(progress.segments)
    let slot = memory.identifiers.find(hash)
    let known = slot.map { memory.identifiers[$0] }
    if let known, known.flags.contains(.decided) {
      counts.repeatedDecisions += 1
      noteRepetition(at: moving)
      return
    }
    guard let arm = armOfNewDecision(decision.rewardModel) else { return }
    counts.decisions += 1
    endRepetitions()
    advance(to: moving)
    let category = known?.category ?? categoryIndex(decision.description.category)
    var entry = IdentifierMemory.Entry(
      hash: hash, step: effectiveStep(decision.step ?? known?.step), epoch: memory.epoch, category: category)
    entry.arm = UInt8(truncatingIfNeeded: arm)
    entry.flags = .decided
    if let forgotten = memory.identifiers.insertDecision(entry, replacing: slot) { forget(forgotten) }
    if let context = decision.description.context, memory.contexts[hash] == nil {
      keep(context, hash: hash, category: category)
    }
    count(decision, arm: arm, category: category, step: entry.step)
    keepPrediction(decision, hash: hash)
    compareScores(decision, hash: hash)
  }

  /// The arm of a decision's RM; in a log without a `run` line a new one gets the next row.
  private mutating func armOfNewDecision(_ id: String) -> Int? {
    if let arm = memory.armByID[id] { return arm }
    guard header == nil, rewardModels.count < FoldMemory.rewardModelLimit else { return nil }
    appendRewardModel(RewardModelInfo(id: id))
    return rewardModels.count - 1
  }

  private mutating func count(_ decision: DecisionEvent, arm: Int, category: Int?, step: Int?) {
    rewardModels[arm].decisions += 1
    rewardModels[arm].recentDecisions += 1
    if let gone = memory.recent.append(arm) { rewardModels[gone].recentDecisions -= 1 }
    countSinceBans(arm)
    if let category {
      categories[category].decisions += 1
      categories[category].decisionsByArm[arm] += 1
    }
    shares.openDecisions[arm] += 1
    shares.openTotal += 1
    if !progress.hasSteps && shares.openTotal >= settings.group { takeShares() }
    let routed = RoutedDecision(
      rewardModel: rewardModels[arm].info.id, arm: arm,
      category: decision.description.category ?? category.map { categories[$0].name }, step: step,
      by: decision.by)
    latestDecision = routed
    watchControls(routed)
    watchSelection(routed)
    watchAnswers(of: arm)
    countCalls(arm: arm)
  }

  /// Takes a new context into the probe sets and keeps it until its feedback is used.
  private mutating func keep(_ context: [Double], hash: IdentifierHash, category: Int?) {
    let dropped = memory.contexts.insert(context, for: hash, segment: progress.segments)
    if dropped > 0 {
      counts.droppedContexts += dropped
      sayOnce(
        .contexts,
        "more than \(ContextStore.capacity) contexts (or 64 MiB of them) wait for feedback: the oldest are "
          + "dropped, and their rewards do not reach the posterior")
    }
    let isZero = context.allSatisfy { $0 == 0 }
    if isZero { counts.zeroContexts += 1 }
    watchContext(isZero: isZero)
    // Without an intercept every score of it is 0 for certain, which no look at RMs should be a part of.
    let isProbe = !isZero || settings.intercept
    if isProbe {
      memory.probes.offer(context)
      if let category { memory.categoryProbes[category].offer(context) }
    }
    if dimension == nil { follow(router.know(dimension: context.count)) }
    if isProbe, router.bank != nil, progress.closes == 0, memory.probes.offered == 1 { takePriorBelief() }
  }

  /// A decision fell out of the memory of ids before its feedback came.
  private mutating func forget(_ entry: IdentifierMemory.Entry) {
    if memory.contexts.remove(entry.hash) { counts.droppedContexts += 1 }
    memory.health.predictions.take(entry.hash)
    sayOnce(
      .identifiers,
      "more than \(IdentifierMemory.capacity) decisions: feedback for older ones counts as orphaned")
  }
}
