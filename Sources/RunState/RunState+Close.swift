import RouterEngine
import RunEvents

extension RunState {
  /// Rule 2: (1) decay, (2) normalise in order of arrival, (3) fold, (4) take belief and reward series. Closing no
  /// batch is no event.
  mutating func closeBatch() {
    guard memory.batch.isOpen else { return }
    progress.closes += 1
    foldRewards()
    takeRewards()
    for item in memory.batch.items { memory.contexts.remove(item.hash) }
    memory.batch.close()
    progress.pending = 0
    if Self.takesBelief(atClose: progress.closes) { takeBelief() }
  }

  /// Belief points are taken at close c iff c mod 2^max(0, ⌊log₂(c/1024)⌋) = 0: all of the first 2,047, then fewer.
  static func takesBelief(atClose close: Int) -> Bool { isDue(close: close, perDoubling: 1024) }

  /// Every close up to twice the number, then so many of each doubling.
  static func isDue(close: Int, perDoubling number: Int) -> Bool {
    let exponent = close >= number ? Int.bitWidth - 1 - (close / number).leadingZeroBitCount : 0
    return close & ((1 << exponent) - 1) == 0
  }

  private mutating func foldRewards() {
    let items = memory.batch.items
    countMissingContexts(items)
    let normalised = memory.baseline.map { innovations(items, $0) } ?? normalise(items)
    watchRewards(items, rewards: normalised)
    note(items, memory.baseline == nil ? normalised : outcomes(items))
    guard memory.bank != nil else {
      // Without a dimension no context has come, so there is nothing that a posterior could lack.
      if !items.isEmpty, memory.normaliser == nil || dimension != nil { memory.hasMissedRewards = true }
      return
    }
    fold(observations(items, normalised))
  }

  /// Keeps what the batch came to until the next line, for a what-if beside the fold.
  private mutating func note(_ items: [OpenBatch.Item], _ normalised: [Double?]) {
    var next = 0
    for item in items {
      var reward: Double?
      switch item.kind {
      case .substitute(let number): reward = number
      case .loss:
        reward = next < normalised.count ? normalised[next] : nil
        next += 1
      }
      memory.closed.append(ClosedReward(hash: item.hash, reward: reward))
    }
  }

  /// The normalised reward of every loss, in order of arrival.
  private mutating func normalise(_ items: [OpenBatch.Item]) -> [Double?] {
    let samples = samples(items)
    guard let normalised = memory.normaliser?.normalise(samples) else { return [] }
    counts.refusedRewards += normalised.reduce(0) { $0 + ($1 == nil ? 1 : 0) }
    return normalised
  }

  private func samples(_ items: [OpenBatch.Item]) -> [RewardSample] {
    var samples: [RewardSample] = []
    samples.reserveCapacity(memory.batch.usable)
    for item in items {
      if case .loss(let loss) = item.kind { samples.append(RewardSample(arm: item.arm, loss: loss)) }
    }
    return samples
  }

  /// The same where a baseline folds something else in the rewards' place: what came of the choices, without what was
  /// expected of them. The rules that a baseline goes with remember nothing, so a copy will do.
  private func outcomes(_ items: [OpenBatch.Item]) -> [Double?] {
    var normaliser = memory.normaliser
    return normaliser?.normalise(samples(items)) ?? []
  }

  /// What a baseline makes of the losses: the same places, and `nil` where the context is gone too.
  private mutating func innovations(_ items: [OpenBatch.Item], _ baseline: SharedBaseline) -> [Double?] {
    guard var bank = memory.bank.take() else { return normalise(items) }
    var samples: [ContextualSample] = []
    samples.reserveCapacity(memory.batch.usable)
    for item in items {
      guard case .loss(let loss) = item.kind else { continue }
      samples.append(ContextualSample(arm: item.arm, loss: loss, context: memory.contexts[item.hash]))
    }
    let rewards = baseline.innovations(samples, rule: settings.reward.engineRule, posteriors: &bank)
    memory.bank = bank
    for (sample, reward) in zip(samples, rewards) where reward == nil && sample.context != nil {
      counts.refusedRewards += 1
    }
    return rewards
  }

  private mutating func countMissingContexts(_ items: [OpenBatch.Item]) {
    for item in items {
      if case .loss = item.kind, memory.contexts[item.hash] == nil { counts.rewardsWithoutContext += 1 }
    }
  }

  /// What reaches the posterior, in order of arrival: normalised rewards and substitutes whose context is there and
  /// whose RM has not been removed.
  private func observations(_ items: [OpenBatch.Item], _ normalised: [Double?]) -> [Observation] {
    var observations: [Observation] = []
    observations.reserveCapacity(items.count)
    var next = 0
    for item in items {
      let reward: Double?
      switch item.kind {
      case .substitute(let number): reward = number
      case .loss:
        reward = normalised[next]
        next += 1
      }
      guard let reward, rewardModels[item.arm].isPresent, let context = memory.contexts[item.hash] else {
        continue
      }
      observations.append(Observation(arm: item.arm, context: context, reward: reward))
    }
    return observations
  }

  /// With γ < 1 every close ages every RM, also one that brings nothing.
  private mutating func fold(_ observations: [Observation]) {
    let ages = (memory.bank?.settings.forgetting ?? 1) < 1
    guard ages || !observations.isEmpty else { return }
    for observation in observations { memory.isVarianceStale[observation.arm] = true }
    if ages { for arm in memory.isVarianceStale.indices { memory.isVarianceStale[arm] = true } }
    memory.isBeliefStale = true
    memory.hasStaleFactors = true
    counts.refusedRewards += memory.bank?.closeBatch(observations) ?? 0
  }

  /// Mean raw reward of the batch, over all RMs and of each that had one.
  private mutating func takeRewards() {
    guard memory.batch.usable > 0 else { return }
    let position = progress.hasSteps ? progress.position : Double(counts.decisions)
    reward.append(
      position: position, value: memory.batch.sum / Double(memory.batch.usable),
      segment: progress.drawnSegments)
    for arm in memory.batch.countByArm.indices where memory.batch.countByArm[arm] > 0 {
      let mean = memory.batch.sumByArm[arm] / Double(memory.batch.countByArm[arm])
      rewardModels[arm].reward.append(position: position, value: mean, segment: progress.drawnSegments)
    }
  }
}
