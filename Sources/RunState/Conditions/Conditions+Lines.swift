import Router
import RunEvents

extension Conditions {
  /// 5 % of 256: that many in a shorter log are as bad.
  private static let tooMany = 13
  /// 2 %.
  private static let few = 5
  private static let manyZeroContexts = WindowRule(run: 16, above: 50, least: 64, calm: 16, below: 25)

  /// Conditions about what cannot be used of the lines: feedback without a decision, ids that were there before.
  ///
  /// - Parameters:
  ///   - before: the counts before this event.
  ///   - now: the counts after it.
  mutating func watchLine(_ event: RunEvent, before: RunCounts, now: RunCounts, at moment: Moment) {
    switch event {
    case .feedback:
      orphans.append(now.orphans > before.orphans)
      judgeCount(orphans, .orphans, at: moment)
    case .pair, .decision: break
    default: return
    }
    repetitions.append(now.repetitions > before.repetitions)
    judgeCount(repetitions, .repetitions, at: moment)
  }

  private mutating func judgeCount(_ window: FlagWindow, _ kind: HealthCondition.Kind, at moment: Moment) {
    if window.ones >= Self.tooMany || (window.ones > Self.few && stands(kind)) {
      hold(HealthCondition(kind: kind, count: window.ones, window: window.seen), at: moment)
    } else if window.ones <= Self.few {
      clear(kind)
    }
  }

  mutating func watchContext(isZero: Bool, at moment: Moment) {
    zeroContexts.append(isZero)
    judge(zeroContexts, by: Self.manyZeroContexts, .zeroContexts, at: moment)
  }

  /// Without contexts there is nothing that a posterior could be of, and nothing is wrong.
  mutating func watchPosterior(_ availability: PosteriorAvailability, hasContexts: Bool, at moment: Moment) {
    switch availability {
    case .available: clear(.noPosterior)
    case .unavailable(let reason):
      if hasContexts { hold(HealthCondition(kind: .noPosterior, detail: .text(reason)), at: moment) }
    }
  }
}
