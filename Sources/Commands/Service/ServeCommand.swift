import ArgumentParser
import Files
import NcursesTerminal
import Router
import RouterService
import RunEvents
import RunLog
import Wording

/// `rmtop serve`: the router itself, for trainers that ask it over a socket.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Route a live run: trainers ask over a socket, the log is written.",
    usage: """
      rmtop serve --socket <path> --log <file> --rms <ids> [--name <name>]
                  [--dim <d>] [--set <name=value> ...] [--fsync <when>]
                  [--headless] [--json]
      """,
    discussion: """
      Decides pair by pair which reward model judges, and writes every line to the log before it answers. Killed and \
      started again on the same log it goes on with the same run; --rms and settings may be left out then. The socket \
      is for its owner alone (0600). Ends with TERM or INT; no `end` is written, so that the run can go on.
      """)

  @Option(help: ArgumentHelp("Listen on this path, a Unix domain socket.", valueName: "path"))
  var socket: String

  @Option(help: ArgumentHelp("The run log: made, or gone on with.", valueName: "file"))
  var log: String

  @Option(help: ArgumentHelp("The reward models' ids, separated by commas.", valueName: "ids"))
  var rms: String?

  @Option(help: "The run's name; without it, the log's file name.")
  var name: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Length of a context; without it, that of the first pair.", valueName: "d"))
  var dim: Int?

  @OptionGroup var settings: SettingOptions

  @Option(
    help: ArgumentHelp(
      "always: on the disk before every answer; interval: once a second; never: when the system does.",
      valueName: "when"))
  var fsync: RoutingDesk.Syncing = .interval

  @Flag(help: "No screen: a status line a minute on standard error.")
  var headless = false

  @Flag(help: "Status lines as JSON.")
  var json = false

  func run() throws {
    try reportingFailures {
      let wanted = WantedRun(
        name: name, rewardModels: try rewardModels(), dimension: try dimension(),
        change: try settings.change())
      let log = log
      if wanted.rewardModels == nil, ((try? FileFacts(at: log))?.size ?? 0) == 0 {
        throw CommandFailure(
          .usage, "a new log needs --rms: the ids of the reward models, separated by commas")
      }
      let signals = try EndingSignals()
      let server: RouterServer
      do {
        server = try RouterServer(
          RouterServer.Settings(
            socket: socket, log: log, header: wanted.header(name: runName),
            priors: PriorFolder.beside(log: log).loader,
            syncing: fsync),
          clock: { WallClock.now },
          check: { known in
            wanted.difference(from: known).map { "the log \(shownPath(log)) is of another run: " + $0 }
          },
          say: { StandardError.write("rmtop: \(printableText($0))") })
      } catch let error as ServiceError {
        throw CommandFailure(error)
      }
      defer { server.stop() }
      StandardError.write("rmtop: serving on \(printableText(socket)), log \(printableText(log))")
      ServiceWatch(server: server, json: json).run(until: signals)
    }
  }

  /// The log's file name without its last extension.
  private var runName: String {
    let file = log.split(separator: "/").last.map(String.init) ?? log
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return file }
    return String(file[..<dot])
  }

  private func rewardModels() throws -> [RewardModelInfo]? {
    guard let rms else { return nil }
    let ids = rms.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    if let id = ids.first(where: { $0.isEmpty || $0.utf8.count > 256 }) {
      throw CommandFailure(
        .usage, "--rms: expected ids of 1 to 256 bytes, separated by commas, got \(quoted(id))")
    }
    if let id = ids.first(where: { id in ids.count { $0 == id } > 1 }) {
      throw CommandFailure(.usage, "--rms: the id \(quoted(id)) is there twice")
    }
    if ids.count > 64 {
      throw CommandFailure(.usage, "--rms: expected at most 64 ids, got \(ids.count)")
    }
    return ids.map { RewardModelInfo(id: $0) }
  }

  private func dimension() throws -> Int? {
    if let dim, !(1...4096).contains(dim) {
      throw CommandFailure(.usage, "--dim: expected a whole number from 1 to 4096, got \(dim)")
    }
    return dim
  }
}

extension RoutingDesk.Syncing: ExpressibleByArgument {}

extension CommandFailure {
  init(_ error: ServiceError) {
    let status: ExitStatus =
      switch error {
      case .usage: .usage
      case .unusableData: .unusableData
      case .cannotCreate: .cannotCreate
      case .inputOutput: .inputOutput
      }
    self.init(status, error.sentence)
  }
}
