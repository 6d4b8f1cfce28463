import Wording

/// A format in which other programs write a run's metrics, and which is read as if it were a run log.
package enum ImportFormat: String, CaseIterable, Codable, Sendable {
  case trainerState = "trainer-state"
  case verl
  case llamaFactory = "llamafactory"
  case tensorBoard = "tensorboard"
  case wandb

  /// How a sentence names a file of it.
  package var words: String {
    switch self {
    case .trainerState: "a Hugging Face trainer_state.json, or its log_history"
    case .verl: "a file of verl's file logger"
    case .llamaFactory: "a LLaMA-Factory trainer_log.jsonl"
    case .tensorBoard: "a TensorBoard event file"
    case .wandb: "a W&B run file (.wandb)"
    }
  }

  /// Whether a file is one document, which is written anew as a whole and never read in part.
  package var isDocument: Bool { self == .trainerState }

  /// The format that a file's name promises, so that a folder can stand for the one in it.
  package init?(fileName: String) {
    if fileName.contains("tfevents") {
      self = .tensorBoard
    } else if fileName.hasSuffix(".wandb") {
      self = .wandb
    } else if fileName == "trainer_state.json" {
      self = .trainerState
    } else if fileName == "trainer_log.jsonl" {
      self = .llamaFactory
    } else {
      return nil
    }
  }

  /// What turns bytes of it into lines of a run log.
  package func makeImporter() -> any Importer {
    switch self {
    case .trainerState: TrainerStateImporter()
    case .verl: MetricsLineImporter(.verl)
    case .llamaFactory: MetricsLineImporter(.llamaFactory)
    case .tensorBoard: TensorBoardImporter()
    case .wandb: WandbImporter()
    }
  }
}

/// In which format a source is to be read, where somebody says so.
package enum SourceFormat: Equatable, Sendable {
  case runLog
  case foreign(ImportFormat)

  /// The word for a run log.
  private static let runLogName = "run-log"

  /// All that `--format` accepts.
  package static var names: [String] { [runLogName] + ImportFormat.allCases.map(\.rawValue) }

  /// The word that `--format` has for it.
  package var name: String {
    switch self {
    case .runLog: Self.runLogName
    case .foreign(let format): format.rawValue
    }
  }

  package init?(name: String) {
    if name == Self.runLogName {
      self = .runLog
    } else if let format = ImportFormat(rawValue: name) {
      self = .foreign(format)
    } else {
      return nil
    }
  }

  /// What refuses a name.
  package static func refusal(of name: String) -> String {
    "expected one of " + names.joined(separator: ", ") + suggestion(for: name, among: names)
  }
}
