import RunEvents

/// What the audit signals remember: each is said once per episode.
struct AlarmMemory: Sendable {
  var collapsedArm: Int?
  var decisionsSinceFeedback = 0
  var saysNoFeedback = false
  var outcomes = RecentOutcomes()
  var saysTies = false
  var saysErrors = false

  init() {}
}

/// The last 256 feedbacks: how many were ties and errors.
struct RecentOutcomes: Sendable {
  static let capacity = 256

  enum Outcome: UInt8, Sendable {
    case reward
    case tie
    case error
  }

  private var ring: [Outcome] = []
  private var oldest = 0
  private(set) var ties = 0
  private(set) var errors = 0

  var isFull: Bool { ring.count == Self.capacity }

  mutating func append(_ outcome: Outcome) {
    count(outcome, 1)
    guard isFull else {
      ring.append(outcome)
      return
    }
    count(ring[oldest], -1)
    ring[oldest] = outcome
    oldest = (oldest + 1) % Self.capacity
  }

  private mutating func count(_ outcome: Outcome, _ difference: Int) {
    switch outcome {
    case .reward: break
    case .tie: ties += difference
    case .error: errors += difference
    }
  }
}

extension RunState {
  /// Decisions without any feedback after which it is said.
  static let silentDecisions = 1000

  /// Signals that a decision can raise: collapse (one RM takes more than 95 % of the last 256, though others may be
  /// chosen), and no feedback for 1,000 decisions.
  mutating func watchDecision(arm: Int) {
    memory.alarms.decisionsSinceFeedback += 1
    if memory.alarms.decisionsSinceFeedback >= Self.silentDecisions, !memory.alarms.saysNoFeedback {
      memory.alarms.saysNoFeedback = true
      alarm("no feedback for \(Self.silentDecisions) decisions")
    }
    let window = RecentDecisions.capacity
    if let collapsed = memory.alarms.collapsedArm {
      if rewardModels[collapsed].recentDecisions * 100 <= 90 * window { memory.alarms.collapsedArm = nil }
      return
    }
    let taken = rewardModels[arm].recentDecisions
    guard taken * 100 > 95 * window, allowed.allowed(category: nil).count > 1 else { return }
    memory.alarms.collapsedArm = arm
    alarm("\(name(arm)) took \(taken) of the last \(window) decisions: selection has collapsed onto it")
  }

  /// Signals that a feedback can raise: more than half of the last 256 were ties, or more than a fifth errors.
  mutating func watchFeedback(_ outcome: FeedbackEvent.Outcome) {
    memory.alarms.decisionsSinceFeedback = 0
    memory.alarms.saysNoFeedback = false
    switch outcome {
    case .loss, .reward: memory.alarms.outcomes.append(.reward)
    case .tie: memory.alarms.outcomes.append(.tie)
    case .error: memory.alarms.outcomes.append(.error)
    }
    guard memory.alarms.outcomes.isFull else { return }
    let window = RecentOutcomes.capacity
    let ties = memory.alarms.outcomes.ties
    if !memory.alarms.saysTies && ties * 100 > 50 * window {
      memory.alarms.saysTies = true
      alarm("\(ties) of the last \(window) feedbacks were ties")
    } else if ties * 100 <= 40 * window {
      memory.alarms.saysTies = false
    }
    let errors = memory.alarms.outcomes.errors
    if !memory.alarms.saysErrors && errors * 100 > 20 * window {
      memory.alarms.saysErrors = true
      alarm("\(errors) of the last \(window) feedbacks were errors of reward models")
    } else if errors * 100 <= 15 * window {
      memory.alarms.saysErrors = false
    }
  }

  mutating func alarm(_ text: String) {
    say(.warning, .alarm, text)
    mark(.alarm, text)
  }

  /// An RM's id, safe to print.
  func name(_ arm: Int) -> String { printableText(rewardModels[arm].info.id, limit: 64) }
}
