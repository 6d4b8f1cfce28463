import RunEvents
import RunLog
import Simulator

/// The logs under `sample-logs/`: how each of them is made.
enum SampleLogs {
  static let all: [SimulationSettings] = [
    settings(
      .specialists, steps: 100,
      controls: [
        (
          60,
          ControlEvent(
            sequence: "5eed0001-1", action: .pin, rewardModel: "grm-llama3.2-3b", category: "math", steps: 12,
            by: "ana", reason: "how does it do on math?")
        ),
        (80, ControlEvent(sequence: "5eed0001-2", action: .unpin, category: "math", by: "ana")),
      ]),
    settings(
      .hacking, steps: 140,
      controls: [
        (
          90,
          ControlEvent(
            sequence: "5eed0002-1", action: .ban, rewardModel: "grm-gemma2-2b", by: "ana",
            reason: "rewards rise, evaluation falls")
        )
      ]),
    settings(.collapse, steps: 80),
    settings(.drift, steps: 150),
    settings(.messy, steps: 60),
    settings(
      .deaf, steps: 30,
      controls: [
        (
          12,
          ControlEvent(
            sequence: "5eed0003-1", action: .ban, rewardModel: "skywork-qwen3-0.6b", by: "ana",
            reason: "does anybody listen?")
        )
      ]),
  ]

  private static func settings(
    _ scenario: Scenario, steps: Int, controls: [(step: Int, control: ControlEvent)] = []
  ) -> SimulationSettings {
    SimulationSettings(
      scenario: scenario, steps: steps, dimension: 8, seed: 7, pairsPerStep: 8,
      runName: "sample-\(scenario.rawValue)",
      interventions: controls.map { SimulationSettings.Intervention(step: $0.step, control: $0.control) })
  }

  /// The bytes of the log that these settings make, as `rmtop simulate -o` writes them.
  static func bytes(_ settings: SimulationSettings) throws -> [UInt8] {
    var trainer = try SimulatedTrainer(settings)
    let encoder = EventEncoder()
    var bytes: [UInt8] = []
    while let unit = trainer.next() {
      for line in unit {
        switch line {
        case .event(let timed): bytes += Array(encoder.encode(timed).utf8)
        case .raw(let raw): bytes += raw
        }
        bytes.append(UInt8(ascii: "\n"))
      }
    }
    return bytes
  }

  /// What the bytes of a log say, line by line.
  static func lines(_ bytes: [UInt8]) -> [LogLine] {
    var decoder = LineDecoder()
    var lines: [LogLine] = []
    bytes.withUnsafeBytes { decoder.append($0, to: &lines) }
    _ = decoder.finish(to: &lines)
    return lines
  }
}
