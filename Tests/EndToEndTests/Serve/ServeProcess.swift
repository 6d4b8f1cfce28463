import Foundation
import TestSupport

/// The real `rmtop serve` without a screen, on a socket and a log in a folder.
///
/// Waits are for facts, by `poll` or a semaphore with a deadline; nothing sleeps.
final class ServeProcess {
  struct Failed: Error, CustomStringConvertible {
    var description: String
  }

  let folder: TemporaryFolder
  private let process = Process()
  private let errorPipe = Pipe()
  private let ended = DispatchSemaphore(value: 0)
  private var errorBytes: [UInt8] = []
  private var status: Int32?

  /// The socket's path.
  let socket: String
  var log: String { folder.file("run.jsonl") }
  var pid: pid_t { process.processIdentifier }
  /// What it has said on standard error, as far as that was read.
  var errors: String { String(decoding: errorBytes, as: UTF8.self) }

  /// Starts the program; ``init(in:_:launcher:)`` waits until it serves.
  private init(
    spawn arguments: [String], in folder: TemporaryFolder, socket: String, launcher: [String] = []
  ) throws {
    self.folder = folder
    self.socket = folder.file(socket)
    let words = launcher + [BuiltProgram.path] + arguments
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = BuiltProgram.environment([:])
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errorPipe
    process.terminationHandler = { [ended] _ in ended.signal() }
    try process.run()
  }

  /// Starts a router and waits until clients can connect.
  ///
  /// - Parameters:
  ///   - options: beside those of the socket and the log.
  ///   - launcher: a program, with its arguments, that starts this one.
  convenience init(
    in folder: TemporaryFolder, socket: String = "s", _ options: [String] = ["--rms", "a,b,c"],
    launcher: [String] = []
  ) throws {
    try self.init(
      spawn: Self.arguments(socket, "run.jsonl", options), in: folder, socket: socket, launcher: launcher)
    try waitForErrors("serving on")
  }

  /// Starts `serve`, and does not wait for anything.
  static func begun(in folder: TemporaryFolder, log: String = "run.jsonl") throws -> ServeProcess {
    try ServeProcess(spawn: arguments("s", log, ["--rms", "a,b,c"]), in: folder, socket: "s")
  }

  /// Runs `serve` where it cannot start: its exit status and what it says.
  static func refusal(
    in folder: TemporaryFolder, socket: String = "s", log: String = "run.jsonl",
    _ options: [String] = ["--rms", "a,b,c"]
  ) throws -> (status: Int32, errors: String) {
    let serve = try ServeProcess(spawn: arguments(socket, log, options), in: folder, socket: socket)
    let status = try serve.waitForExit()
    return (status, serve.errors)
  }

  /// Paths are relative to the folder, in which the program runs.
  private static func arguments(_ socket: String, _ log: String, _ options: [String]) -> [String] {
    ["serve", "--socket", socket, "--log", log, "--headless"] + options
  }

  deinit {
    if status == nil {
      process.terminationHandler = nil
      kill(pid, SIGKILL)
      process.waitUntilExit()
    }
  }

  func signal(_ number: Int32) { kill(pid, number) }

  /// `kill -9`, and its end.
  func crash() throws {
    signal(SIGKILL)
    guard try waitForExit() == 128 + SIGKILL else {
      throw Failed(description: "the router ended before it was killed: \(errors)")
    }
  }

  /// TERM, and a good end.
  func end() throws {
    signal(SIGTERM)
    let status = try waitForExit()
    if status != 0 { throw Failed(description: "the router ended with \(status): \(errors)") }
  }

  /// The exit status (128 + n for signal n), once the process has ended; what it said is read then.
  @discardableResult
  func waitForExit(seconds: Double = 30) throws -> Int32 {
    if let status { return status }
    guard ended.wait(timeout: .now() + seconds) == .success else {
      throw Failed(description: "the router did not end within \(seconds) s: \(errors)")
    }
    while readErrors(milliseconds: 0) {}
    let result =
      process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    status = result
    return result
  }

  /// Waits until it has said something on standard error.
  func waitForErrors(_ text: String, seconds: Double = 30) throws {
    let deadline = Date().addingTimeInterval(seconds)
    while !errors.contains(text) {
      let left = deadline.timeIntervalSinceNow
      guard left > 0, readErrors(milliseconds: Int32(left * 1000)) else {
        throw Failed(description: "waited for '\(text)'; the router says: \(errors)")
      }
    }
  }

  /// One read; false where nothing came in time, or nothing more will.
  private func readErrors(milliseconds: Int32) -> Bool {
    let reader = errorPipe.fileHandleForReading.fileDescriptor
    var request = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = read(reader, &bytes, bytes.count)
    if count > 0 { errorBytes += bytes[..<count] }
    return count > 0
  }
}
