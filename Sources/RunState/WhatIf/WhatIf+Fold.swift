import Router
import RouterEngine
package import RunEvents

extension WhatIf {
  /// Takes a line in.
  ///
  /// - Parameters:
  ///   - line: the next one of the log.
  ///   - recorded: the run's own state after this very line.
  /// - Complexity: as the fold itself; a decision costs the scores of all RMs besides.
  package mutating func fold(_ line: LogLine, recorded: RunState) {
    other.fold(line)
    if recorded.progress.runs != seen.runs { forgetRun(recorded) }
    take(recorded.closedRewards, batch: recorded.progress.closes)
    if recorded.progress.segments != seen.segments {
      tally.withoutReward += pending.removeAll(before: recorded.oldestKnownSegment)
    }
    if case .event(let timed) = line.content {
      switch timed.event {
      case .decision(let decision) where recorded.counts.decisions != seen.decisions:
        take(decision, recorded)
      case .feedback(let feedback) where recorded.counts.feedbacks != seen.feedbacks:
        take(feedback, recorded)
      default: break
      }
    }
    seen = Seen(recorded)
  }

  /// Another run begins in the same input: everything is of the last one.
  private mutating func forgetRun(_ recorded: RunState) {
    tally = WhatIfTally()
    pending.removeAll()
    rounds = []
    correctness = []
    correctnessOfTarget = []
    stride = 1
    targetSettings = nil
    seen = Seen(recorded)
    seen.decisions = 0
    seen.feedbacks = 0
  }

  private mutating func take(_ decision: DecisionEvent, _ recorded: RunState) {
    guard let routed = recorded.latestDecision else { return }
    tally.decisions += 1
    while tally.whatIf.count < recorded.rewardModels.count {
      tally.whatIf.append(0)
      tally.happened.append(0)
    }
    allowed.follow(recorded)
    let context = other.context(ofDecision: decision.id)
    let probabilities = probabilities(decision.id, context: context, category: routed.category)
    other.weighDecision(probabilities)
    guard let probabilities else { return }
    tally.answered += 1
    tally.happened[routed.arm] += 1
    for (arm, probability) in probabilities.enumerated() { tally.whatIf[arm] += probability }
    let possible = possibleArms(routed, recorded)
    var propensity: Double?
    if routed.by == "pin" || recorded.allowed.pin(category: routed.category) == routed.arm {
      tally.pinned += 1
    } else {
      propensity = self.propensity(of: decision, routed, allowed: possible, recorded)
      if propensity == nil { tally.withoutPropensity += 1 }
    }
    let round = PendingRounds.Round(
      context: context ?? [], arm: routed.arm, propensity: propensity, allowed: possible,
      target: probabilities, segment: recorded.progress.segments)
    if pending.insert(round, for: recorded.key(of: decision.id))?.propensity != nil {
      tally.withoutReward += 1
    }
  }

  /// π; `nil` (counted) where it is not known.
  private mutating func probabilities(
    _ decision: String, context: [Double]?, category: String?
  ) -> [Double]? {
    let settings = PolicySettings(other.settings)
    if settings != targetSettings {
      targetSettings = settings
      target = settings.policy(rewardModels: other.rewardModels.ids)
    }
    // Taken out and put back, so that what it remembers is not copied.
    guard var policy = target.take() else {
      tally.withoutAnswer += 1
      return nil
    }
    defer { target = policy }
    if !policy.isBlind {
      policy.follow(rewardModels: other.rewardModels.ids)
      if context == nil {
        tally.withoutContext += 1
        return nil
      }
      guard other.posterior == .available else {
        tally.withoutAnswer += 1
        return nil
      }
    }
    let request = RoutingRequest(
      decision: decision, context: context ?? [], allowed: allowed.set.allowed(category: category),
      pinned: allowed.set.pin(category: category))
    do throws(EngineError) {
      return try other.probabilities(request, of: &policy)
    } catch {
      lastObstacle = error.description
      tally.withoutAnswer += 1
      return nil
    }
  }

  /// What the recorded router could have chosen. One that chooses what it may not heeds no controls.
  private func possibleArms(_ routed: RoutedDecision, _ recorded: RunState) -> [Int] {
    let allowed = recorded.allowed.allowed(category: routed.category)
    if allowed.contains(routed.arm) { return allowed }
    return recorded.rewardModels.inRun
  }

  /// As logged; else, for Thompson sampling, from the scores in the log.
  ///
  /// With an exploration other than 1 a logged sd may stand before or after its scale, and nothing is computed.
  private mutating func propensity(
    of decision: DecisionEvent, _ routed: RoutedDecision, allowed: [Int], _ recorded: RunState
  ) -> Double? {
    if let logged = decision.propensity { return logged > 0 && logged <= 1 ? logged : nil }
    guard decision.by == "thompson", recorded.settings.exploration == 1, !decision.scores.isEmpty else {
      return nil
    }
    var scores = [ScoreDistribution?](repeating: nil, count: recorded.rewardModels.count)
    for score in decision.scores {
      guard let arm = recorded.arm(score.rewardModel), let mean = score.mean, mean.isFinite,
        let deviation = score.standardDeviation, deviation.isFinite, deviation >= 0
      else { continue }
      scores[arm] = ScoreDistribution(mean: mean, standardDeviation: deviation)
    }
    guard allowed.allSatisfy({ scores[$0] != nil }) else { return nil }
    let filled = scores.map { $0 ?? ScoreDistribution(mean: 0, standardDeviation: 0) }
    let propensity = thompsonPropensities(
      filled, allowed: allowed, exploration: 1, floor: recorded.settings.propensityFloor)[routed.arm]
    guard propensity > 0, propensity <= 1 else { return nil }
    tally.propensitiesFromScores += 1
    return propensity
  }
}
