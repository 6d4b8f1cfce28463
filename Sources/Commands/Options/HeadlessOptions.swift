import ArgumentParser
import Files

/// `--headless` and what goes with it: the numbers of the screen as lines.
struct HeadlessOptions: ParsableArguments {
  @Flag(help: "No screen: print the numbers of every step, as lines, or with --json or --csv as records.")
  var headless = false

  @Flag(help: "With --headless: comma-separated values, a row for each step and reward model.")
  var csv = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --headless: leave out steps that are not this far from the last one printed.", valueName: "steps")
  )
  var every: Int?

  func validate() throws {
    if csv, !headless { throw ValidationError("--csv applies to --headless only: add --headless.") }
    guard let every else { return }
    if !headless { throw ValidationError("--every applies to --headless only: add --headless.") }
    if every < 1 { throw ValidationError("--every: expected a number of steps from 1, got \(every).") }
  }

  /// What is printed in place of a screen; `nil` where there is to be one.
  ///
  /// - Parameters:
  ///   - json: `--json`.
  ///   - firstStep: nothing is said of what came before.
  func output(json: Bool, firstStep: Int? = nil) throws -> (any HeadlessOutput)? {
    guard headless else {
      if isatty(STDOUT_FILENO) == 1 { return nil }
      return EventLines(json: json, firstStep: firstStep, namesOption: !json)
    }
    if csv, json { throw CommandFailure(.usage, "--json and --csv exclude each other") }
    return StepRecords(format: csv ? .csv : json ? .json : .text, every: every ?? 1, firstStep: firstStep)
  }

  /// Refuses options that only a screen has a use for.
  func refuse(_ options: [(name: String, isGiven: Bool)]) throws {
    guard headless, let option = options.first(where: \.isGiven) else { return }
    throw CommandFailure(.usage, "\(option.name) is for the screen: leave it out, or leave --headless out")
  }
}
