import ArgumentParser
import RunEvents

/// `--set NAME=VALUE`, once for every setting: the names and domains of the log's `run.router`.
///
/// Shared by every command that runs a router under other settings than the log's or the default ones.
struct SettingOptions: ParsableArguments {
  @Option(
    name: .customLong("set"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A setting of the router under its name in the log, such as prior_precision=10; may be repeated.",
      valueName: "name=value"))
  var assignments: [String] = []

  /// What the options ask for, later ones before earlier ones; a refused one is a sentence with exit code 64.
  ///
  /// - Parameter refused: names that the command has no use for, with the reason as the end of a sentence
  ///   ("seed makes no difference to a what-if").
  func change(refused: [(name: String, reason: String)] = []) throws -> RouterSettingsChange {
    var change = RouterSettingsChange()
    for assignment in assignments {
      do throws(SettingRefusal) {
        try change.assign(assignment)
      } catch {
        throw CommandFailure(.usage, "--set: \(error)")
      }
      let name = assignment.prefix { $0 != "=" }.filter { $0 != " " }
      if let entry = refused.first(where: { $0.name == name }) {
        throw CommandFailure(.usage, "--set: \(entry.name) \(entry.reason)")
      }
    }
    return change
  }
}
