import RunEvents
import Simulator
import Testing

/// What each scenario promises, over several seeds and well away from its noise.
@Suite struct ScenarioTests {
  static let seeds: [UInt64] = [1, 2, 3]

  @Test(arguments: seeds) func `specialists: the router learns who is best in which category`(
    seed: UInt64
  ) throws {
    let settings = SimulationSettings(scenario: .specialists, steps: 100, seed: seed)
    let recording = try Recording(settings)
    let best = try SimulatedTrainer(settings).bestRewardModels(step: 0)
    #expect(Set(best.map(\.rewardModel)).count == 4)
    for (category, rewardModel) in best where category != "safety" {
      let early = recording.share(of: rewardModel, steps: 0..<5, category: category)
      let late = recording.share(of: rewardModel, steps: 75..<100, category: category)
      #expect(late > 0.75)
      #expect(late > early)
    }
  }

  @Test(arguments: seeds) func `hacking: rewards rise, the evaluation falls, a ban brings it back`(
    seed: UInt64
  ) throws {
    let hacker = "grm-gemma2-2b"
    let settings = SimulationSettings(scenario: .hacking, steps: 150, seed: seed)
    let ban = ControlEvent(sequence: "test-1", action: .ban, rewardModel: hacker)
    let alone = try Recording(settings)
    let banned = try Recording(settings, controls: [(80, ban)])
    let name = "eval/win_rate"
    #expect(alone.loss(of: hacker, steps: 60..<80) < alone.loss(of: hacker, steps: 0..<20) - 0.2)
    #expect(
      alone.metric("objective/scores", steps: 60..<80) > alone.metric("objective/scores", steps: 0..<20) + 1
    )
    #expect(alone.metric(name, steps: 65..<81) < alone.metric(name, steps: 0..<30) - 0.06)
    #expect(alone.metric(name, steps: 125..<150) < alone.metric(name, steps: 0..<30) - 0.08)
    #expect(banned.metric(name, steps: 125..<150) > alone.metric(name, steps: 125..<150) + 0.12)
    #expect(banned.share(of: hacker, steps: 81..<150) == 0)
    #expect(banned.notes.contains { $0.level == .warn && $0.text.contains("win rate fell") })
    #expect(banned.notes.contains { $0.text.contains("is back at") })
  }

  @Test(arguments: seeds) func `collapse: one reward model gets more than 95 % of the pairs`(seed: UInt64)
    throws
  {
    let settings = SimulationSettings(scenario: .collapse, steps: 80, seed: seed)
    let recording = try Recording(settings)
    let share = recording.share(of: "skywork-qwen3-0.6b", steps: 64..<80)
    #expect(recording.share(of: "skywork-qwen3-0.6b", steps: 0..<4) < 0.7)
    #expect(share > 0.95)
  }

  @Test(arguments: seeds) func `drift: the best becomes bad and another takes over`(seed: UInt64) throws {
    let settings = SimulationSettings(scenario: .drift, steps: 150, seed: seed)
    let recording = try Recording(settings)
    let trainer = try SimulatedTrainer(settings)
    let (old, new) = ("skywork-qwen3-0.6b", "grm-llama3.2-3b")
    #expect(trainer.bestRewardModels(step: 49).allSatisfy { $0.rewardModel == old })
    #expect(trainer.bestRewardModels(step: 50).allSatisfy { $0.rewardModel == new })
    #expect(recording.share(of: old, steps: 35..<50) > 0.5)
    #expect(recording.share(of: new, steps: 125..<150) > 0.5)
  }
}
