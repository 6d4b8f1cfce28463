import ArgumentParser
import Dashboard
import Files
import RunEvents
import RunState
import Wording

/// `rmtop report`: a run as one page for whoever has no terminal.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write a run as one HTML page: charts, tables, controls, conditions.",
    usage: """
      rmtop report <log> -o <run.html> [--title <title>] [--force]
                   [--format <name>]
      """,
    discussion: """
      The page is one file that needs nothing else, no script and no network: for a mail, a wiki, an archive. It is \
      light or dark as the reader's system is. Equal logs make equal pages. The numbers are those of `rmtop summary`; \
      charts of long runs show the least and the greatest of what falls together.
      """)

  @Argument(help: ArgumentHelp("A run log, plain, .gz or .zst; - for standard input.", valueName: "log"))
  var log: String

  @OptionGroup var format: FormatOption

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The page to be written.", valueName: "run.html"))
  var output: String

  @Option(help: ArgumentHelp("Its title; by itself the name of the run.", valueName: "title"))
  var title: String?

  @Flag(help: "Write over a file that is there.")
  var force = false

  func run() throws {
    try reportingFailures {
      if !force, (try? FileFacts(at: output)) != nil {
        throw CommandFailure(
          .cannotCreate, "\(shownPath(output)) exists already: name another file, or add --force")
      }
      var state = RunState(priors: PriorFolder.beside(log: log).loader)
      var spans = ConditionSpans()
      let remarks = try LogInput(log, format: format.choice).forEachLine { line in
        state.fold(line)
        spans.note(state)
        return true
      }
      for notice in remarks.notices { StandardError.write("rmtop: \(notice)") }
      guard state.progress.events > 0 else {
        throw CommandFailure(
          .unusableData, "\(shownPath(log)) has no event of a run, so there is nothing to report")
      }
      let page = RunReport(state: state, spans: spans, source: log, title: title).page
      do {
        try FileBytes.write(Array(page.utf8), path: output)
      } catch {
        throw CommandFailure(.cannotCreate, "\(error)")
      }
      try remarks.endIfDamaged()
    }
  }
}
