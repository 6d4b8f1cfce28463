import ArgumentParser
import Dashboard
import Files
import Foundation
import RunLog
import Simulator

/// `rmtop demo`: a simulated trainer and the screen, joined by a real file and a real control file.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Watch a simulated run live; pins and bans reach the simulated trainer.",
    usage: """
      rmtop demo [--scenario <name>] [--steps <steps>] [--rms <k>] [--dim <d>]
                 [--seed <seed>] [--set <name=value> ...] [--keep <dir>]
                 [--serve] [--theme <theme>] [--glyphs <glyphs>] [--mouse]
                 [--clean] [--json] [--no-summary]
      """,
    discussion: """
      A simulated trainer writes a run log to a real file and obeys a real control file. Both are in a temporary \
      folder that is removed at the end; --keep names a folder that stays. With --serve the trainer routes nothing \
      itself: it asks a router over a socket, as yours would ask `rmtop serve`.
      """)

  @OptionGroup var simulation: SimulationOptions

  @Option(
    help: ArgumentHelp("Write run.jsonl and control.jsonl into this folder and keep them.", valueName: "dir"))
  var keep: String?

  @OptionGroup var screen: ScreenOptions

  @Flag(help: "A real router serves, and the simulated trainer is its client: what `rmtop serve` does.")
  var serve = false

  func run() throws {
    try reportingFailures {
      let trainer = try simulation.trainer(defaultSteps: 1_000_000)
      let folder = try makeFolder()
      defer { if keep == nil { try? FileManager.default.removeItem(atPath: folder) } }
      if serve {
        try ServedDemo(folder: folder, scenario: simulation.scenario, screen: screen).run(trainer)
      } else {
        try run(trainer, in: folder)
      }
    }
  }

  private func run(_ trainer: sending SimulatedTrainer, in folder: String) throws {
    let logPath = folder + "/run.jsonl"
    let controlPath = folder + "/control.jsonl"
    let log: LogAppender
    let appender: ControlAppender
    let follower: ControlFollower
    do {
      log = try LogAppender(path: logPath)
      appender = try ControlAppender(path: controlPath)
      follower = try ControlFollower(path: controlPath)
    } catch {
      throw CommandFailure(.cannotCreate, "\(error)")
    }
    let stop = try makeWakePipe()
    let background = BackgroundRun(
      SimulatedRun(trainer: trainer, log: log, controls: follower, isRealtime: true), stop: stop)
    background.start()
    defer { background.finish() }
    let session = Session(
      mode: .watch, sourceName: "demo: \(simulation.scenario.rawValue)", control: .enabled,
      id: SessionIdentity.random().id, user: SessionIdentity.userName)
    try screen.run(
      DashboardModel(session: session, priors: PriorFolder.beside(log: logPath).loader),
      source: .file(path: logPath, follow: true), control: appender)
  }

  private func makeFolder() throws -> String {
    let path =
      keep ?? FileManager.default.temporaryDirectory.path + "/rmtop-demo-\(SessionIdentity.random().id)"
    if keep != nil, (try? FileFacts(at: path + "/run.jsonl")) != nil {
      throw CommandFailure(.cannotCreate, "\(path)/run.jsonl exists already; name another folder with --keep")
    }
    do {
      try Files.makeFolder(path: path)
    } catch {
      throw CommandFailure(.cannotCreate, "\(error)")
    }
    return path
  }
}
