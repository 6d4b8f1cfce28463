import RunEvents
import Simulator
import Testing

@Suite struct SimulationSettingsTests {
  @Test func `every scenario has a sentence and runs with its defaults`() throws {
    for scenario in Scenario.allCases {
      #expect(!scenario.summary.isEmpty)
      #expect(!scenario.summary.hasSuffix("."))
      var trainer = try SimulatedTrainer(SimulationSettings(scenario: scenario))
      #expect(trainer.next() != nil)
    }
  }

  /// A change to good settings, and what is said of it.
  private static let refused: [(change: @Sendable (inout SimulationSettings) -> Void, sentence: String)] = [
    ({ $0.steps = 0 }, "steps: expected a whole number from 1 to 10000000, got 0"),
    ({ $0.steps = .max }, "steps: expected a whole number from 1 to 10000000, got 9223372036854775807"),
    ({ $0.rewardModels = 0 }, "reward models: expected a whole number from 1 to 64, got 0"),
    ({ $0.rewardModels = 65 }, "reward models: expected a whole number from 1 to 64, got 65"),
    ({ $0.dimension = 0 }, "dimension: expected a whole number from 1 to 4096, got 0"),
    ({ $0.dimension = 4097 }, "dimension: expected a whole number from 1 to 4096, got 4097"),
    ({ $0.dimension = .min }, "dimension: expected a whole number from 1 to 4096, got -9223372036854775808"),
    ({ $0.pairsPerStep = 0 }, "pairs per step: expected a whole number from 1 to 1024, got 0"),
    (
      { $0.policy = .cautious },
      "the simulated trainer routes by thompson, linucb, random, roundrobin or fixed:<id>, not by cautious"
    ),
    (
      {
        $0.rewardModels = 2
        $0.policy = .fixed("gpt\u{1B}[2J")
      },
      "there is no reward model “gpt[2J” in this simulation; it has skywork-qwen3-0.6b, grm-llama3.2-3b"
    ),
  ]

  @Test func `a setting out of its domain is refused with a sentence`() {
    for (change, sentence) in Self.refused {
      var settings = SimulationSettings(scenario: .specialists)
      change(&settings)
      #expect {
        try SimulatedTrainer(settings)
      } throws: { error in
        "\(error)" == sentence
      }
    }
  }

  @Test func `what the engine cannot hold is refused in its words`() {
    let settings = SimulationSettings(scenario: .specialists, rewardModels: 64, dimension: 4096)
    #expect {
      try SimulatedTrainer(settings)
    } throws: { error in
      guard case SimulationError.engine(let sentence) = error else { return false }
      return sentence.contains("memory")
    }
  }

  @Test(arguments: [1, 2, 8, 9, 64]) func `any number of reward models has ids of its own`(count: Int) throws
  {
    let trainer = try SimulatedTrainer(
      SimulationSettings(scenario: .specialists, steps: 1, rewardModels: count, dimension: 3))
    let ids = trainer.header.rewardModels.map(\.id)
    #expect(ids.count == count)
    #expect(Set(ids).count == count)
    #expect(ids[0] == "skywork-qwen3-0.6b")
    if count > 8 { #expect(ids[8] == "rm-09") }
  }

  @Test func `the smallest and odd sizes run to their end in every scenario`() throws {
    for scenario in Scenario.allCases {
      for (count, dimension, pairs, steps) in [(1, 1, 1, 1), (2, 5, 3, 4), (7, 6, 2, 25)] {
        let recording = try Recording(
          SimulationSettings(
            scenario: scenario, steps: steps, rewardModels: count, dimension: dimension, seed: 3,
            pairsPerStep: pairs))
        guard case .end = recording.events.last else {
          Issue.record("\(scenario) has no end")
          continue
        }
      }
    }
  }
}
