import ArgumentParser
import Importers

/// In which format a source is read.
struct FormatOption: ParsableArguments {
  @Option(
    name: .customLong("format"),
    help: ArgumentHelp(
      "Read the source as \(SourceFormat.names.joined(separator: ", ")); without it, its first bytes tell.",
      valueName: "name"),
    transform: { name in
      guard let format = SourceFormat(name: name) else {
        throw ValidationError(SourceFormat.refusal(of: name) + ".")
      }
      return format
    })
  var choice: SourceFormat?

  /// The option as it is typed.
  var words: [String] { choice.map { ["--format", $0.name] } ?? [] }
}
