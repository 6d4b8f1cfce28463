import RunEvents
import RunState
import Simulator
import Testing

/// Simulated runs in which a signal must be said, and those in which it must not.
@Suite struct ScenarioSignalTests {
  static let seeds: [UInt64] = [1, 2]

  private func signals(_ scenario: Scenario, steps: Int, seed: UInt64) throws -> [String] {
    var state = RunState()
    let settings = SimulationSettings(scenario: scenario, steps: steps, dimension: 6, seed: seed)
    var trainer = try SimulatedTrainer(settings)
    var number = 0
    while let unit = trainer.next() {
      for case .event(let event) in unit {
        number += 1
        state.fold(LogLine(number: number, offset: number, length: 1, content: .event(event)))
      }
    }
    return state.journal.filter { $0.subject == .alarm }.map(\.text)
  }

  @Test(arguments: seeds) func `specialists: nothing to be said`(seed: UInt64) throws {
    #expect(try signals(.specialists, steps: 100, seed: seed) == [])
  }

  @Test(arguments: seeds) func `drift: the RM that became bad`(seed: UInt64) throws {
    let texts = try signals(.drift, steps: 120, seed: seed)
    let bad = "alarm: skywork-qwen3-0.6b: rewards lower than its posterior said"
    #expect(texts.count { $0.hasPrefix(bad) } == 1)
    #expect(!texts.contains { $0.contains("win_rate") })
  }

  @Test(arguments: seeds) func `hacking: rewards rise while the evaluation falls`(seed: UInt64)
    throws
  {
    let texts = try signals(.hacking, steps: 120, seed: seed)
    #expect(texts.count { $0.hasPrefix("alarm: eval/win_rate fell from ") } == 1)
    #expect(texts.contains { $0.hasSuffix("; share and reward rose of grm-gemma2-2b") })
  }

  @Test(arguments: seeds) func `collapse: one RM takes all`(seed: UInt64) throws {
    let texts = try signals(.collapse, steps: 50, seed: seed)
    #expect(texts.count { $0 == "alarm: skywork-qwen3-0.6b took 244 of the last 256 free decisions" } == 1)
    #expect(!texts.contains { $0.contains("win_rate") })
  }
}
