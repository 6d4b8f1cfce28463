import RunEvents
import TestSupport

// Typed events of every kind, with the awkward values that a log can hold. What is generated is what the format
// allows: domains, unique ids, finite contexts; NaN where NaN is data.

extension SeededGenerator {
  mutating func timedEvent() -> TimedEvent {
    TimedEvent(time: maybe { $0.number() }, event())
  }

  mutating func event(_ kind: Int? = nil) -> RunEvent {
    switch kind ?? Int.random(in: 0...10, using: &self) {
    case 0: .run(runHeader())
    case 1: .pair(PairEvent(id: id(), step: maybe { $0.step() }, description: description()))
    case 2: .decision(decision())
    case 3: .feedback(feedback())
    case 4: .metrics(metrics())
    case 5: .control(control())
    case 6:
      .applied(
        AppliedEvent(
          sequence: sequence(), ok: chance(50), step: maybe { $0.step() }, error: maybe { $0.text() }))
    case 7: .settings(SettingsEvent(reason: text(), change: settingsChange()))
    case 8: .note(NoteEvent(level: NoteEvent.Level.allCases.randomElement(using: &self)!, text: text()))
    case 9: .end(EndEvent(reason: maybe { $0.text() }))
    default: .unknown(type: "x" + text())
    }
  }

  mutating func text() -> String {
    let pieces = [
      "a", "B", "7", " ", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}", "\u{85}", "é",
      "e\u{301}",
      "漢字", "🙂", "👩‍👧", "\u{FEFF}", "\u{FFFD}", "\u{10FFFF}", "\u{2028}", "\u{202E}", "\u{1B}[31m", "NaN", "{",
      "}", ",",
    ]
    let count = Int.random(in: 0...8, using: &self)
    return (0..<count).map { _ in pieces.randomElement(using: &self)! }.joined()
  }

  mutating func id() -> String {
    switch Int.random(in: 0..<5, using: &self) {
    case 0: String(Int.random(in: -5...1000, using: &self))
    case 1: String(repeating: "i", count: 256)
    case 2: text()
    default: "p-\(Int.random(in: 0..<1_000_000, using: &self))"
    }
  }

  mutating func sequence() -> String { "0badcafe-\(Int.random(in: 0..<100, using: &self))" }

  mutating func step() -> Int {
    [0, 1, 31, 32, 1 << 31, (1 << 53) - 1, 1 << 53, Int.random(in: 0..<(1 << 53), using: &self)]
      .randomElement(using: &self)!
  }

  mutating func finite() -> Double {
    switch Int.random(in: 0..<8, using: &self) {
    case 0:
      [
        0, -0.0, 1, -1, 0.1, 1e16, 0x1p53, 0x1p63, -0x1p63, 0x1p64, Double.leastNonzeroMagnitude,
        .leastNormalMagnitude,
        .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 0x1p67, 3.4028234663852886e38,
        3.402823466385289e38,
      ].randomElement(using: &self)!
    case 1: Double(Int.random(in: -1000...1000, using: &self))
    case 2...4: Double.random(in: -2...2, using: &self)
    case 5: Double(Float.random(in: -2...2, using: &self))
    default:
      // Any finite bits.
      Double(bitPattern: next() & ~(1 << 62))
    }
  }

  mutating func number() -> Double {
    chance(15) ? [Double.nan, .infinity, -.infinity].randomElement(using: &self)! : finite()
  }

  mutating func propensity() -> Double {
    [1, 0.5, Double.leastNonzeroMagnitude, Double.random(in: 0.001...1, using: &self)].randomElement(
      using: &self)!
  }

  mutating func vector() -> [Double] {
    let count = [1, 2, 3, 4, 5, 31, 128].randomElement(using: &self)!
    let floats = chance(50)
    return (0..<count).map { _ in
      floats ? Double(Float.random(in: -1...1, using: &self)) : finite()
    }
  }

  mutating func description() -> PairDescription {
    var result = PairDescription()
    switch Int.random(in: 0..<4, using: &self) {
    case 0: break
    case 1: result.features = .embeddings(a: vector(), b: vector())
    default: result.features = .context(vector())
    }
    result.category = maybe { $0.text() }
    result.prompt = maybe { $0.text() }
    return result
  }

  /// Different texts, also in Swift's eyes.
  mutating func names(_ most: Int) -> [String] {
    var result: [String] = []
    for index in 0..<Int.random(in: 0...most, using: &self) { result.append("\(index)" + text()) }
    return result
  }

  mutating func decision() -> DecisionEvent {
    DecisionEvent(
      id: id(), rewardModel: id(), step: maybe { $0.step() }, by: maybe { $0.text() },
      propensity: maybe { $0.propensity() },
      scores: names(20).map { name in
        LoggedScore(
          rewardModel: name, mean: maybe { $0.number() }, standardDeviation: maybe { $0.number() },
          draw: maybe { $0.number() })
      }, repeated: chance(20), description: description())
  }

  mutating func feedback() -> FeedbackEvent {
    let outcome: FeedbackEvent.Outcome =
      switch Int.random(in: 0..<4, using: &self) {
      case 0: .loss(number())
      case 1: .reward(number())
      case 2: .tie
      default: .error(text())
      }
    return FeedbackEvent(
      id: id(), outcome: outcome, step: maybe { $0.step() }, scoreA: maybe { $0.number() },
      scoreB: maybe { $0.number() }, latencyMilliseconds: maybe { $0.number() },
      labels: names(20).map { RewardModelLabel(rewardModel: $0, isRight: chance(50)) })
  }

  mutating func metrics() -> MetricsEvent {
    MetricsEvent(
      step: step(), values: names(40).map { MetricsEvent.Value(name: $0, value: number()) })
  }

  mutating func control() -> ControlEvent {
    let actions: [ControlEvent.Action] = [
      .pin, .unpin, .ban, .unban, .remove, .reset, .forget(keep: Double.random(in: 0..<1, using: &self)),
      .add(name: maybe { $0.text() }, cost: maybe { $0.number() }, prior: maybe { $0.vector() }),
    ]
    return ControlEvent(
      sequence: sequence(), action: actions.randomElement(using: &self)!, rewardModel: id(),
      category: maybe { $0.text() }, steps: maybe { max(1, $0.step()) }, undoes: maybe { $0.sequence() },
      by: maybe { $0.text() }, reason: maybe { $0.text() })
  }
}
