import Foundation
import RunEvents
import RunLog
import TestSupport
import Testing

/// `rmtop serve` with a reward proxy on a port of its own, until it is let go.
final class ServedProxy {
  let folder: TemporaryFolder
  private(set) var port = 0
  private let arguments: [String]
  private var process: (program: Process, end: ProcessEnd)?
  private var starts = 0

  init(_ endpoints: [String: String], _ arguments: [String]) throws {
    folder = try TemporaryFolder()
    let endpoints = endpoints.sorted { $0.key < $1.key }.flatMap {
      ["--rm-endpoint", "\($0.key)=\($0.value)"]
    }
    self.arguments =
      ["serve", "--socket", folder.file("s"), "--log", folder.file("run.jsonl"), "--headless"]
      + ["--reward-proxy", ":0"] + endpoints + arguments
    try start()
  }

  deinit { process?.program.terminate() }

  /// Starts it, and waits until it says where it listens.
  func start() throws {
    starts += 1
    let errors = "stderr-\(starts)"
    try folder.write("", to: errors)
    let process = ProgramRun.process(arguments, in: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: folder.file(errors))
    self.process = (process, try process.begin())
    try wait(for: errors) { lines in
      port =
        lines.lazy.compactMap { $0.firstMatch(of: /127\.0\.0\.1:(\d+)\/get_reward/) }.first.flatMap {
          Int($0.1)
        } ?? 0
      return port != 0 && lines.contains { $0.contains("serving on") }
    }
  }

  func ask(_ body: String) throws -> PlainHTTP.Message {
    try PlainHTTP.ask(port, "POST", "/get_reward", body)
  }

  /// Sends lines over the socket, and waits for the answer to a `status` behind them: then they are in the log.
  func send(_ lines: [String]) throws {
    let connection = try RouterConnection(to: RouterAddress(path: folder.file("s")), client: "test")
    for line in lines + [#"{"type":"status"}"#] { try connection.ask(line, seconds: 60) }
    _ = try connection.answer(seconds: 60) { if case .status(let status) = $0 { status } else { nil } }
  }

  /// Asks it to stop; its exit status.
  func stop() throws -> Int32 {
    let process = try #require(process)
    process.program.terminate()
    process.end.wait()
    self.process = nil
    return ProgramRun.status(of: process.program)
  }

  func kill() throws {
    let process = try #require(process)
    Foundation.kill(process.program.processIdentifier, SIGKILL)
    process.end.wait()
    self.process = nil
  }

  /// What it said since it was started.
  func errors() throws -> String { try folder.text("stderr-\(starts)") }

  /// Waits until the log is as it should be.
  func waitForLog(_ isAsWanted: ([String]) -> Bool) throws { try wait(for: "run.jsonl", isAsWanted) }

  /// Waits until a file's lines are as they should be, and looks when the file has grown.
  private func wait(for file: String, _ isAsWanted: ([String]) -> Bool) throws {
    let reader = try LogReader(.file(path: folder.file(file), follow: true))
    let deadline = Date(timeIntervalSinceNow: 60)
    while true {
      // What comes after this is news.
      var lines: [LogLine] = []
      _ = try reader.read(into: &lines, maximumBytes: 1 << 24, maximumLines: 1 << 20)
      let text = try folder.text(file)
      if isAsWanted(text.split(separator: "\n").map(String.init)) { return }
      guard Date() < deadline, process?.program.isRunning == true else {
        throw NotAsWanted(description: "\(file) is not as it was waited for:\n\(text)")
      }
      reader.wait(milliseconds: 1000)
    }
  }

  func log() throws -> [String] {
    try folder.text("run.jsonl").split(separator: "\n").map(String.init)
  }
}

private struct NotAsWanted: Error, CustomStringConvertible {
  var description: String
}
