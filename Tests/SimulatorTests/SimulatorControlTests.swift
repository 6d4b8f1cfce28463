import RunEvents
import Simulator
import Testing

@Suite struct SimulatorControlTests {
  private let settings = SimulationSettings(
    scenario: .specialists, steps: 40, dimension: 8, seed: 5, pairsPerStep: 8)
  private let sky = "skywork-qwen3-0.6b"
  private let llama = "grm-llama3.2-3b"

  private func control(
    _ sequence: String, _ action: ControlEvent.Action, _ rewardModel: String? = nil, category: String? = nil,
    steps: Int? = nil, undoes: String? = nil
  ) -> ControlEvent {
    ControlEvent(
      sequence: sequence, action: action, rewardModel: rewardModel, category: category, steps: steps,
      undoes: undoes, by: "ops", reason: "a test")
  }

  @Test func `a control is copied unchanged with its answer after it, before the next pair`() throws {
    let ban = control("c-1", .ban, sky)
    let recording = try Recording(settings, controls: [(9, ban)])
    let place = try #require(recording.events.firstIndex(of: .control(ban)))
    #expect(recording.events[place + 1] == .applied(AppliedEvent(sequence: "c-1", ok: true, step: 9)))
    guard case .pair(let pair) = recording.events[place + 2] else {
      Issue.record("no pair after the answer")
      return
    }
    #expect(pair.step == 10)
    #expect(recording.share(of: sky, steps: 0..<10) > 0)
    #expect(recording.share(of: sky, steps: 10..<40) == 0)
    #expect(recording.decisions.filter { ($0.step ?? 0) >= 10 }.allSatisfy { $0.by == "thompson" })
  }

  @Test func `a control before anything else stands after the header`() throws {
    var trainer = try SimulatedTrainer(settings)
    let unit = trainer.next(controls: [GivenControl(control("c-1", .ban, sky))])
    let lines = try #require(unit)
    guard case .event(let first) = lines.first, case .run = first.event else {
      Issue.record("the header is not first")
      return
    }
    guard case .event(let last) = lines.last else { return }
    #expect(last.event == .applied(AppliedEvent(sequence: "c-1", ok: true)))
  }

  @Test func `a pin holds in its category and for its steps, and pinned rounds say so`() throws {
    let pin = control("c-1", .pin, llama, category: "math", steps: 10)
    let recording = try Recording(settings, controls: [(9, pin)])
    let categories = recording.categories
    for decision in recording.decisions {
      let step = try #require(decision.step)
      // Given after step 9 it counts from step 9: in effect while step < 19.
      let isPinned = (10..<19).contains(step) && categories[decision.id] == "math"
      #expect((decision.by == "pin") == isPinned)
      if isPinned { #expect(decision.rewardModel == llama && decision.propensity == 1) }
    }
    #expect(recording.share(of: llama, steps: 19..<40, category: "math") < 1)
  }

  @Test func `unban, unpin and undo give back what was taken`() throws {
    let recording = try Recording(
      settings,
      controls: [
        (3, control("c-1", .ban, sky)), (7, control("c-2", .unban, sky)),
        (9, control("c-3", .pin, llama)), (11, control("c-4", .unpin, llama)),
        (13, control("c-5", .ban, sky)), (17, control("c-6", .unban, sky, undoes: "c-5")),
      ])
    #expect(recording.applied.map(\.ok) == Array(repeating: true, count: 6))
    #expect(recording.share(of: sky, steps: 4..<8) == 0)
    #expect(recording.share(of: sky, steps: 8..<10) > 0)
    #expect(recording.share(of: llama, steps: 10..<12) == 1)
    #expect(recording.share(of: llama, steps: 12..<14) < 1)
    #expect(recording.share(of: sky, steps: 14..<18) == 0)
    #expect(recording.share(of: sky, steps: 18..<40) > 0)
  }

  @Test func `what cannot be obeyed is refused with a sentence and changes nothing`() throws {
    let bans = ["skywork-qwen3-0.6b", "grm-llama3.2-3b", "mistral-raft-gshf", "grm-gemma2-2b"].enumerated()
      .map {
        control("c-\($0)", .ban, $1)
      }
    let others = [
      control("c-x", .ban, "gpt-judge"), control("c-f", .forget(keep: 0.5)), control("c-r", .remove, sky),
      control("c-n", .ban),
    ]
    let recording = try Recording(settings, controls: (bans + others).map { (5, $0) })
    #expect(recording.controls == bans + others)
    #expect(recording.applied.map(\.ok) == [true, true, true, false, false, false, false, false])
    for applied in recording.applied where !applied.ok {
      let sentence = try #require(applied.error)
      #expect(sentence.count > 10)
    }
    #expect(recording.applied[4].error == "there is no reward model gpt-judge in this run")
    #expect(
      recording.applied[5].error == "the simulated trainer obeys pin, unpin, ban and unban, not forget")
    #expect(recording.share(of: "grm-gemma2-2b", steps: 6..<40) == 1)
  }

  @Test func `a repeated seq is not done again`() throws {
    let ban = control("c-1", .ban, sky)
    let recording = try Recording(
      settings, controls: [(3, ban), (5, control("c-2", .unban, sky)), (7, ban)])
    #expect(recording.controls.map(\.sequence) == ["c-1", "c-2"])
    #expect(recording.applied.map(\.sequence) == ["c-1", "c-2"])
    #expect(recording.share(of: sky, steps: 8..<40) > 0)
  }

  @Test func `a deaf trainer acknowledges nothing and goes on choosing the banned one`() throws {
    for seed in 1...5 as ClosedRange<UInt64> {
      var settings = settings
      settings.scenario = .deaf
      settings.seed = seed
      let silent = try Recording(
        settings, controls: [(9, control("c-1", .ban, sky)), (9, control("c-2", .ban, llama))])
      #expect(silent.controls.isEmpty)
      #expect(silent.applied.isEmpty)
      #expect(silent.share(of: sky, steps: 12..<40) > 0.1)
      #expect(silent.share(of: llama, steps: 12..<40) > 0.1)
    }
  }

  @Test func `interventions come at their step; a deaf trainer leaves them unanswered`() throws {
    var settings = settings
    let ban = control("c-1", .ban, sky)
    settings.interventions = [SimulationSettings.Intervention(step: 12, control: ban)]
    let obeyed = try Recording(settings)
    #expect(obeyed.applied == [AppliedEvent(sequence: "c-1", ok: true, step: 11)])
    #expect(obeyed.share(of: sky, steps: 12..<40) == 0)
    settings.scenario = .deaf
    let ignored = try Recording(settings)
    #expect(ignored.controls == [ban])
    #expect(ignored.applied.isEmpty)
    #expect(ignored.share(of: sky, steps: 12..<40) > 0.1)
  }
}
