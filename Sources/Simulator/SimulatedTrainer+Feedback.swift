import RunEvents

extension SimulatedTrainer {
  /// How often a reward model finds both responses equally good, and how often its call fails.
  private var tieRate: Double { settings.scenario == .messy ? 0.06 : 0.015 }
  private var errorRate: Double { settings.scenario == .messy ? 0.03 : 0.002 }
  /// How many steps late a late feedback is.
  private static let delay = 2

  /// The feedback that is due, the step's metrics, and now and then a note.
  mutating func feedbackUnit(step: Int) -> [SimulatedLine] {
    let isLast = step + 1 >= settings.steps
    var statistics = StepStatistics()
    var lines: [SimulatedLine] = []
    var later: [Routed] = []
    for item in routed {
      let judgement = world.judgement(arm: item.arm, pair: item.pair, dynamics: dynamics)
      let isNew = item.dueStep == item.pair.step
      if isNew { statistics.add(judgement, isHacked: item.arm == world.skills.hacker) }
      let trouble = isNew ? mess.feedbackMess(ordinal: ordinal(of: item.pair)) : nil
      if trouble == .never {
        router.abandon(id: item.pair.id)
        continue
      }
      if !isLast, trouble == .late || item.dueStep > step {
        later.append(
          Routed(pair: item.pair, arm: item.arm, dueStep: isNew ? item.pair.step + Self.delay : item.dueStep))
        continue
      }
      lines += feedback(item, judgement: judgement, trouble: trouble)
    }
    routed = later
    dynamics.advance(rightShare: statistics.rightShare, hackedShare: statistics.hackedShare)
    return lines + metricsUnit(step: step, statistics: statistics)
  }

  private func ordinal(of pair: SimulatedPair) -> Int { pair.step * settings.pairsPerStep + pair.index }

  private mutating func feedback(
    _ item: Routed, judgement: Judgement, trouble: MessPlan.FeedbackMess?
  ) -> [SimulatedLine] {
    var event = FeedbackEvent(
      id: item.pair.id, outcome: outcome(item, judgement: judgement, trouble: trouble), step: item.pair.step)
    switch event.outcome {
    case .error: break
    case .tie:
      event.scoreA = judgement.scoreA
      event.scoreB = judgement.scoreA
    case .loss, .reward:
      event.scoreA = trouble == .notANumberScore ? .nan : judgement.scoreA
      event.scoreB = judgement.scoreB
    }
    event.latencyMilliseconds = judgement.latencyMilliseconds
    event.labels = world.rewardModels.indices.map { arm in
      RewardModelLabel(
        rewardModel: world.rewardModels[arm].id,
        isRight: world.isRight(arm: arm, pair: item.pair, exploit: dynamics.exploit))
    }
    if trouble == .differingStep { event.step = item.pair.step + 1 }
    router.observe(id: event.id, event.outcome)
    var lines = [line(.feedback(event))]
    if trouble == .repeated { lines.append(lines[0]) }
    if trouble == .orphan {
      event.id = "lost-" + event.id
      lines.append(line(.feedback(event)))
    }
    return lines
  }

  private func outcome(
    _ item: Routed, judgement: Judgement, trouble: MessPlan.FeedbackMess?
  ) -> FeedbackEvent.Outcome {
    switch trouble {
    case .notANumberLoss: return .loss(.nan)
    case .infiniteLoss: return .loss(.infinity)
    case .notANumberScore, .late, .repeated, .orphan, .differingStep, .never: return .loss(judgement.loss)
    case nil: break
    }
    var random = SimulationRandom(
      seed: settings.seed, .mess, 2, item.pair.step, item.pair.index, item.arm)
    let throwOfDice = random.uniform()
    if throwOfDice < errorRate { return .error("the reward model timed out after 30 s") }
    if throwOfDice < errorRate + tieRate { return .tie }
    return .loss(judgement.loss)
  }
}
