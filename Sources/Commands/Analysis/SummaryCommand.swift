import ArgumentParser
import RunEvents
import RunLog
import RunState
import TerminalCells

/// `rmtop summary`: the numbers of a run, as a table or as JSON.
struct SummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Print the numbers of a run: decisions, shares, posteriors, rewards, faults.",
    discussion: """
      events and faults are counted over the whole input, everything else is of the last run in it. The digest is \
      that of all state doubles: equal digests are equal states, bit for bit. By category \
      there are the shares of its last 64 decisions, mean rewards, and P(best); --json has \
      all categories under `categories`.
      """)

  @Argument(help: ArgumentHelp("A run log, plain, .gz or .zst; - for standard input.", valueName: "log"))
  var log: String

  @OptionGroup var format: FormatOption

  @Flag(help: "Print one JSON object; numbers are round-trip exact, NaN is null.")
  var json = false

  func run() throws {
    try reportingFailures {
      let (state, remarks) = try LogInput.fold(log, format: format.choice)
      for notice in remarks.notices { StandardError.write("rmtop: \(notice)") }
      let summary = state.summary
      StandardOutput.write(
        json ? SummaryText.json(summary) + "\n" : SummaryText.table(summary, of: state), isJSON: json)
      try remarks.endIfDamaged()
    }
  }
}
