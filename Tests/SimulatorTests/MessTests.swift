import RunEvents
import Simulator
import Testing

/// Every kind of mess that the scenario promises is in a log of ordinary size.
@Suite struct MessTests {
  static let seeds: [UInt64] = [1, 2, 3, 4, 5]

  private func messy(_ seed: UInt64) throws -> Recording {
    try Recording(SimulationSettings(scenario: .messy, steps: 40, dimension: 8, seed: seed, pairsPerStep: 12))
  }

  @Test(arguments: seeds) func `numbers that are not finite: in losses, scores, contexts and metrics`(
    seed: UInt64
  ) throws {
    let recording = try messy(seed)
    let losses: [Double] = recording.feedbacks.compactMap {
      if case .loss(let loss) = $0.outcome { loss } else { nil }
    }
    #expect(losses.contains { $0.isNaN })
    #expect(losses.contains { $0.isInfinite })
    #expect(recording.feedbacks.contains { $0.scoreA?.isNaN == true })
    #expect(recording.decisions.contains { $0.scores.contains { $0.mean?.isNaN == true } })
    #expect(recording.metrics.contains { $0.values.contains { $0.value.isNaN } })
    #expect(recording.metrics.contains { $0.values.contains { $0.value.isInfinite } })
    #expect(recording.raw.contains { String(decoding: $0, as: UTF8.self).contains("NaN") })
    #expect(recording.decisions.contains { $0.scores.isEmpty && $0.by == "random" })
  }

  @Test(arguments: seeds) func `bad lines of every kind`(seed: UInt64) throws {
    let raw = try messy(seed).raw.map { String(decoding: $0, as: UTF8.self) }
    for part in [
      "Traceback", #""lo"#, #""val{"type""#, "\u{FFFD}", "[", #""step":"#, #""step":-1"#, "gpt-judge",
      #""version":2"#, "heartbeat",
    ] {
      #expect(raw.contains { $0.contains(part) }, "\(part)")
    }
    #expect(raw.allSatisfy { !$0.contains("\n") })
  }

  @Test(arguments: seeds) func `restarts, ties, errors, late, repeated, orphaned and lost feedback`(
    seed: UInt64
  ) throws {
    let recording = try messy(seed)
    let headers = recording.events.count { if case .run = $0 { true } else { false } }
    #expect(headers == 2)
    #expect(recording.notes.count { $0.text.hasPrefix("trainer restarted") } == 2)
    let outcomes = recording.feedbacks.map(\.outcome)
    #expect(outcomes.contains(.tie))
    #expect(outcomes.contains { if case .error = $0 { true } else { false } })

    var decided: [String: Int] = [:]
    var routingStep = 0
    var backwards: [Int] = []
    var found: Set<String> = []
    var answered: Set<String> = []
    for event in recording.events {
      switch event {
      case .decision(let decision):
        let step = try #require(decision.step)
        if decision.repeated { found.insert("repeated decision") }
        if step < routingStep { backwards.append(routingStep - step) }
        if routingStep - step > 2 {
          decided = [:]
          answered = []
          routingStep = step
        }
        routingStep = max(routingStep, step)
        decided[decision.id] = step
      case .feedback(let feedback):
        guard let step = decided[feedback.id] else {
          found.insert("orphan")
          continue
        }
        if !answered.insert(feedback.id).inserted { found.insert("repeated") }
        if step + 1 < routingStep { found.insert("late") }
        if feedback.step != step { found.insert("differing step") }
      default: break
      }
    }
    #expect(found.isSuperset(of: ["orphan", "repeated", "late", "differing step", "repeated decision"]))
    #expect(Set(decided.keys).subtracting(answered).count > 0)
    #expect(backwards.contains(1))
    #expect(backwards.count { $0 > 2 } == 2)
    let pairs: [PairEvent] = recording.events.compactMap {
      if case .pair(let pair) = $0 { pair } else { nil }
    }
    #expect(zip(pairs, pairs.dropFirst()).contains { $0 == $1 })
  }

  @Test func `only messy is messy`() throws {
    for scenario in Scenario.allCases where scenario != .messy {
      let recording = try Recording(SimulationSettings(scenario: scenario, steps: 30, dimension: 8))
      #expect(recording.raw.isEmpty)
      #expect(recording.events.allSatisfy { !"\($0)".contains("nan") || !"\($0)".contains("inf)") })
    }
  }
}
