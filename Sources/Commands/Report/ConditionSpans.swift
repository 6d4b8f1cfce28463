import RunState

/// From when to when each condition of a run stood, taken while the log is folded.
struct ConditionSpans {
  struct Span {
    /// What stood, as it was last said.
    var sentence: String
    var isAlarm: Bool
    var begin: Int?
    /// Meaningless while it stands.
    var end: Int?
    var stands = true
    fileprivate var key: Key
  }

  fileprivate struct Key: Equatable {
    var kind: HealthCondition.Kind
    var arm: Int?
    var metric: Int?
    var event: Int

    init(_ condition: HealthCondition) {
      (kind, arm, metric, event) = (condition.kind, condition.arm, condition.metric, condition.event)
    }
  }

  /// Kept; of more the first are left out.
  static let limit = 400

  /// In the order in which they began.
  private(set) var spans: [Span] = []
  private(set) var leftOut = 0
  private var said = 0
  private var runs = 0

  /// Looks at the state after a line. Whatever begins or ends is said in the journal, so that nothing else is compared.
  mutating func note(_ state: RunState) {
    guard state.journal.total != said || state.progress.runs != runs else { return }
    said = state.journal.total
    if state.progress.runs != runs {
      runs = state.progress.runs
      spans = []
      leftOut = 0
    }
    for index in spans.indices where spans[index].stands {
      guard let condition = state.conditions.first(where: { Key($0) == spans[index].key }) else {
        spans[index].stands = false
        spans[index].end = state.progress.routingStep
        continue
      }
      spans[index].sentence = condition.sentence
    }
    for condition in state.conditions where !spans.contains(where: { $0.key == Key(condition) }) {
      spans.append(
        Span(
          sentence: condition.sentence, isAlarm: condition.isAlarm, begin: condition.step, end: nil,
          key: Key(condition)))
    }
    if spans.count > Self.limit {
      leftOut += spans.count - Self.limit
      spans.removeFirst(spans.count - Self.limit)
    }
  }
}
