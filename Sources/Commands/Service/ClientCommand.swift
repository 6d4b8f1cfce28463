import ArgumentParser

/// `rmtop client`: the client library for trainers, as one file.
struct ClientCommand: ParsableCommand {
  enum Language: String, ExpressibleByArgument, CaseIterable {
    case python
  }

  static let configuration = CommandConfiguration(
    commandName: "client",
    abstract: "Print the client library for trainers: one file, no dependency.",
    usage: "rmtop client python > rmtop_client.py",
    discussion: """
      The file is what `pip install` of the package gives as `import rmtop`, without its parts for TRL. Put it beside a \
      training script and import it.
      """)

  @Argument(help: "python.")
  var language: Language

  func run() throws {
    StandardOutput.writeRaw(String(decoding: PackageResources.client_py, as: UTF8.self))
  }
}
