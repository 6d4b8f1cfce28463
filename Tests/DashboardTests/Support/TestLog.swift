import RunEvents
import RunState

/// Logs made in code: three RMs, two categories, a pair, a decision and a feedback for every place of a step.
///
/// Contexts, and with them posteriors, are there only where a test asks for them: they are most of the fold's time.
enum TestLog {
  static let ids = ["alpha", "beta", "gamma"]

  static func header(name: String = "test", slack: Int = 8) -> RunEvent {
    var router = RouterSettings()
    router.stepSlack = slack
    return .run(
      RunHeader(
        name: name, rewardModels: ids.map { RewardModelInfo(id: $0) }, dimension: 2, router: router))
  }

  /// One step: `width` pairs, decisions and feedbacks. Every id is of that step and place alone.
  static func step(
    _ step: Int?, name: Int? = nil, width: Int = 2, rewardModel: String? = nil, by: String = "thompson",
    series: String = "", hasContexts: Bool = false
  ) -> [RunEvent] {
    let number = name ?? step ?? 0
    var events: [RunEvent] = []
    for place in 0..<width {
      let id = "\(series)\(number).\(place)"
      let category = (number + place) % 2 == 0 ? "math" : "code"
      let chosen = rewardModel ?? ids[(number * 7 + place * 3) % ids.count]
      let angle = Double((number * 13 + place * 5) % 17) / 17
      events.append(
        .pair(
          PairEvent(
            id: id, step: step,
            description: PairDescription(
              features: hasContexts ? .context([angle, 1 - angle]) : nil, category: category))))
      events.append(.decision(DecisionEvent(id: id, rewardModel: chosen, step: step, by: by)))
      events.append(.feedback(FeedbackEvent(id: id, outcome: .loss(angle - Double(place) / 8))))
    }
    return events
  }

  static func steps(
    _ range: some Sequence<Int>, width: Int = 2, rewardModel: String? = nil, series: String = "",
    hasContexts: Bool = false
  ) -> [RunEvent] {
    range.flatMap {
      step($0, width: width, rewardModel: rewardModel, series: series, hasContexts: hasContexts)
    }
  }

  /// Lines of 10 bytes each, numbered on from the line before.
  static func lines(_ events: [TimedEvent], after last: LogLine? = nil) -> [LogLine] {
    let offset = last.map { $0.offset + $0.length } ?? 0
    let number = last?.number ?? 0
    return events.enumerated().map { index, event in
      LogLine(
        number: number + index + 1, offset: offset + index * 10, length: 10, content: .event(event))
    }
  }

  /// Lines without times.
  static func untimed(_ events: [RunEvent]) -> [LogLine] { lines(events.map { TimedEvent($0) }) }

  /// Lines with a time each, `gap` seconds apart.
  static func timed(_ events: [RunEvent], from start: Double = 1_700_000_000, gap: Double = 1) -> [LogLine] {
    lines(events.enumerated().map { TimedEvent(time: start + Double($0.offset) * gap, $0.element) })
  }

  /// The usual log: a header and steps 0 to 20.
  static func usual() -> [LogLine] { timed([header()] + steps(0...20)) }
}
