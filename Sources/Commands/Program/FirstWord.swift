import Wording

/// What the arguments mean before any parser sees them: a source may stand where a command does.
enum FirstWord {
  enum Meaning: Equatable {
    case arguments([String])
    case introduction
    case refused(String)
  }

  /// What bare `rmtop` prints on a terminal.
  static let introduction = """
    rmtop is top for reward models: which one a router trusts, and how sure it is.
      rmtop demo               a simulated run, live; p pin, b ban, ? help, q quit
      rmtop watch run.jsonl    follow a trainer's run log (also: trainer | rmtop)
      rmtop replay run.jsonl   the same screen over a finished run, with time travel
      rmtop --help             every command and option
    """

  /// Decides what the arguments mean.
  ///
  /// - Parameters:
  ///   - arguments: the words after the program's name.
  ///   - commands: the names of all subcommands.
  ///   - standardInputIsTerminal: whether nothing is piped in.
  ///   - fileExists: whether a word names something in the file system.
  static func meaning(
    of arguments: [String], commands: [String], standardInputIsTerminal: Bool,
    fileExists: (String) -> Bool
  ) -> Meaning {
    guard let first = arguments.first else {
      return standardInputIsTerminal ? .introduction : .arguments(["watch", "-"])
    }
    if first == "-" { return .arguments(["watch"] + arguments) }
    if first.hasPrefix("-") || commands.contains(first) || first == "help" { return .arguments(arguments) }
    if fileExists(first) { return .arguments(["watch"] + arguments) }
    if looksLikePath(first) {
      // The reader's own sentence about a missing file names the nearest one in its folder.
      return .arguments(["watch"] + arguments)
    }
    return .refused(
      "rmtop: there is no command or file \(quoted(first, limit: 200))"
        + suggestion(
          for: first, among: commands, otherwise: "; the commands are \(commands.joined(separator: ", "))"))
  }

  private static func looksLikePath(_ word: String) -> Bool {
    word.contains("/") || ["unix:", "tcp:"].contains { word.hasPrefix($0) }
      || [".jsonl", ".json", ".gz", ".zst", ".log"].contains { word.hasSuffix($0) }
  }
}
