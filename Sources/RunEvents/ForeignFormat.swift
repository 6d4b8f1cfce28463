/// A file that trainers write and that is no run log, known by the shape of its lines.
package enum ForeignFormat: CaseIterable, Codable, Sendable {
  case huggingFaceState
  case huggingFaceConsole
  case llamaFactoryLog
  case verlMetrics
  case verlConsole
  case openRLHFConsole
  case rayConsole
  case wandbHistory
  /// Objects with a step and numbers, and without a `type`.
  case plainMetrics

  /// How a sentence names it: “this looks like …”.
  package var name: String {
    switch self {
    case .huggingFaceState: "a Hugging Face trainer_state.json"
    case .huggingFaceConsole: "the console output of a Hugging Face trainer"
    case .llamaFactoryLog: "a LLaMA-Factory trainer_log.jsonl"
    case .verlMetrics: "verl's metrics as JSON lines"
    case .verlConsole: "the console output of verl"
    case .openRLHFConsole: "the console output of OpenRLHF"
    case .rayConsole: "the console output of a Ray job"
    case .wandbHistory: "a history of Weights & Biases as JSON lines"
    case .plainMetrics: "JSON lines of metrics without a `type`"
    }
  }

  /// What the format lacks, and the one command or field that helps: a sentence without a full stop.
  package var advice: String {
    let numbers = "with_entries(select(.value | type == \"number\"))"
    switch self {
    case .huggingFaceState, .llamaFactoryLog, .verlMetrics:
      return
        "It has metrics and no routing; rmtop reads such a file where its first lines are of that kind, and "
        + "`rmtop import` makes a run log of it"
    case .huggingFaceConsole:
      return
        "Console output is not read; the checkpoints' trainer_state.json has the same metrics, and rmtop reads it"
    case .verlConsole:
      return
        "Console output is not read; with `file` in trainer.logger verl writes its metrics as JSON lines, which "
        + "rmtop reads"
    case .openRLHFConsole, .rayConsole:
      return
        "Console output is not read; let the trainer append lines to a file of their own where it has the "
        + "numbers: {\"type\":\"metrics\",\"step\":1,\"values\":{\"reward\":0.5}}"
    case .wandbHistory:
      return Self.command("{type: \"metrics\", step: ._step, values: \(numbers)}", "history.jsonl")
    case .plainMetrics:
      return Self.command(
        "{type: \"metrics\", step: (.step // .global_step), values: \(numbers)}", "metrics.jsonl")
    }
  }

  /// All formats that have metrics have nothing else that a run log could take over.
  private static func command(_ filter: String, _ file: String) -> String {
    "It has metrics and no routing; this makes a run log of them: jq -c '\(filter)' \(file) > run.jsonl"
  }

  /// What a run log is in place of it.
  package static let runLog = "rmtop reads run logs: one JSON object a line, with a `type`"
}
