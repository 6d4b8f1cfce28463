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
  /// - Parameter check: refuses an assignment that the command has no use for.
  func change(
    check: (String) throws(SettingRefusal) -> Void = { _ throws(SettingRefusal) in }
  ) throws -> RouterSettingsChange {
    var change = RouterSettingsChange()
    for assignment in assignments {
      do throws(SettingRefusal) {
        try change.assign(assignment)
        try check(assignment)
      } catch {
        throw CommandFailure(.usage, "--set: \(error)")
      }
    }
    return change
  }
}
