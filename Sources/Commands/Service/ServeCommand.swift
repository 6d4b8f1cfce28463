import ArgumentParser
import Dashboard
import Files
import NcursesTerminal
import OfflineRouter
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
      rmtop serve --socket <path> --log <file> --rms <ids> [--config <file>]
                  [--prior <file>] [--name <name>] [--dim <d>]
                  [--set <name=value> ...] [--fsync <when>]
                  [--tcp <host:port> --token-file <file>] [--headless]
                  [--reward-proxy <host:port> --rm-endpoint <id=URL> ...]
                  [--samples-per-prompt <n>] [--rm-timeout <seconds>]
                  [--rm-retries <n>]
                  [--theme <theme>] [--glyphs <glyphs>] [--mouse]
                  [--clean] [--json] [--no-summary]
      """,
    discussion: """
      Decides pair by pair which reward model judges, and writes every line to the log before it answers. Killed and \
      started again on the same log it goes on with the same run; what is asked for besides must be what the log has. \
      The socket is for its owner alone (0600). q leaves the screen, and the router goes on; TERM or INT stops it. No \
      `end` is written, so that the run can go on later.
      """)

  @Option(help: ArgumentHelp("Listen on this path, a Unix domain socket.", valueName: "path"))
  var socket: String

  @Option(help: ArgumentHelp("The run log: made, or gone on with.", valueName: "file"))
  var log: String

  @OptionGroup var options: ServeOptions

  @Option(
    help: ArgumentHelp(
      "always: on the disk before every answer; interval: once a second; never: when the system does.",
      valueName: "when"))
  var fsync: RoutingDesk.Syncing = .interval

  @Option(
    help: ArgumentHelp(
      "Listen on TCP too; :PORT is this machine alone. Needs --token-file.", valueName: "host:port"))
  var tcp: String?

  @Option(help: ArgumentHelp("A file with the token that clients on TCP bring.", valueName: "file"))
  var tokenFile: String?

  @OptionGroup(title: "Reward proxy for OpenRLHF") var proxy: ProxyOptions

  @Flag(help: "No screen: a status line a minute on standard error.")
  var headless = false

  @OptionGroup var screen: ScreenOptions

  func run() throws {
    try reportingFailures {
      let prior = try options.prior.map { try PriorBeside(path: $0, log: log) }
      var wanted = try options.wanted(log: log, prior: prior)
      let isNew = ((try? FileFacts(at: log))?.size ?? 0) == 0
      let proxy = try proxy.settings(&wanted, isNew: isNew)
      if wanted.rewardModels ?? [] == [], isNew {
        throw CommandFailure(
          .usage, "a new log needs --rms: the ids of the reward models, separated by commas")
      }
      // Before the log, so that whoever follows it finds the file when the run line names it; the copy of a run that is
      // there already stays as it is, whatever is asked for.
      if isNew { try prior?.copyBesideLog() }
      let server = try start(wanted, proxy)
      defer { server.stop() }
      if let proxy { say(proxy, server) }
      if headless || isatty(STDOUT_FILENO) != 1 {
        try serve(server)
      } else {
        try show()
        StandardError.write("rmtop: the screen is closed, and the router goes on: INT (Ctrl-C) stops it")
        try serve(server)
      }
    }
  }

  private func start(_ wanted: WantedRun, _ proxy: RewardProxySettings?) throws -> RouterServer {
    let log = log
    let priors = PriorFolder.beside(log: log)
    do {
      return try RouterServer(
        RouterServer.Settings(
          socket: socket, log: log, header: wanted.header(name: runName),
          priors: priors.loader, contexts: Self.contexts(priors), syncing: fsync, tcp: try tcpAddress(),
          proxy: proxy),
        clock: { WallClock.now },
        check: { known in
          wanted.difference(from: known).map { "the log \(shownPath(log)) is of another run: " + $0 }
        },
        say: { StandardError.write("rmtop: \(printableText($0))") })
    } catch let error as ServiceError {
      throw CommandFailure(error)
    }
  }

  /// The transform of the prior file, which a client's embeddings go through.
  private static func contexts(_ priors: PriorFolder) -> @Sendable (PriorSource) -> ContextMaker? {
    { source in
      guard case .file(let name, let sha256?) = source,
        let transform = try? priors.file(name, sha256: sha256).get().transform
      else { return nil }
      return ContextMaker { a, b, category in
        transform.context(for: .embeddings(.double(a), .double(b)), category: category)
      }
    }
  }

  /// What who starts a proxy should know.
  private func say(_ proxy: RewardProxySettings, _ server: RouterServer) {
    let host = proxy.host.contains(":") ? "[\(proxy.host)]" : proxy.host
    StandardError.write(
      "rmtop: OpenRLHF's reward URL is http://\(printableText(host)):\(server.proxyPort ?? proxy.port)/get_reward"
    )
    if !["127.0.0.1", "::1", "localhost"].contains(proxy.host) {
      StandardError.write("rmtop: whoever reaches this port can ask: OpenRLHF's protocol has no token")
    }
    if let policy = server.learningPolicy {
      StandardError.write(
        "rmtop: \(policy.word) learns from feedback alone, which a client sends over the socket under the ids of the "
          + "answers; OpenRLHF sends none: without any, use --set policy=fixed:<id>, random or roundrobin")
    }
  }

  private func serve(_ server: RouterServer) throws {
    let signals = try EndingSignals()
    StandardError.write("rmtop: serving on \(printableText(socket)), log \(printableText(log))")
    ServiceWatch(server: server, json: screen.json).run(until: signals)
  }

  /// The screen is a client of the router like any other.
  private func show() throws {
    let session = Session(
      mode: .watch, sourceName: printableText(log), control: .enabled, id: SessionIdentity.random().id,
      user: SessionIdentity.userName)
    try screen.run(
      DashboardModel(session: session, priors: PriorFolder.beside(log: log).loader),
      source: .router(try RouterAddress(path: socket), follow: true), control: nil)
  }

  /// The log's file name without its last extension.
  private var runName: String {
    let file = log.split(separator: "/").last.map(String.init) ?? log
    guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return file }
    return String(file[..<dot])
  }

  private func tcpAddress() throws -> RouterServer.TCPAddress? {
    guard let tcp else {
      if tokenFile != nil {
        throw CommandFailure(.usage, "--token-file is for --tcp: the socket has its permissions")
      }
      return nil
    }
    guard let tokenFile else {
      throw CommandFailure(.usage, "--tcp needs --token-file: whoever reaches the port could steer the run")
    }
    guard let colon = tcp.lastIndex(of: ":"), let port = Int(tcp[tcp.index(after: colon)...]),
      (1...65_535).contains(port)
    else { throw CommandFailure(.usage, "--tcp: expected HOST:PORT or :PORT, got \(quoted(tcp))") }
    var host = tcp[..<colon]
    if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
    return RouterServer.TCPAddress(
      host: host.isEmpty ? "127.0.0.1" : String(host), port: port,
      token: try RouterOptions.token(path: tokenFile))
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
