import RouterEngine
import RunEvents

extension WhatIf {
  /// Rewards of a batch that this line closed.
  mutating func take(_ closed: [ClosedReward], batch: Int) {
    for item in closed {
      guard let round = pending.remove(item.hash), let propensity = round.propensity else { continue }
      guard let reward = item.reward else {
        tally.withoutReward += 1
        continue
      }
      tally.eligible += 1
      guard batch % stride == 0 else { continue }
      rounds.append(Self.round(round, propensity, reward: reward, batch: batch))
      thinIfNeeded(rounds[rounds.count - 1])
    }
  }

  /// Labels are known, and whether a reward is to come.
  mutating func take(_ feedback: FeedbackEvent, _ recorded: RunState) {
    guard let hash = recorded.pairs.answered, let round = pending[hash] else { return }
    if !feedback.labels.isEmpty { take(feedback.labels, round, recorded) }
    if recorded.awaitsReward(hash) { return }
    // Neither in the open batch nor in one closed by this line: a tie, an error, a NaN.
    if pending.remove(hash)?.propensity != nil { tally.withoutReward += 1 }
  }

  private mutating func take(
    _ labels: [RewardModelLabel], _ round: PendingRounds.Round, _ recorded: RunState
  ) {
    var isRight = [Bool?](repeating: nil, count: round.target.count)
    for label in labels {
      if let arm = recorded.arm(label.rewardModel), isRight.indices.contains(arm) {
        isRight[arm] = label.isRight
      }
    }
    guard let chosen = isRight[round.arm] else { return }
    var expected = 0.0
    for (arm, probability) in round.target.enumerated() where probability > 0 {
      guard let label = isRight[arm] else { return }
      if label { expected += probability }
    }
    tally.labelled += 1
    tally.rightWhatIf += expected
    tally.rightHappened += chosen ? 1 : 0
    guard let propensity = round.propensity else { return }
    let batch = recorded.progress.closes
    guard batch % stride == 0 else { return }
    correctnessOfTarget.append(expected)
    correctness.append(Self.round(round, propensity, reward: chosen ? 1 : 0, batch: batch))
    thinIfNeeded(correctness[correctness.count - 1])
  }

  private static func round(
    _ round: PendingRounds.Round, _ propensity: Double, reward: Double, batch: Int
  ) -> LoggedRound {
    LoggedRound(
      context: round.context, arm: round.arm, propensity: propensity, allowed: round.allowed, reward: reward,
      target: round.target, batch: batch)
  }

  private mutating func thinIfNeeded(_ round: LoggedRound) {
    while (rounds.count + correctness.count) * Self.bytes(of: round) > roundByteLimit, stride < 1 << 40 {
      thin()
    }
  }

  /// Keeps every second of the batches kept so far.
  private mutating func thin() {
    stride *= 2
    rounds.removeAll { $0.batch % stride != 0 }
    let kept = correctness.indices.filter { correctness[$0].batch % stride == 0 }
    correctnessOfTarget = kept.map { correctnessOfTarget[$0] }
    correctness = kept.map { correctness[$0] }
  }

  /// Roughly what a kept round takes; one of both lists shares its vectors with the other.
  private static func bytes(of round: LoggedRound) -> Int {
    (round.context.count + round.target.count + round.allowed.count) * MemoryLayout<Double>.stride
      + MemoryLayout<LoggedRound>.stride + 96
  }
}
