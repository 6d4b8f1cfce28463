import Foundation
import TestSupport
import Testing

/// `rmtop serve` with a reward proxy on a port of its own, until it is let go.
final class ServedProxy {
  let folder: TemporaryFolder
  private(set) var port = 0
  private let arguments: [String]
  private var process: Process?
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

  deinit { process?.terminate() }

  /// Starts it, and waits until it says where it listens.
  func start() throws {
    starts += 1
    let errors = "stderr-\(starts)"
    try folder.write("", to: errors)
    let process = ProgramRun.process(arguments, in: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(forWritingAtPath: folder.file(errors))
    try process.run()
    self.process = process
    let deadline = Date(timeIntervalSinceNow: 60)
    while Date() < deadline {
      let text = try folder.text(errors)
      if text.contains("serving on"), let line = text.firstMatch(of: /127\.0\.0\.1:(\d+)\/get_reward/) {
        port = Int(line.1) ?? 0
        return
      }
      guard process.isRunning else { break }
      usleep(5000)
    }
    Issue.record("serve did not start: \(try folder.text(errors))")
    throw POSIXError(.ETIMEDOUT)
  }

  func ask(_ body: String) throws -> PlainHTTP.Message {
    try PlainHTTP.ask(port, "POST", "/get_reward", body)
  }

  /// Sends lines over the socket, and waits for the answer to a `status` behind them: then they are in the log.
  func send(_ lines: [String]) throws {
    let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(client) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: folder.file("s").utf8) }
    let connected = withUnsafeBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        connect(client, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard client >= 0, connected == 0 else { throw POSIXError(.ECONNREFUSED) }
    PlainHTTP.write(lines.map { $0 + "\n" }.joined() + "{\"type\":\"status\"}\n", to: client)
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while !answer.contains(0x0A) {
      let count = recv(client, &piece, piece.count, 0)
      guard count > 0 else { throw POSIXError(.ECONNRESET) }
      answer += piece[..<count]
    }
    let text = String(decoding: answer, as: UTF8.self)
    guard text.contains(#""type":"status""#) else { throw UnexpectedStatus(answer: text) }
  }

  /// Asks it to stop; its exit status.
  func stop() throws -> Int32 {
    let process = try #require(process)
    process.terminate()
    process.waitUntilExit()
    return ProgramRun.status(of: process)
  }

  func kill() throws {
    let process = try #require(process)
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// What it said since it was started.
  func errors() throws -> String { try folder.text("stderr-\(starts)") }

  /// Waits until the log is as it should be.
  func waitForLog(_ isAsWanted: ([String]) -> Bool) throws {
    let deadline = Date(timeIntervalSinceNow: 60)
    while try !isAsWanted(log()) {
      if Date() > deadline { throw POSIXError(.ETIMEDOUT) }
      usleep(5000)
    }
  }

  func log() throws -> [String] {
    try folder.text("run.jsonl").split(separator: "\n").map(String.init)
  }
}

struct UnexpectedStatus: Error {
  var answer: String
}
