import ArgumentParser
import Dashboard
import Foundation
import Wording

/// `rmtop config`: where the configuration is, what it may say, and what of it is wrong.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Show the screen's configuration, its defaults or its faults.",
    usage: "rmtop config [--path | --default | --check]",
    discussion: """
      Without an option: every setting of the screen that is in force, and where it comes from. An option of the \
      command line goes before the environment, that before the configuration file ($XDG_CONFIG_HOME/rmtop/config.toml, \
      else ~/.config/rmtop/config.toml), and the file before what is remembered of the last session \
      ($XDG_STATE_HOME/rmtop/view). `--clean` of watch, replay, demo and serve leaves the last two aside.

      What of the file cannot be used is left out, and the screen says so when it opens; --check lists all of it, and \
      ends with 1 if there is any.
      """)

  @Flag(help: "Print the path of the configuration file, whether it is there or not.")
  var path = false

  @Flag(name: .customLong("default"), help: "Print a configuration file with every default, commented out.")
  var standard = false

  @Flag(help: "Print what of the configuration file cannot be used.")
  var check = false

  func validate() throws {
    if [path, standard, check].count(where: { $0 }) > 1 {
      throw ValidationError("--path, --default and --check exclude each other.")
    }
  }

  func run() throws {
    try reportingFailures {
      if standard {
        StandardOutput.write(ConfigText.standard)
        return
      }
      let environment = ProcessInfo.processInfo.environment
      guard let file = ConfigFile(environment: environment) else {
        throw CommandFailure(
          .noInput, "there is no place for a configuration: neither XDG_CONFIG_HOME nor HOME names a folder")
      }
      if path {
        StandardOutput.write(file.path + "\n")
        return
      }
      let faults = file.faults(themes: .ofProcess)
      if !check { StandardOutput.write(try Self.inForce(file, environment: environment)) }
      for fault in faults { StandardError.write("rmtop: \(fault)") }
      if check, !faults.isEmpty { throw ExitCode(ExitStatus.faultsFound.rawValue) }
    }
  }

  /// Each option with its value, and where that comes from.
  private static func inForce(_ file: ConfigFile, environment: [String: String]) throws -> String {
    let remembered = ViewMemory(environment: environment)?.choices ?? ViewChoices()
    let glyphs = try GlyphOption.ofEnvironment(environment)
    var rows = ConfigOption.all.map { option -> [String] in
      if option.name == "glyphs", let glyphs { return [option.name, glyphs.rawValue, "RMTOP_GLYPHS"] }
      if let said = file.said(option.name, themes: .ofProcess) {
        return [option.name, said.value, "line \(said.line)"]
      }
      if let value = option.remembered(remembered), value != option.usual {
        return [option.name, value, "remembered"]
      }
      return [option.name, option.usual, "default"]
    }
    rows += file.config.said.filter { $0.key.hasPrefix("keys.") }.sorted { $0.value.line < $1.value.line }
      .map { [$0.key, $0.value.value, "line \($0.value.line)"] }
    let head = file.exists ? file.path : file.path + " (not there; rmtop config --default prints one to edit)"
    let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = rows.map { row in
      (0..<2).map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count + 2) }.joined()
        + row[2]
    }
    return ([head] + lines).joined(separator: "\n") + "\n"
  }
}
