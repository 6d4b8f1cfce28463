import Router
import RouterEngine
import RunEvents

extension RunState {
  /// Digest of all doubles and counts of the last run's state: equal states have equal digests, whether the log was
  /// folded whole, line by line, or from a checkpoint.
  ///
  /// Not in it: what counts over the whole input (events, faults, lines), and the journal's wording.
  ///
  /// - Complexity: O(state): a millisecond per million numbers.
  public var digest: UInt64 {
    var digest = StateDigest()
    hashCounts(into: &digest)
    hashProgress(into: &digest)
    hashSettings(into: &digest)
    for model in rewardModels { model.hash(into: &digest) }
    for category in categories { category.hash(into: &digest) }
    for metric in metrics { metric.hash(into: &digest) }
    for series in shares.byArm { series.hash(into: &digest) }
    for count in shares.openDecisions { digest.combine(count) }
    reward.hash(into: &digest)
    digest.combine(allowed.digestText)
    memory.health.hash(into: &digest)
    for condition in conditions { condition.hash(into: &digest) }
    for record in controls { digest.combine("\(record.control.sequence) \(record.status)") }
    router.batch.hash(into: &digest)
    memory.probes.hash(into: &digest)
    for probes in memory.categoryProbes { probes.hash(into: &digest) }
    router.normaliser?.hash(into: &digest)
    router.bank?.hashStatistics(into: &digest)
    return digest.value
  }

  /// `digest` as 16 hex digits.
  public var digestText: String {
    let digits = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private func hashCounts(into digest: inout StateDigest) {
    let numbers = [
      counts.pairs, counts.decisions, counts.feedbacks, counts.ties, counts.errors, counts.nonFinite,
      counts.late, counts.lateOfEarlierSegments, counts.strays, counts.orphans, counts.repeatedPairs,
      counts.repeatedDecisions, counts.repeatedFeedbacks,
      counts.differingSteps, counts.unknownTypes, counts.droppedContexts, counts.rewardsWithoutContext,
      counts.refusedRewards, counts.strayApplied, counts.repeatedControls, counts.differingScores,
      counts.ensembleCalls, counts.decisionsWithoutCost, counts.zeroContexts,
    ]
    for number in numbers { digest.combine(number) }
    digest.combine(counts.cost)
    digest.combine(counts.ensembleCost)
  }

  private func hashProgress(into digest: inout StateDigest) {
    digest.combine(progress.firstStep ?? -1)
    digest.combine(progress.routingStep ?? -1)
    digest.combine(progress.lastStep ?? -1)
    digest.combine(progress.segments)
    digest.combine(progress.drawnSegments)
    for number in progress.steps.strayNumbers { digest.combine(number) }
    memory.writers.hash(into: &digest)
    digest.combine(memory.holdsPosition)
    digest.combine(memory.stepBeforeRun ?? -1)
    digest.combine(memory.repeatedFrom ?? -1)
    digest.combine(memory.isRepetitionSaid)
    digest.combine(progress.closes)
    digest.combine(progress.pending)
    digest.combine(progress.firstTime ?? .nan)
    digest.combine(progress.lastTime ?? .nan)
    digest.combine(progress.position)
    digest.combine(dimension ?? -1)
    digest.combine(memory.contexts.count)
    digest.combine(memory.identifiers.liveCount)
  }
}

extension RunState {
  private func hashSettings(into digest: inout StateDigest) {
    for field in SettingField.all { field.value(in: settings).hash(into: &digest) }
    for setting in TunableSetting.allCases { digest.combine(automaticSettings.contains(setting)) }
  }
}

extension SettingValue {
  /// Of a prior its text: the numbers of vectors are in the statistics.
  fileprivate func hash(into digest: inout StateDigest) {
    switch self {
    case .number(let number): digest.combine(number)
    case .count(let count): digest.combine(count)
    case .unsigned(let number): digest.combine(bits: number)
    case .flag(let flag): digest.combine(flag)
    case .word(let word): digest.combine(word)
    case .prior: digest.combine(text)
    }
  }
}

extension RewardModelState {
  func hash(into digest: inout StateDigest) {
    digest.combine(info.id)
    digest.combine(isPresent)
    for number in [decisions, recentDecisions, rewardCount, ties, errors, nonFinite, latencyCount] {
      digest.combine(number)
    }
    sinceBan?.hash(into: &digest)
    digest.combine(rewardSum)
    digest.combine(latencySum)
    digest.combine(lastError ?? "")
    innovations.hash(into: &digest)
    reward.hash(into: &digest)
    belief?.hash(into: &digest)
    priorBelief?.hash(into: &digest)
    beliefMean.hash(into: &digest)
    beliefDeviation.hash(into: &digest)
  }
}

extension Belief {
  func hash(into digest: inout StateDigest) {
    digest.combine(mean)
    digest.combine(standardDeviation)
    digest.combine(bestProbability)
    digest.combine(observations)
    digest.combine(averageVariance)
    digest.combine(distanceFromPrior)
  }
}

extension CategoryState {
  func hash(into digest: inout StateDigest) {
    digest.combine(name)
    digest.combine(decisions)
    for number in decisionsByArm { digest.combine(number) }
    for number in rewardCountByArm { digest.combine(number) }
    digest.combine(rewardSumByArm)
    digest.combine(bestProbabilityByArm)
  }
}

extension Series {
  func hash(into digest: inout StateDigest) {
    digest.combine(sampleCount)
    digest.combine(samplesPerBucket)
    for bucket in buckets {
      digest.combine(bucket.start)
      digest.combine(bucket.end)
      digest.combine(bucket.first)
      digest.combine(bucket.last)
      digest.combine(bucket.minimum)
      digest.combine(bucket.maximum)
      digest.combine(bucket.sum)
      digest.combine(bucket.count)
      digest.combine(bucket.nonFiniteCount)
      digest.combine(bucket.startsSegment)
      digest.combine(bucket.isAbandoned)
      digest.combine(Int(bucket.segment))
    }
  }
}

extension OpenBatch where Key == IdentifierHash {
  func hash(into digest: inout StateDigest) {
    digest.combine(isOpen)
    digest.combine(sum)
    for item in items {
      digest.combine(item.arm)
      switch item.kind {
      case .loss(let loss): digest.combine(loss)
      case .substitute(let number): digest.combine(number)
      }
    }
  }
}
