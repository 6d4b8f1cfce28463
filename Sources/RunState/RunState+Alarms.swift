import RunEvents

extension RunState {
  /// Decisions without any feedback after which it is said.
  static let silentDecisions = 1000
  /// The last feedbacks of one RM that its own rates are taken of.
  static let outcomesOfOne = 64

  /// Signals that a decision can raise: collapse (one RM takes more than 95 % of the last 256 in which there was a
  /// choice), and no feedback for 1,000 decisions.
  ///
  /// What a pin or a fixed policy chose, or was the only RM allowed, says nothing of the router and is left out.
  mutating func watchDecision(_ decision: RoutedDecision) {
    memory.alarms.decisionsSinceFeedback += 1
    if memory.alarms.decisionsSinceFeedback >= Self.silentDecisions {
      raise(.silence, "no feedback for \(Self.silentDecisions) decisions")
    }
    guard isFree(decision) else { return }
    memory.alarms.selection.append(decision.arm)
    let window = RecentDecisions.capacity
    if let collapsed = memory.alarms.selection.collapsedArm {
      if memory.alarms.selection.count(of: collapsed) * 100 <= 90 * window {
        memory.alarms.selection.collapsedArm = nil
        lower(.collapse, arm: collapsed)
      }
      return
    }
    let taken = memory.alarms.selection.count(of: decision.arm)
    guard taken * 100 > 95 * window else { return }
    memory.alarms.selection.collapsedArm = decision.arm
    raise(
      .collapse, "\(name(decision.arm)) took \(taken) of the last \(window) free decisions", arm: decision.arm
    )
  }

  private func isFree(_ decision: RoutedDecision) -> Bool {
    if decision.by == "pin" || decision.by == "fixed" { return false }
    return allowed.allowed(category: decision.category).count > 1
  }

  /// Signals that a feedback can raise: more than half of the last 256 were ties, or more than a fifth errors; more
  /// than half of the last 64 of one RM were errors.
  mutating func watchFeedback(_ outcome: FeedbackEvent.Outcome, arm: Int) {
    memory.alarms.decisionsSinceFeedback = 0
    lower(.silence)
    let kind: RecentOutcomes.Outcome
    switch outcome {
    case .loss, .reward: kind = .reward
    case .tie: kind = .tie
    case .error: kind = .error
    }
    memory.alarms.outcomes.append(kind)
    while memory.alarms.outcomesByArm.count <= arm {
      memory.alarms.outcomesByArm.append(RecentOutcomes(capacity: Self.outcomesOfOne))
    }
    memory.alarms.outcomesByArm[arm].append(kind)
    watchRates()
    watchErrors(of: arm)
  }

  private mutating func watchRates() {
    guard memory.alarms.outcomes.isFull else { return }
    let window = memory.alarms.outcomes.capacity
    let ties = memory.alarms.outcomes.ties
    if ties * 100 > 50 * window {
      raise(.ties, "\(ties) of the last \(window) feedbacks were ties")
    } else if ties * 100 <= 40 * window {
      lower(.ties)
    }
    let errors = memory.alarms.outcomes.errors
    if errors * 100 > 20 * window {
      raise(.errors, "\(errors) of the last \(window) feedbacks were errors of reward models")
    } else if errors * 100 <= 15 * window {
      lower(.errors)
    }
  }

  /// An RM that fails is hardly chosen any more where errors count as bad rewards, and never shows in the rate of all.
  private mutating func watchErrors(of arm: Int) {
    let own = memory.alarms.outcomesByArm[arm]
    guard own.isFull else { return }
    if own.errors * 100 > 50 * own.capacity {
      raise(.errors, "\(own.errors) of the last \(own.capacity) calls of \(name(arm)) were errors", arm: arm)
    } else if own.errors * 100 <= 40 * own.capacity {
      lower(.errors, arm: arm)
    }
  }

  mutating func alarm(_ text: String) {
    say(.warning, .alarm, text)
    mark(.alarm, text)
  }

  /// An RM's id, safe to print.
  func name(_ arm: Int) -> String { printableText(rewardModels[arm].info.id, limit: 64) }
}
