import ArgumentParser
import Files
import OfflineRouter
import RunLog
import Safetensors
import Wording

/// `rmtop train`: learns an offline router from judged pairs and writes it as a prior for online routing.
struct TrainCommand: ParsableCommand {
  /// The two offline ways.
  enum Method: String, CaseIterable {
    case calibrated
    case bayesianRouter = "bayesian-router"

    /// - Throws: the sentence about a word that is none.
    init(word: String) throws {
      if let method = Method(rawValue: word) {
        self = method
        return
      }
      let names = Method.allCases.map(\.rawValue)
      throw ValidationError(
        "expected \(names.joined(separator: " or "))" + suggestion(for: word, among: names))
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learn an offline router from judged pairs, and write it as a prior for a run.",
    usage: """
      rmtop train <pairs> --output <file> [--method <name>]
                  [--valid <file>] [--split <share>] [--seed <seed>] [--json]
                  [--dim <h>] [--epochs <n>] [--patience <n>] [--batch <n>]
                  [--rate <x>] [--lambda-cls <x>] [--balance] [--partial]
      """,
    discussion: """
      PAIRS holds one `judged` line per pair: embeddings a and b (or a context x), and labels that say which reward \
      model prefers the right response.

      METHODS:
      \(HelpList.text([
        ("calibrated", "contrasts between reward models, ridge, a gate that the context must pass (default)"),
        ("bayesian-router", "the published multi-task head: shared layer, BT and classification heads, AdamW"),
      ]))

      --dim, --epochs, --patience, --batch, --rate, --lambda-cls and --balance are of the second. Ctrl-C ends its \
      training and keeps the best epoch so far. Packed pairs that are cut or damaged are refused (exit code 74), unless \
      --partial says that their readable part will do. `rmtop evaluate` tells whether either is worth it on your pairs.
      """)

  @Argument(help: ArgumentHelp("Judged pairs (.jsonl, .gz, .zst); - for standard input.", valueName: "pairs"))
  var pairs: String

  @Option(name: .shortAndLong, help: ArgumentHelp("The safetensors file to write.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp("calibrated (default) or bayesian-router.", valueName: "name"),
    transform: { try Method(word: $0) })
  var method = Method.calibrated

  @Option(help: ArgumentHelp("Judged pairs to validate on, never learned from.", valueName: "file"))
  var valid: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Share of the pairs, by whole groups, to validate on [0.2 for bayesian-router, 0 for calibrated].",
      valueName: "share"))
  var split: Double?

  @OptionGroup var head: HeadArguments

  @Option(parsing: .unconditional, help: "The same seed makes the same file.")
  var seed: UInt64 = 0

  @Flag(help: "Print one JSON object about the result.")
  var json = false

  @Flag(help: "Use the readable part of packed pairs that are cut or damaged.")
  var partial = false

  func validate() throws {
    if valid != nil, split != nil { throw ValidationError("--valid and --split exclude each other.") }
  }

  func run() throws {
    try reportingFailures {
      try checkOutput()
      if let valid, valid == "-", pairs == "-" {
        throw CommandFailure(.usage, "the pairs and --valid cannot both be standard input")
      }
      let judged = try JudgedPairInput.read(pairs, isPartialEnough: partial)
      let held = try valid.map { try JudgedPairInput.read($0, isPartialEnough: partial) }
      if let held, let stranger = Self.stranger(held, judged) { throw stranger }
      switch method {
      case .calibrated: try trainCalibrated(judged, validation: held)
      case .bayesianRouter: try trainHead(judged, validation: held)
      }
    }
  }

  /// Refuses at once what could not be written after minutes of training.
  private func checkOutput() throws {
    let shown = shownPath(output)
    if output.isEmpty { throw CommandFailure(.usage, "--output is empty: a file name is needed") }
    if (try? FileFacts(at: output))?.kind == .directory {
      throw CommandFailure(.cannotCreate, "\(shown) is a folder: name a file in it")
    }
    for input in [pairs, valid ?? "-"] where input != "-" && (input == output || isSameFile(input, output)) {
      throw CommandFailure(.usage, "--output and \(shownPath(input)) are the same file")
    }
    let folder = folderName(of: output)
    if (try? FileFacts(at: folder))?.kind != .directory {
      throw CommandFailure(.cannotCreate, "the folder of \(shown) does not exist")
    }
    if access(folder, W_OK) != 0 {
      throw CommandFailure(.cannotCreate, "\(shown) cannot be created: its folder is not writable")
    }
  }

  /// Validation pairs that judge none of the reward models, which is a mistake in a name.
  private static func stranger(_ held: JudgedPairs, _ judged: JudgedPairs) -> CommandFailure? {
    guard Set(held.rewardModels).isDisjoint(with: judged.rewardModels) else { return nil }
    let name = held.rewardModels.first ?? ""
    return CommandFailure(
      .unusableData,
      "the validation pairs judge none of the reward models: they have \(quoted(name))"
        + suggestion(for: name, among: judged.rewardModels)
    )
  }

  /// Writes the prior, all of it or nothing.
  func write(_ file: PriorFile) throws {
    guard let tensors = file.safetensors() else {
      throw CommandFailure(.unusableData, "the lengths of the vectors in the fit do not match")
    }
    do {
      try FileBytes.write(tensors.encoded(), path: output)
    } catch {
      throw CommandFailure(.cannotCreate, "\(error)")
    }
  }
}

/// The settings of the published head.
struct HeadArguments: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("Length of a context [128].", valueName: "h"))
  var dim: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("Most epochs [40].", valueName: "n"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Epochs without a better validation loss before training ends [5].", valueName: "n"))
  var patience: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("Pairs per step [64].", valueName: "n"))
  var batch: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("AdamW's learning rate [0.001].", valueName: "x"))
  var rate: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Weight of the classification loss [0.2].", valueName: "x"))
  var lambdaCls: Double?

  @Flag(help: "Let any two reward models win against each other equally often (forgets overall strength).")
  var balance = false

  /// The options that were given, as they are written.
  var given: [String] {
    let options: [(String, Bool)] = [
      ("--dim", dim != nil), ("--epochs", epochs != nil), ("--patience", patience != nil),
      ("--batch", batch != nil), ("--rate", rate != nil), ("--lambda-cls", lambdaCls != nil),
      ("--balance", balance),
    ]
    return options.filter(\.1).map(\.0)
  }

  func options(split: Double?, seed: UInt64) -> HeadOptions {
    var options = HeadOptions()
    if let dim { options.width = dim }
    if let epochs { options.epochs = epochs }
    if let patience { options.patience = patience }
    if let batch { options.batch = batch }
    if let rate { options.rate = rate }
    if let lambdaCls { options.classificationWeight = lambdaCls }
    if let split { options.validationShare = split }
    options.isBalanced = balance
    options.seed = seed
    return options
  }
}
