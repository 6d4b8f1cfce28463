extension Conditions {
  /// What silence is held against.
  struct AnswerSurroundings {
    /// How often the routing step has moved.
    var epoch: UInt32
    var hasSteps: Bool
    /// Of the run so far.
    var decisions: Int
    var feedbacks: Int
  }

  /// Conditions about what comes back: no feedback, of the run or of one RM while others are answered.
  mutating func watchAnswers(of arm: Int, in run: AnswerSurroundings, at moment: Moment) {
    answers.decide(epoch: run.epoch, feedbacks: run.feedbacks)
    grow(to: arm)
    rewardModels[arm].answers.decide(epoch: run.epoch, feedbacks: run.feedbacks)
    let waiting = rewardModels[arm].answers.waiting
    if isRunSilent(run) || stands(.noFeedback) {
      hold(HealthCondition(kind: .noFeedback, count: answers.waiting), at: moment)
    } else if stands(.noFeedback, arm: arm) {
      hold(HealthCondition(kind: .noFeedback, arm: arm, count: waiting), at: moment)
    } else if isSilent(arm, in: run) {
      hold(HealthCondition(kind: .noFeedback, arm: arm, count: waiting), at: moment)
      rewardModels[arm].answers.beginSilence()
    }
  }

  /// The first feedback for a decision has come.
  ///
  /// - Parameters:
  ///   - decided: epoch of the decision.
  ///   - epoch: that of the run.
  mutating func noteAnswer(of arm: Int, decided: UInt32, epoch: UInt32) {
    grow(to: arm)
    answers.answer(epoch: epoch, learns: true)
    answeredEpoch = Swift.max(answeredEpoch, decided)
    clear(.noFeedback)
    let isSilent = stands(.noFeedback, arm: arm)
    // What an outage took is not how long it usually takes.
    rewardModels[arm].answers.answer(epoch: epoch, learns: !isSilent)
    if isSilent, rewardModels[arm].answers.sinceSilence >= AnswerWatch.answersToEnd {
      clear(.noFeedback, arm: arm)
    }
  }

  /// A new segment: who restarted seldom answers what was decided before, and what waits says nothing.
  mutating func restartAnswers() {
    answers.restart()
    for arm in rewardModels.indices { rewardModels[arm].answers.restart() }
  }

  mutating func grow(to arm: Int) {
    while rewardModels.count <= arm { rewardModels.append(RewardModelHealth()) }
  }

  /// At least 64 decisions wait, twice as many and twice as long as ever before. A run that has had no feedback yet
  /// has 8 steps of time, or a thousand decisions.
  private func isRunSilent(_ run: AnswerSurroundings) -> Bool {
    guard answers.waiting >= AnswerWatch.least else { return false }
    let epochs = answers.epochs(at: run.epoch)
    guard let longest = answers.longest else {
      if !run.hasSteps { return answers.waiting >= AnswerWatch.many }
      return epochs >= 8 || (epochs >= 2 && answers.waiting >= AnswerWatch.many)
    }
    return answers.waiting >= 2 * longest
      && (!run.hasSteps || Int(epochs) >= 2 + 2 * Int(answers.longestEpochs))
  }

  /// The last 64 calls of it wait, or fewer where it was quick before, and others were answered that were called later.
  private func isSilent(_ arm: Int, in run: AnswerSurroundings) -> Bool {
    let watch = rewardModels[arm].answers
    guard watch.waiting >= watch.patience else { return false }
    // Where others are answered one time in ten, ten calls without an answer say nothing: (1 − q)ⁿ has to be < 1e-4.
    let others = run.decisions - watch.decisions
    let answered = run.feedbacks - watch.feedbacks
    guard others > 0, Double(watch.waiting) * Double(answered) >= 9.2 * Double(others) else { return false }
    guard run.hasSteps else { return run.feedbacks - watch.feedbacksAtFirst >= watch.waiting }
    let usual = watch.longest == nil ? 4 : watch.longestEpochs
    return Int(answeredEpoch) > Int(watch.firstEpoch) + Int(usual)
  }
}
