import ArgumentParser
import Files
import LinearAlgebra

/// A command that makes posteriors: the linear algebra library is checked before it runs.
protocol MakesPosteriors {}

/// A command with a screen, followed sources and signals.
protocol KeepsFilesOpen {
  /// Sources that it has open at a time.
  var sourceCount: Int { get }
}

extension KeepsFilesOpen {
  var sourceCount: Int { 1 }
}

/// What a command needs of the machine, looked at before it runs: each lack is a sentence there, and a loop without
/// end or a crash in a library later.
enum StartNeeds {
  /// Files that are open at a time beside the standard three, at most, of a command with so many sources; some to
  /// spare.
  static func openFiles(sources: Int) -> Int { 24 + 8 * (max(1, sources) - 1) }

  static func check(before command: any ParsableCommand) throws {
    if let command = command as? any KeepsFilesOpen {
      try checkOpenFiles(Self.openFiles(sources: command.sourceCount))
    }
    guard command is any MakesPosteriors else { return }
    try checkMemory()
    try KernelGuard.check()
  }

  private static func checkOpenFiles(_ openFiles: Int) throws {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < openFiles {
      let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        guard errno == EMFILE else { return }
        throw CommandFailure(
          .noResources,
          "the limit on open files (`ulimit -n`) is too low: this command has up to \(openFiles) open at a time "
            + "beside those that are open already, and \(opened.count) can be opened")
      }
      opened.append(descriptor)
    }
  }

  private static func checkMemory() throws {
    let room = mmap(nil, BLAS.workingSpace, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let room, room != MAP_FAILED else {
      throw CommandFailure(
        .noResources,
        "the limit on memory (`ulimit -v`) is too low: the linear algebra library needs "
          + "\(BLAS.workingSpace >> 20) MiB of address space more than it is allowed")
    }
    munmap(room, BLAS.workingSpace)
  }
}

extension WatchCommand: MakesPosteriors, KeepsFilesOpen {
  var sourceCount: Int { sources.count }
}
extension ReplayCommand: MakesPosteriors, KeepsFilesOpen {
  var sourceCount: Int { logs.count }
}
extension DemoCommand: MakesPosteriors, KeepsFilesOpen {}
extension SimulateCommand: MakesPosteriors, KeepsFilesOpen {}
extension ServeCommand: MakesPosteriors, KeepsFilesOpen {}
extension SummaryCommand: MakesPosteriors {}
extension PosteriorCommand: MakesPosteriors {}
extension WhatIfCommand: MakesPosteriors {}
extension CheckCommand: MakesPosteriors {}
extension SnapshotCommand: MakesPosteriors {}
extension ReportCommand: MakesPosteriors {}
extension TrainCommand: MakesPosteriors {}
extension EvaluateCommand: MakesPosteriors {}
