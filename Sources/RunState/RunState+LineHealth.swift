import RunEvents

extension RunState {
  /// 5 % of 256: that many in a shorter log are as bad.
  private static let tooMany = 13
  /// 2 %.
  private static let few = 5
  private static let manyZeroContexts = WindowRule(run: 16, above: 50, least: 64, calm: 16, below: 25)

  /// Conditions about what cannot be used of the lines: feedback without a decision, ids that were there before; and
  /// about posteriors that are not there.
  ///
  /// - Parameter before: the counts before this event.
  mutating func watchLine(_ event: RunEvent, before: RunCounts) {
    let repeats =
      counts.repeatedPairs + counts.repeatedDecisions + counts.repeatedFeedbacks
      > before.repeatedPairs + before.repeatedDecisions + before.repeatedFeedbacks
    switch event {
    case .feedback:
      memory.health.orphans.append(counts.orphans > before.orphans)
      memory.health.repetitions.append(repeats)
      judgeCount(memory.health.orphans, .orphans)
      judgeCount(memory.health.repetitions, .repetitions)
    case .pair, .decision:
      memory.health.repetitions.append(repeats)
      judgeCount(memory.health.repetitions, .repetitions)
    default: break
    }
    watchPosterior()
    clearControls()
  }

  private mutating func judgeCount(_ window: FlagWindow, _ kind: HealthCondition.Kind) {
    if window.ones >= Self.tooMany || (window.ones > Self.few && stands(kind)) {
      hold(HealthCondition(kind: kind, count: window.ones, window: window.seen))
    } else if window.ones <= Self.few {
      clear(kind)
    }
  }

  mutating func watchContext(isZero: Bool) {
    memory.health.zeroContexts.append(isZero)
    judge(memory.health.zeroContexts, by: Self.manyZeroContexts, .zeroContexts)
  }

  /// Without contexts there is nothing that a posterior could be of, and nothing is wrong.
  private mutating func watchPosterior() {
    switch posterior {
    case .available: clear(.noPosterior)
    case .unavailable(let reason):
      if dimension != nil { hold(HealthCondition(kind: .noPosterior, detail: reason)) }
    }
  }
}
