import RunEvents
import RunState

/// Writes logs in code: typed events with line numbers, offsets and a clock of its own.
struct LogBuilder {
  private(set) var lines: [LogLine] = []
  private var time = 1000.0

  mutating func add(_ event: RunEvent) {
    time += 0.5
    append(.event(TimedEvent(time: time, event)))
  }

  mutating func fault(_ kind: FaultReason.Kind = .invalidJSON) {
    append(.fault(FaultReason(kind, "made up")))
  }

  private mutating func append(_ content: LineContent) {
    let number = lines.count + 1
    lines.append(LogLine(number: number, offset: lines.count * 100, length: 100, content: content))
  }

  mutating func run(
    _ name: String = "test", rms: [String] = ["a", "b", "c"], dim: Int? = 2,
    router: (inout RouterSettings) -> Void = { _ in }
  ) {
    var settings = RouterSettings()
    router(&settings)
    add(
      .run(
        RunHeader(
          name: name, rewardModels: rms.map { RewardModelInfo(id: $0) }, dimension: dim, router: settings)))
  }

  mutating func pair(_ id: String, step: Int? = nil, x: [Double]? = nil, category: String? = nil) {
    add(
      .pair(
        PairEvent(
          id: id, step: step,
          description: PairDescription(features: x.map { .context($0) }, category: category))))
  }

  mutating func decide(
    _ id: String, _ rm: String, step: Int? = nil, x: [Double]? = nil, category: String? = nil,
    by: String? = "thompson", scores: [LoggedScore] = []
  ) {
    add(
      .decision(
        DecisionEvent(
          id: id, rewardModel: rm, step: step, by: by, scores: scores,
          description: PairDescription(features: x.map { .context($0) }, category: category))))
  }

  mutating func loss(_ id: String, _ loss: Double, step: Int? = nil) {
    add(.feedback(FeedbackEvent(id: id, outcome: .loss(loss), step: step)))
  }

  mutating func feedback(_ id: String, _ outcome: FeedbackEvent.Outcome) {
    add(.feedback(FeedbackEvent(id: id, outcome: outcome)))
  }

  mutating func control(
    _ sequence: String, _ action: ControlEvent.Action, _ rm: String?, category: String? = nil,
    steps: Int? = nil, undoes: String? = nil, by: String? = nil, reason: String? = nil
  ) {
    add(
      .control(
        ControlEvent(
          sequence: sequence, action: action, rewardModel: rm, category: category, steps: steps,
          undoes: undoes, by: by, reason: reason)))
  }

  mutating func applied(_ sequence: String, step: Int? = nil, error: String? = nil) {
    add(.applied(AppliedEvent(sequence: sequence, ok: error == nil, step: step, error: error)))
  }

  mutating func metrics(_ step: Int, _ values: (String, Double)...) {
    add(.metrics(MetricsEvent(step: step, values: values.map { MetricsEvent.Value(name: $0, value: $1) })))
  }

  /// The state after all lines, as somebody sees it who looks.
  var state: RunState { looked(fold(lines)) }
}

func fold(_ lines: some Sequence<LogLine>, into state: RunState = RunState()) -> RunState {
  var state = state
  for line in lines { state.fold(line) }
  return state
}

func looked(_ state: RunState) -> RunState {
  var state = state
  state.look()
  return state
}

/// The state of a log that a closure writes, as somebody sees it who looks.
func folded(_ write: (inout LogBuilder) -> Void) -> RunState {
  var log = LogBuilder()
  write(&log)
  return log.state
}
