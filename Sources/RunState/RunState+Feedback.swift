import Router
import RunEvents

extension RunState {
  /// `feedback`: what came of a decision. Only the first for a known decision is used.
  mutating func fold(_ feedback: FeedbackEvent) {
    guard let (slot, segment) = decision(feedback.id) else {
      counts.orphans += 1
      return
    }
    let entry = memory.identifiers[slot]
    let hash = entry.hash
    if entry.flags.contains(.hasFeedback) {
      counts.repeatedFeedbacks += 1
      return
    }
    memory.identifiers[slot].flags.insert(.hasFeedback)
    progress.end = nil
    counts.feedbacks += 1
    if let step = feedback.step, let decided = entry.step, step != decided { counts.differingSteps += 1 }
    if entry.epoch != memory.epoch { counts.late += 1 }
    if segment < progress.segments { counts.lateOfEarlierSegments += 1 }
    memory.answered = hash
    let arm = Int(entry.arm)
    noteMeasurements(feedback, arm: arm)
    take(feedback.outcome, arm: arm, category: entry.category, hash: hash)
    watchFeedback(feedback.outcome, arm: arm)
    watchOutput(feedback, arm: arm)
    noteAnswer(of: arm, decided: entry.epoch)
    if !progress.hasSteps && router.isBatchFull { closeBatch() }
  }

  /// Where the decision of this id lies, and its segment: this one or, where nothing of this one has it, one of the two
  /// before (a writer that lags, or what a trainer sent before it was started again).
  private func decision(_ id: String) -> (slot: IdentifierMemory.Slot, segment: Int)? {
    let id = IdentifierHash(id)
    for segment in stride(from: progress.segments, through: oldestKnownSegment, by: -1) {
      if let slot = memory.identifiers.find(id.inSegment(segment)),
        memory.identifiers[slot].flags.contains(.decided)
      {
        return (slot, segment)
      }
    }
    return nil
  }

  /// The first of the segments whose ids feedback is looked up in.
  var oldestKnownSegment: Int { max(1, progress.segments - 2) }

  private mutating func noteMeasurements(_ feedback: FeedbackEvent, arm: Int) {
    if let latency = feedback.latencyMilliseconds {
      if latency.isFinite {
        rewardModels[arm].latencyCount += 1
        rewardModels[arm].latencySum += latency
      } else {
        countNonFinite(arm)
      }
    }
    if let score = feedback.scoreA, !score.isFinite { countNonFinite(arm) }
    if let score = feedback.scoreB, !score.isFinite { countNonFinite(arm) }
  }

  private mutating func countNonFinite(_ arm: Int) {
    counts.nonFinite += 1
    rewardModels[arm].nonFinite += 1
  }

  private mutating func take(
    _ outcome: FeedbackEvent.Outcome, arm: Int, category: Int?, hash: IdentifierHash
  ) {
    switch outcome {
    case .loss, .reward: break
    case .tie:
      counts.ties += 1
      rewardModels[arm].ties += 1
    case .error:
      counts.errors += 1
      rewardModels[arm].errors += 1
    }
    switch router.take(outcome, arm: arm, key: hash) {
    case .reward(let reward): count(reward, arm: arm, category: category)
    case .substitute: break
    case .notFinite:
      countNonFinite(arm)
      drop(hash)
    case .skipped: drop(hash)
    }
  }

  private mutating func count(_ reward: Double, arm: Int, category: Int?) {
    memory.health.rewardSum += reward
    memory.health.rewardCount += 1
    rewardModels[arm].rewardCount += 1
    rewardModels[arm].rewardSum += reward
    if let category {
      categories[category].rewardCountByArm[arm] += 1
      categories[category].rewardSumByArm[arm] += reward
    }
    progress.pending = router.batch.usable
  }

  /// Nothing of this decision will be folded.
  private mutating func drop(_ hash: IdentifierHash) {
    memory.contexts.remove(hash)
    memory.health.predictions.take(hash)
  }
}
