import RouterEngine
package import RunEvents

/// What a feedback is to the open batch.
package enum FeedbackUse: Equatable, Sendable {
  /// A usable raw reward.
  case reward(Double)
  /// A tie or an error, folded as the number that the settings give it.
  case substitute
  /// A tie or an error that is skipped.
  case skipped
  /// A reward or loss that is NaN or infinite.
  case notFinite
}

/// What came of a batch when it closed.
package struct ClosedBatch<Key: Codable & Sendable>: Sendable {
  package var batch: OpenBatch<Key>
  /// What every loss among the items was folded as, in order; `nil` where it is refused or waits for a reference.
  /// Empty where settings rule posteriors out.
  package var rewards: [Double?] = []
  /// The same as the run's own rule would have it, where a baseline folds something else in the rewards' place: what
  /// came of the choices, without what was expected of them.
  package var outcomes: [Double?] = []
  /// Losses whose context is not there: they count in the rule only.
  package var withoutContext = 0
  /// Rewards that the rule or the posteriors refused.
  package var refused = 0
  /// Observations that were given to the posteriors, refused ones too.
  package var folded = 0
  /// Arms whose statistics may be others now: they were brought a reward, or aged.
  package var changedArms: [Int] = []
}

extension Router {
  /// Whether the open batch is as large as one may be in a run without steps (rule 2).
  package var isBatchFull: Bool { batch.usable >= settings.group }

  /// The first feedback of a decision: opens a batch, or joins the open one.
  package mutating func take(_ outcome: FeedbackEvent.Outcome, arm: Int, key: Key) -> FeedbackUse {
    batch.isOpen = true
    switch outcome {
    case .loss(let loss): return take(reward: -loss, arm, key)
    case .reward(let reward): return take(reward: reward, arm, key)
    case .tie: return take(settings.reward.ties, arm, key)
    case .error: return take(settings.reward.errors, arm, key)
    }
  }

  private mutating func take(reward: Double, _ arm: Int, _ key: Key) -> FeedbackUse {
    guard reward.isFinite else { return .notFinite }
    batch.append(reward: reward, arm: arm, key: key)
    return .reward(reward)
  }

  /// A substitute takes no part in the batch's normalisation.
  private mutating func take(_ substitute: RewardSettings.Substitute, _ arm: Int, _ key: Key) -> FeedbackUse {
    guard case .number(let number) = substitute else { return .skipped }
    batch.append(substitute: number, arm: arm, key: key)
    return .substitute
  }

  /// Rule 2: (1) decay, (2) normalise in order of arrival, (3) fold. `nil` where no batch is open.
  ///
  /// - Parameter contexts: of the decisions of `batch.items`, as far as they are known.
  /// - Complexity: the engine's folding.
  package mutating func close(contexts: [[Double]?]) -> ClosedBatch<Key>? {
    guard batch.isOpen else { return nil }
    var closed = ClosedBatch(batch: batch)
    batch.clear()
    normalise(&closed, contexts)
    // Asked, and not held: a second holder would have the matrices copied.
    guard bank != nil else {
      // Without a dimension no context has come, so there is nothing that a posterior could lack.
      if !closed.batch.items.isEmpty, normaliser == nil || dimension != nil { hasMissedRewards = true }
      return closed
    }
    let observations = observations(closed, contexts)
    // With γ < 1 every close ages every arm, also one that brings nothing.
    let ages = (bank?.settings.forgetting ?? 1) < 1
    if ages || !observations.isEmpty {
      closed.changedArms = ages ? Array(rewardModels.indices) : Set(observations.map(\.arm)).sorted()
      closed.refused += fold(observations)
      closed.folded = observations.count
    }
    choose(observations)
    return closed
  }

  private mutating func fold(_ observations: [Observation]) -> Int { bank?.closeBatch(observations) ?? 0 }

  private mutating func normalise(_ closed: inout ClosedBatch<Key>, _ contexts: [[Double]?]) {
    var samples: [RewardSample] = []
    var contextual: [ContextualSample] = []
    samples.reserveCapacity(closed.batch.usable)
    for (item, context) in zip(closed.batch.items, contexts) {
      guard case .loss(let loss) = item.kind else { continue }
      samples.append(RewardSample(arm: item.arm, loss: loss))
      if context == nil { closed.withoutContext += 1 }
      if baseline != nil { contextual.append(ContextualSample(arm: item.arm, loss: loss, context: context)) }
    }
    guard let baseline, var held = bank.take() else {
      closed.rewards = normaliser?.normalise(samples) ?? []
      closed.refused += closed.rewards.count { $0 == nil }
      closed.outcomes = closed.rewards
      return
    }
    closed.rewards = baseline.residuals(contextual, rule: settings.reward.engineRule, posteriors: &held)
    bank = held
    closed.refused += zip(contextual, closed.rewards).count { $1 == nil && $0.context != nil }
    // The rules that a baseline goes with remember nothing, so a copy will do.
    var rule = normaliser
    closed.outcomes = rule?.normalise(samples) ?? []
  }

  /// What reaches the posterior, in order of arrival: normalised rewards and substitutes whose context is there and
  /// whose reward model has not been removed.
  private func observations(_ closed: ClosedBatch<Key>, _ contexts: [[Double]?]) -> [Observation] {
    var observations: [Observation] = []
    observations.reserveCapacity(closed.batch.items.count)
    var next = 0
    for (item, context) in zip(closed.batch.items, contexts) {
      let reward: Double?
      switch item.kind {
      case .substitute(let number): reward = number
      case .loss:
        reward = closed.rewards[next]
        next += 1
      }
      guard let reward, isInRun[item.arm], let context else { continue }
      observations.append(Observation(arm: item.arm, context: context, reward: reward))
    }
    return observations
  }
}
