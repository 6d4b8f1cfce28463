import ArgumentParser
import Dashboard
import RunLog
import Wording

/// `rmtop replay`: the screen over a finished run, with transport.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Play a recorded run back, with time travel; past controls are shown, none are sent.",
    usage: """
      rmtop replay <log> ... [--speed <n>] [--from <step>] [--theme <theme>]
                   [--glyphs <glyphs>] [--mouse] [--clean] [--headless]
                   [--json] [--csv] [--every <steps>] [--no-summary]
                   [--format <name>]
      """,
    discussion: """
      Without --speed or --from the whole run is read and the screen stands at its end: Home goes to the beginning, \
      space plays on, the arrows step, : goes to a step, a time or a percentage. Several logs are shown side by side: R \
      goes to the next one, and what moves in time moves the one in focus alone.
      """)

  @Argument(
    help: ArgumentHelp(
      "A run log, plain, .gz or .zst; - for standard input. Up to \(Deck.mostRuns) of them.", valueName: "log"
    ))
  var logs: [String]

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Play from the beginning at this many times the run's own speed (0.25 to 1000).", valueName: "n"))
  var speed: Double?

  @Option(parsing: .unconditional, help: ArgumentHelp("Begin at this step.", valueName: "step"))
  var from: Int?

  @OptionGroup var format: FormatOption

  @OptionGroup var numbers: HeadlessOptions

  @OptionGroup var screen: ScreenOptions

  func validate() throws {
    if let speed, !(0.25...1000).contains(speed) {
      throw ValidationError("--speed: expected a number from 0.25 to 1000, got \(speed).")
    }
    if let from, from < 0 { throw ValidationError("--from: expected a step from 0, got \(from).") }
  }

  func run() throws {
    try reportingFailures {
      try numbers.refuse([("--speed", speed != nil)])
      try RunSources.check(logs)
      try screen.run(
        logs.map(opening), headless: numbers, firstStep: from,
        again: logs.contains("-") ? nil : ["rmtop", "replay"] + logs + format.words)
    }
  }

  private func opening(_ log: String) throws -> RunOpening {
    let source = try logSource(log)
    var model = DashboardModel(
      session: Session(
        mode: .replay, sourceName: RunSources.name(log), control: .off("a replay sends no controls"),
        id: "00000000", user: "", readsStandardInput: logs.contains("-")),
      priors: PriorFolder.beside(log: log).loader)
    model.session.hasScrubBar = true
    model.feed.transport = speed == nil ? .paused : .playing
    if let speed { model.feed.speed = speed }
    if let from {
      model.feed.target = .step(from)
    } else if speed == nil {
      model.feed.target = .end
    }
    return RunOpening(model: model, source: source, format: format.choice)
  }
}
