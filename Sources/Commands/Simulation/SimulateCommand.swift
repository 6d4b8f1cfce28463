import ArgumentParser
import Files
import RunEvents
import RunLog
import Simulator

extension Scenario: ExpressibleByArgument {}

/// What `simulate` and `demo` share.
struct SimulationOptions: ParsableArguments {
  @Option(help: ArgumentHelp("What happens in the run.", valueName: "name"))
  var scenario: Scenario = .specialists

  @Option(parsing: .unconditional, help: "Training steps.")
  var steps: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("Reward models.", valueName: "k"))
  var rms: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("Length of a context.", valueName: "d"))
  var dim: Int?

  @Option(parsing: .unconditional, help: "The same seed makes the same run.")
  var seed: UInt64 = 1

  @OptionGroup var settings: SettingOptions

  /// Refuses a setting that has an option of its own here.
  private static func check(_ assignment: String) throws(SettingRefusal) {
    let name = assignment.prefix { $0 != "=" }.filter { $0 != " " }
    guard ["seed", "prior"].contains(name) else { return }
    throw SettingRefusal("a simulated run takes its \(name) from --\(name)")
  }

  /// A trainer of these settings; a refused value is a sentence with exit code 64, a refused prior file one with 65.
  func trainer(defaultSteps: Int? = nil, prior: PriorForSimulation? = nil) throws -> SimulatedTrainer {
    var settings = SimulationSettings(scenario: scenario, seed: seed)
    if let steps = steps ?? defaultSteps { settings.steps = steps }
    if let rms { settings.rewardModels = rms }
    if let dim { settings.dimension = dim }
    let change = try self.settings.change(check: Self.check)
    settings.router.merge(change)
    if let policy = change.policy { settings.policy = policy }
    do {
      return try SimulatedTrainer(settings, prior: prior?.prior)
    } catch .prior(let words, let isContradicted) {
      throw CommandFailure(
        isContradicted ? .usage : .unusableData, (prior?.words ?? "the prior file") + words)
    } catch {
      throw CommandFailure(.usage, "\(error)")
    }
  }
}

/// `rmtop simulate`: a simulated trainer writes a run log, and obeys a control file.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Write the run log of a simulated trainer.",
    usage: """
      rmtop simulate [--scenario <name>] [--steps <steps>] [--rms <k>]
                     [--dim <d>] [--seed <seed>] [--set <name=value> ...]
                     [--output <file>] [--realtime] [--control <path>]
                     [--prior <file>]
      """,
    discussion: "SCENARIOS:\n" + HelpList.text(Scenario.allCases.map { ($0.rawValue, $0.summary) }))

  @OptionGroup var simulation: SimulationOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, replacing what is there; without it, standard output.", valueName: "file"))
  var output: String?

  @Flag(
    help: "Run at a trainer's pace, with real times; without it, as fast as possible and always the same.")
  var realtime = false

  @Option(help: ArgumentHelp("Obey the controls that are appended to this file.", valueName: "path"))
  var control: String?

  @Option(
    help: ArgumentHelp(
      "Route with this prior file, which is copied beside the log; it says how many reward models there are.",
      valueName: "file"))
  var prior: String?

  func run() throws {
    try reportingFailures {
      let source = try prior.map { try PriorForSimulation(path: $0, simulation: simulation, output: output) }
      let trainer = try simulation.trainer(prior: source)
      if let output, let control, output == control || isSameFile(output, control) {
        throw CommandFailure(.usage, "--control and --output name the same file")
      }
      // Before the log, so that whoever follows it finds the file when the header names it.
      try source?.copyBesideLog()
      let log: LogAppender
      let follower: ControlFollower?
      do {
        log = try output.map { try LogAppender(path: $0) } ?? LogAppender(descriptor: 1)
        follower = try control.map { try ControlFollower(path: $0) }
      } catch SourceError.directory(let path, _) {
        throw CommandFailure(.cannotCreate, "\(AppendError.directory(path: path))")
      } catch {
        throw CommandFailure(.cannotCreate, "\(error)")
      }
      let stop = try makeWakePipe()
      var run = SimulatedRun(trainer: trainer, log: log, controls: follower, isRealtime: realtime)
      try run.run(until: stop)
    }
  }
}
