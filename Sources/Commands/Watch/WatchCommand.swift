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
      rmtop watch <source> [--control <path>] [--read-only]
                  [--token-file <file>] [--theme <theme>] [--glyphs <glyphs>]
                  [--mouse] [--clean] [--headless] [--json] [--csv]
                  [--every <steps>] [--no-summary]
      """,
    discussion: """
      rmtop reads the source to its end and then follows it, through appended lines, truncation and replacement by a \
      new file. Where a copy of the log is moved or written over it, reading goes on; a log that was cut back is folded \
      afresh. A file that is not there yet is waited for. With --control, pins and bans are appended to that file as \
      whole lines; the trainer or router obeys them and says so in the run log.

      unix:PATH is the socket of a router (`rmtop serve`), tcp:HOST:PORT one on TCP: its log comes through the \
      connection, pins and bans go back through it, and a lost connection is made again.
      """)

  @Argument(
    help: ArgumentHelp(
      "A run log, plain, .gz or .zst, a FIFO, or unix:PATH or tcp:HOST:PORT of a router; - for standard input.",
      valueName: "source")
  )
  var source: String

  @Option(
    help: ArgumentHelp("Append controls to this file or FIFO; created with mode 0600.", valueName: "path"))
  var control: String?

  @Flag(help: "Send no controls, whatever --control says.")
  var readOnly = false

  @OptionGroup var router: RouterOptions

  @OptionGroup var numbers: HeadlessOptions

  @OptionGroup var screen: ScreenOptions

  /// What opens the same screen again.
  private var commandAgain: [String] {
    var words = ["rmtop", "watch", source]
    if let control { words += ["--control", control] }
    if readOnly { words.append("--read-only") }
    if let tokenFile = router.tokenFile { words += ["--token-file", tokenFile] }
    return words
  }

  func run() throws {
    try reportingFailures {
      try numbers.refuse([("--control", control != nil)])
      let readsStandardInput = source == "-"
      let address = try router.address(of: source)
      if address != nil, control != nil {
        throw CommandFailure(
          .usage,
          "--control is for logs: the router of \(shownPath(source)) takes controls through its socket")
      }
      var appender: ControlAppender?
      var permission = Session.Control.off("pins and bans are off: start with --control PATH to send them")
      if readOnly {
        permission = .off("pins and bans are off: --read-only")
      } else if let control {
        if isSameFile(control, source) {
          throw CommandFailure(
            .usage,
            "--control names the run log itself: controls go to a file of their own, and rmtop never writes a log"
          )
        }
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
        mode: .watch, sourceName: readsStandardInput ? "standard input" : printableText(source),
        control: permission, id: SessionIdentity.random().id, user: SessionIdentity.userName,
        readsStandardInput: readsStandardInput)
      let logSource: LogSource =
        if let address {
          .router(address, follow: true)
        } else {
          readsStandardInput ? .standardInput : .file(path: source, follow: true)
        }
      let priors = PriorFolder.beside(log: source, router: address).loader
      try screen.run(
        DashboardModel(session: session, priors: priors), source: logSource, control: appender,
        headless: numbers, again: readsStandardInput ? nil : commandAgain)
    }
  }
}
