import RunEvents
import Simulator
import Testing

@Suite struct SimulatedTrainerTests {
  private func small(_ scenario: Scenario = .specialists, seed: UInt64 = 1) -> SimulationSettings {
    SimulationSettings(scenario: scenario, steps: 24, dimension: 8, seed: seed, pairsPerStep: 6)
  }

  /// Lines as text, so that NaN equals NaN.
  private func text(_ lines: [SimulatedLine]) -> [String] { lines.map { "\($0)" } }

  @Test(arguments: Scenario.allCases) func `equal settings give equal lines, another seed gives others`(
    scenario: Scenario
  ) throws {
    let one = try Recording(small(scenario))
    let same = try Recording(small(scenario))
    let other = try Recording(small(scenario, seed: 2))
    #expect(text(one.lines) == text(same.lines))
    #expect(text(one.lines) != text(other.lines))
  }

  @Test func `a copy goes on by itself`() throws {
    var trainer = try SimulatedTrainer(small())
    for _ in 0..<40 { _ = trainer.next() }
    var copy = trainer
    var lines: [SimulatedLine] = []
    while let unit = trainer.next() { lines += unit }
    var copied: [SimulatedLine] = []
    while let unit = copy.next() { copied += unit }
    #expect(!lines.isEmpty)
    #expect(text(lines) == text(copied))
  }

  @Test func `the log begins with the header and ends with the end`() throws {
    let settings = small()
    var trainer = try SimulatedTrainer(settings)
    let recording = try Recording(settings)
    #expect(recording.events.first == .run(trainer.header))
    #expect(trainer.header.dimension == 8)
    #expect(recording.events.last == .end(EndEvent(reason: "all 24 steps done")))
    #expect(recording.raw.isEmpty)
    while trainer.next() != nil {}
    #expect(trainer.next() == nil)
    #expect(trainer.secondsUntilNext == 0)
  }

  @Test func `every pair has one decision after it and one feedback in its step`() throws {
    let settings = small()
    let recording = try Recording(settings)
    var pairs: [String] = []
    var open: [String] = []
    for event in recording.events {
      switch event {
      case .pair(let pair):
        pairs.append(pair.id)
        #expect(pair.step == (pairs.count - 1) / 6)
      case .decision(let decision):
        #expect(decision.id == pairs.last)
        open.append(decision.id)
      case .feedback(let feedback):
        #expect(open.contains(feedback.id))
        open.removeAll { $0 == feedback.id }
      case .metrics: #expect(open.isEmpty)
      default: break
      }
    }
    #expect(pairs.count == 24 * 6)
    #expect(Set(pairs).count == pairs.count)
    #expect(recording.feedbacks.count == pairs.count)
    #expect(recording.metrics.map(\.step) == Array(0..<24))
  }

  @Test func `contexts are exact as float32, of length one, and the prompts are whole`() throws {
    for case .pair(let pair) in try Recording(small()).events {
      let context = try #require(pair.description.context)
      #expect(context.count == 8)
      #expect(context.allSatisfy { Double(Float($0)) == $0 })
      #expect(abs(context.reduce(0) { $0 + $1 * $1 } - 1) < 1e-6)
      let prompt = try #require(pair.description.prompt)
      #expect(!prompt.contains("{") && !prompt.contains("}"))
    }
  }

  @Test func `decisions carry propensities and the scores of all reward models`() throws {
    for decision in try Recording(small()).decisions {
      let propensity = try #require(decision.propensity)
      #expect(propensity > 0 && propensity <= 1)
      #expect(decision.by == "thompson")
      #expect(decision.scores.count == 4)
      let draws = decision.scores.map { $0.draw ?? .nan }
      let greatest = try #require(draws.max())
      #expect(decision.scores.first { $0.rewardModel == decision.rewardModel }?.draw == greatest)
    }
  }

  @Test func `labels are logged of every reward model and losses are finite outside of messy`() throws {
    for feedback in try Recording(small(.hacking)).feedbacks {
      #expect(feedback.labels.count == 4)
      #expect((feedback.latencyMilliseconds ?? 0) > 0)
      if case .loss(let loss) = feedback.outcome { #expect(loss.isFinite && loss >= 0) }
      if case .tie = feedback.outcome { #expect(feedback.scoreA == feedback.scoreB) }
    }
  }

  @Test func `controls change no pair and no truth`() throws {
    let ban = ControlEvent(sequence: "t-1", action: .ban, rewardModel: "grm-llama3.2-3b")
    let free = try Recording(small())
    let banned = try Recording(small(), controls: [(4, ban)])
    let pairs: (Recording) -> [PairEvent] = { recording in
      recording.events.compactMap { if case .pair(let pair) = $0 { pair } else { nil } }
    }
    #expect(pairs(free) == pairs(banned))
    #expect(free.feedbacks.map(\.labels) == banned.feedbacks.map(\.labels))
    #expect(free.decisions != banned.decisions)
  }

  @Test func `times are the caller's, or a clock that starts at the epoch and goes at the trainer's pace`()
    throws
  {
    var trainer = try SimulatedTrainer(small())
    let header = trainer.next(time: 12.3456)
    for line in try #require(header) {
      guard case .event(let timed) = line else { continue }
      #expect(timed.time == 12.346)
    }
    trainer = try SimulatedTrainer(small())
    var last = SimulatedTrainer.epoch
    var waited = 0.0
    while true {
      let pause = trainer.secondsUntilNext
      guard let unit = trainer.next() else { break }
      waited += pause
      #expect(pause >= 0 && pause < 2)
      for line in unit {
        guard case .event(let timed) = line else { continue }
        let time = try #require(timed.time)
        #expect(time >= last)
        last = time
      }
    }
    #expect(abs(last - SimulatedTrainer.epoch - waited) < 0.5)
    #expect((1...2).contains(waited / 24))
  }

  @Test(arguments: [PolicyName.random, .fixed("grm-llama3.2-3b"), .linucb, .roundRobin])
  func `other policies route in their own way`(
    policy: PolicyName
  ) throws {
    var settings = small()
    settings.policy = policy
    let recording = try Recording(settings)
    let chosen = Set(recording.decisions.map(\.rewardModel))
    switch policy {
    case .random:
      #expect(recording.decisions.allSatisfy { $0.by == "random" && $0.propensity == 0.25 })
      #expect(chosen.count == 4)
    case .linucb:
      #expect(recording.decisions.allSatisfy { $0.by == "linucb" && $0.propensity == 1 })
      #expect(chosen.count > 1)
    case .roundRobin:
      #expect(recording.decisions.allSatisfy { $0.by == "roundrobin" && $0.propensity == 1 })
      #expect(chosen.count == 4)
    default:
      #expect(recording.decisions.allSatisfy { $0.by == "fixed" && $0.propensity == 1 })
      #expect(chosen == ["grm-llama3.2-3b"])
    }
  }
}
