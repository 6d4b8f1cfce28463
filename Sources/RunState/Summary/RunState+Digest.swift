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
  package var digest: UInt64 {
    var digest = StateDigest()
    hashCounts(into: &digest)
    hashProgress(into: &digest)
    hashSettings(into: &digest)
    for arm in rewardModels.indices {
      rewardModels[arm].hash(into: &digest)
      conditions.innovations[arm].hash(into: &digest)
      charts.rewardByArm[arm].hash(into: &digest)
      beliefs[arm].hash(into: &digest)
    }
    for category in categories {
      category.hash(into: &digest)
    }
    for metric in metrics { metric.hash(into: &digest) }
    shares.hash(into: &digest)
    reward.hash(into: &digest)
    digest.combine(allowed.digestText)
    conditions.hash(into: &digest)
    for condition in conditions { condition.hash(into: &digest) }
    for record in controls { digest.combine("\(record.control.sequence) \(record.status)") }
    router.batch.hash(into: &digest)
    beliefs.probes.hash(into: &digest)
    for probes in beliefs.categoryProbes { probes.hash(into: &digest) }
    router.normaliser?.hash(into: &digest)
    router.bank?.hashStatistics(into: &digest)
    for category in categories { category.hashRecent(into: &digest) }
    recentRewards.hash(into: &digest)

    for arm in rewardModels.indices {
      rewardModels[arm].hashMemory(into: &digest)
      conditions.coverage[arm].hash(into: &digest)
    }
    charts.timeline.hash(into: &digest)
    beliefs.law.hash(into: &digest)
    for number in [counts.auditedDecisions, counts.auditedCloses, counts.predictedCloses, counts.looks] {
      digest.combine(number)
    }
    return digest.value
  }

  /// `digest` as 16 hex digits.
  package var digestText: String {
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
    restarts.hash(into: &digest)
    digest.combine(progress.closes)
    digest.combine(progress.pending)
    digest.combine(progress.firstTime ?? .nan)
    digest.combine(progress.lastTime ?? .nan)
    digest.combine(progress.position)
    digest.combine(dimension ?? -1)
    digest.combine(pairs.contexts.count)
    digest.combine(pairs.identifiers.liveCount)
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
