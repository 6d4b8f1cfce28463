import RunEvents

extension RunState {
  /// Conditions about what comes back: no feedback, of the run or of one RM while others are answered.
  mutating func watchAnswers(of arm: Int) {
    let epoch = memory.epoch
    memory.health.answers.decide(epoch: epoch, feedbacks: counts.feedbacks)
    growHealth(to: arm)
    memory.health.rewardModels[arm].answers.decide(epoch: epoch, feedbacks: counts.feedbacks)
    if isRunSilent || stands(.noFeedback) {
      hold(HealthCondition(kind: .noFeedback, count: memory.health.answers.waiting))
    } else if stands(.noFeedback, arm: arm) {
      hold(
        HealthCondition(
          kind: .noFeedback, arm: arm, count: memory.health.rewardModels[arm].answers.waiting))
    } else if isSilent(arm) {
      hold(
        HealthCondition(
          kind: .noFeedback, arm: arm, count: memory.health.rewardModels[arm].answers.waiting))
      memory.health.rewardModels[arm].answers.beginSilence()
    }
  }

  /// The first feedback for a decision of this epoch has come.
  mutating func noteAnswer(of arm: Int, decided epoch: UInt32) {
    growHealth(to: arm)
    memory.health.answers.answer(epoch: memory.epoch, learns: true)
    memory.health.answeredEpoch = max(memory.health.answeredEpoch, epoch)
    clear(.noFeedback)
    let isSilent = stands(.noFeedback, arm: arm)
    // What an outage took is not how long it usually takes.
    memory.health.rewardModels[arm].answers.answer(epoch: memory.epoch, learns: !isSilent)
    if isSilent, memory.health.rewardModels[arm].answers.sinceSilence >= AnswerWatch.answersToEnd {
      clear(.noFeedback, arm: arm)
    }
  }

  /// A new segment: who restarted seldom answers what was decided before, and what waits says nothing.
  mutating func restartAnswers() {
    memory.health.answers.restart()
    for arm in memory.health.rewardModels.indices { memory.health.rewardModels[arm].answers.restart() }
  }

  mutating func growHealth(to arm: Int) {
    while memory.health.rewardModels.count <= arm { memory.health.rewardModels.append(RewardModelHealth()) }
  }

  /// At least 64 decisions wait, twice as many and twice as long as ever before. A run that has had no feedback yet
  /// has 8 steps of time, or a thousand decisions.
  private var isRunSilent: Bool {
    let watch = memory.health.answers
    guard watch.waiting >= AnswerWatch.least else { return false }
    let epochs = watch.epochs(at: memory.epoch)
    guard let longest = watch.longest else {
      if !progress.hasSteps { return watch.waiting >= AnswerWatch.many }
      return epochs >= 8 || (epochs >= 2 && watch.waiting >= AnswerWatch.many)
    }
    return watch.waiting >= 2 * longest
      && (!progress.hasSteps || Int(epochs) >= 2 + 2 * Int(watch.longestEpochs))
  }

  /// The last 64 calls of it wait, or fewer where it was quick before, and others were answered that were called later.
  private func isSilent(_ arm: Int) -> Bool {
    let watch = memory.health.rewardModels[arm].answers
    guard watch.waiting >= watch.patience else { return false }
    // Where others are answered one time in ten, ten calls without an answer say nothing: (1 − q)ⁿ has to be < 1e-4.
    let others = counts.decisions - watch.decisions
    let answered = counts.feedbacks - watch.feedbacks
    guard others > 0, Double(watch.waiting) * Double(answered) >= 9.2 * Double(others) else { return false }
    guard progress.hasSteps else { return counts.feedbacks - watch.feedbacksAtFirst >= watch.waiting }
    let usual = watch.longest == nil ? 4 : watch.longestEpochs
    return Int(memory.health.answeredEpoch) > Int(watch.firstEpoch) + Int(usual)
  }
}
