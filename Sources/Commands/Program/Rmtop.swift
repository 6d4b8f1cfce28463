package import ArgumentParser

/// The root command: its subcommands, the version and the exit codes.
package struct Rmtop: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "rmtop",
    abstract: "top for reward models: watch, replay and steer a reward-model router.",
    usage: """
      rmtop SOURCE
      rmtop <subcommand>
      trainer | rmtop
      """,
    discussion: """
      rmtop SOURCE watches a run log, trainer | rmtop one that comes through a pipe. A SOURCE is a file (followed \
      as it grows), a .gz or .zst file, a FIFO, unix:PATH or tcp:HOST:PORT of a router, or - for standard input.

      \(ExitStatus.documentation)
      """,
    version: "rmtop 0.1.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Watch and steer",
        subcommands: [
          WatchCommand.self, ReplayCommand.self, DemoCommand.self, CtlCommand.self, ConfigCommand.self,
        ]),
      CommandGroup(name: "Route", subcommands: [ServeCommand.self, ClientCommand.self]),
      CommandGroup(
        name: "Logs",
        subcommands: [
          SummaryCommand.self, ReportCommand.self, PosteriorCommand.self, WhatIfCommand.self,
          CheckCommand.self, SnapshotCommand.self, ImportCommand.self, SimulateCommand.self,
        ]),
      CommandGroup(
        name: "Learn offline",
        subcommands: [TrainCommand.self, EvaluateCommand.self]),
    ])

  /// The subcommands' names, for "did you mean".
  static var commandNames: [String] {
    configuration.subcommands.compactMap { $0.configuration.commandName }
  }

  package init() {}
}
