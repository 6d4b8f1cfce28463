import ArgumentParser
import Dashboard
import Files
import RunLog
import Wording

/// `rmtop watch`: the live screen.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Follow a run log as it grows.",
    usage: """
      rmtop watch <source> ... [--control <path>] [--read-only]
                  [--token-file <file>] [--theme <theme>] [--glyphs <glyphs>]
                  [--mouse] [--clean] [--headless] [--json] [--csv]
                  [--every <steps>] [--no-summary] [--format <name>]
      """,
    discussion: """
      rmtop reads the source to its end and then follows it, through appended lines, truncation and replacement by a \
      new file. Where a copy of the log is moved or written over it, reading goes on; a log that was cut back is folded \
      afresh. A file that is not there yet is waited for. With --control, pins and bans are appended to that file as \
      whole lines; the trainer or router obeys them and says so in the run log.

      unix:PATH is the socket of a router (`rmtop serve`), tcp:HOST:PORT one on TCP: its log comes through the \
      connection, pins and bans go back through it, and a lost connection is made again.

      Several sources are followed side by side: R goes to the next one, which has the panes and takes the controls. \
      --control is then given once for each log, in their order.
      """)

  @Argument(
    help: ArgumentHelp(
      "A run log, plain, .gz or .zst, a FIFO, or unix:PATH or tcp:HOST:PORT of a router; - for standard input. Up to "
        + "\(Deck.mostRuns) of them.", valueName: "source")
  )
  var sources: [String]

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Append controls to this file or FIFO; created with mode 0600.", valueName: "path"))
  var control: [String] = []

  @OptionGroup var format: FormatOption

  @Flag(help: "Send no controls, whatever --control says.")
  var readOnly = false

  @OptionGroup var router: RouterOptions

  @OptionGroup var numbers: HeadlessOptions

  @OptionGroup var screen: ScreenOptions

  /// What opens the same screen again.
  private var commandAgain: [String] {
    var words = ["rmtop", "watch"] + sources
    for path in control { words += ["--control", path] }
    words += format.words
    if readOnly { words.append("--read-only") }
    if let tokenFile = router.tokenFile { words += ["--token-file", tokenFile] }
    return words
  }

  func run() throws {
    try reportingFailures {
      try numbers.refuse([("--control", !control.isEmpty)])
      try RunSources.check(sources)
      let addresses = try router.addresses(of: sources)
      let logs = zip(sources, addresses).filter { $1 == nil }.map(\.0)
      var controls = try controls(of: logs)[...]
      let openings = try zip(sources, addresses).map { source, address in
        try opening(source, address, control: address == nil ? controls.popFirst() : nil)
      }
      try screen.run(openings, headless: numbers, again: sources.contains("-") ? nil : commandAgain)
    }
  }

  /// The control files of the sources that are logs, in their order.
  private func controls(of logs: [String]) throws -> [String] {
    if control.isEmpty { return [] }
    if logs.isEmpty {
      let name = sources.count == 1 ? "the router of \(shownPath(sources[0])) takes" : "routers take"
      throw CommandFailure(.usage, "--control is for logs: \(name) controls through its socket")
    }
    guard control.count == logs.count else {
      throw CommandFailure(
        .usage,
        "--control is given once for each log, in their order: there are \(formatCount(logs.count, of: "log")) "
          + "and \(formatCount(control.count, of: "control file"))")
    }
    for (index, path) in control.enumerated() {
      if logs.contains(where: { isSameFile(path, $0) }) {
        throw CommandFailure(
          .usage,
          "--control names the run log itself: controls go to a file of their own, and rmtop never writes a log"
        )
      }
      if control[..<index].contains(where: { $0 == path || isSameFile($0, path) }) {
        throw CommandFailure(
          .usage, "--control names \(shownPath(path)) twice: each run's controls go to a file of their own")
      }
    }
    return control
  }

  private func opening(_ source: String, _ address: RouterAddress?, control: String?) throws -> RunOpening {
    var appender: ControlAppender?
    var permission = Session.Control.off("pins and bans are off: start with --control PATH to send them")
    if readOnly {
      permission = .off("pins and bans are off: --read-only")
    } else if let control {
      do {
        appender = try ControlAppender(path: control)
      } catch {
        throw CommandFailure(.cannotCreate, "\(error)")
      }
      permission = .enabled
    } else if address != nil {
      permission = .enabled
    }
    let session = Session(
      mode: .watch, sourceName: RunSources.name(source), control: permission,
      id: SessionIdentity.random().id, user: SessionIdentity.userName,
      readsStandardInput: sources.contains("-"))
    let logSource: LogSource =
      if let address {
        .router(address, follow: true)
      } else {
        source == "-" ? .standardInput : .file(path: source, follow: true)
      }
    let priors = PriorFolder.beside(log: source, router: address).loader
    return RunOpening(
      model: DashboardModel(session: session, priors: priors), source: logSource, format: format.choice,
      control: appender)
  }
}
