import Router
import RunEvents

extension RunState {
  /// `feedback`: what came of a decision. Only the first for a known decision is used.
  mutating func fold(_ feedback: FeedbackEvent) {
    let segments = oldestKnownSegment...max(oldestKnownSegment, progress.segments)
    switch pairs.answer(feedback.id, segments: segments, offset: progress.offset) {
    case .orphan: counts.orphans += 1
    case .repetition: counts.repeatedFeedbacks += 1
    case .decision(let decision): fold(feedback, of: decision)
    }
  }

  /// The first of the segments whose ids feedback is looked up in: this one and the two before (a writer that lags, or
  /// what a trainer sent before it was started again).
  var oldestKnownSegment: Int { max(1, progress.segments - 2) }

  private mutating func fold(_ feedback: FeedbackEvent, of decision: PairLedger.Decision) {
    progress.end = nil
    counts.feedbacks += 1
    if let step = feedback.step, let decided = decision.step, step != decided { counts.differingSteps += 1 }
    if decision.epoch != pairs.epoch { counts.late += 1 }
    if decision.segment < progress.segments { counts.lateOfEarlierSegments += 1 }
    let arm = decision.arm
    countMeasurements(feedback, arm: arm)
    use(feedback.outcome, of: decision)
    let moment = progress.moment
    conditions.watchFeedback(
      feedback.outcome, arm: arm, lastError: rewardModels[arm].lastError, at: moment)
    conditions.watchOutput(feedback, arm: arm, at: moment)
    conditions.noteAnswer(of: arm, decided: decision.epoch, epoch: pairs.epoch)
    tellConditions()
    if !progress.hasSteps && router.isBatchFull { closeBatch() }
  }

  private mutating func countMeasurements(_ feedback: FeedbackEvent, arm: Int) {
    if let latency = feedback.latencyMilliseconds {
      if latency.isFinite {
        rewardModels.count(latency: latency, arm: arm)
      } else {
        countNonFinite(arm)
      }
    }
    if let score = feedback.scoreA, !score.isFinite { countNonFinite(arm) }
    if let score = feedback.scoreB, !score.isFinite { countNonFinite(arm) }
  }

  private mutating func countNonFinite(_ arm: Int) {
    counts.nonFinite += 1
    rewardModels.countNonFinite(arm)
  }

  private mutating func use(_ outcome: FeedbackEvent.Outcome, of decision: PairLedger.Decision) {
    switch outcome {
    case .loss, .reward: break
    case .tie:
      counts.ties += 1
      rewardModels.answer(decision.hash, of: decision.arm, .tie)
    case .error:
      counts.errors += 1
      rewardModels.answer(decision.hash, of: decision.arm, .error)
    }
    rewardModels.count(outcome, arm: decision.arm, at: progress.moment)
    switch router.take(outcome, arm: decision.arm, key: decision.hash) {
    case .reward(let reward):
      rewardModels.count(reward: reward, arm: decision.arm)
      rewardModels.answer(decision.hash, of: decision.arm, .reward, reward: reward)
      pairs.count(reward: reward, arm: decision.arm, category: decision.category)
      conditions.count(reward: reward)
      progress.pending = router.batch.usable
    case .substitute: break
    case .notFinite:
      countNonFinite(decision.arm)
      rewardModels.answer(decision.hash, of: decision.arm, .notFinite)
      drop(decision.hash)
    case .skipped: drop(decision.hash)
    }
  }

  /// Nothing of this decision will be folded.
  private mutating func drop(_ hash: IdentifierHash) {
    pairs.contexts.remove(hash)
    conditions.predictions.remove(hash)
  }
}
