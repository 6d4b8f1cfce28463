import Files
import Foundation

/// A real `rmtop serve` in another process, and one client of it.
final class ServedRouter {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private let process = Process()
  private let folder: String
  private let socket: OwnedDescriptor
  private var received: [UInt8] = []
  private var numbers = SampleNumbers(seed: 31)
  private var serial = 0
  let dimension: Int

  /// - Throws: where there is no `rmtop` beside this program, or it does not answer.
  init(dimension: Int, count: Int) throws {
    self.dimension = dimension
    folder = FileManager.default.temporaryDirectory.path + "/rmtop-bench-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("rmtop")
    process.executableURL = program
    process.arguments = [
      "serve", "--socket", folder + "/s", "--log", folder + "/run.jsonl", "--headless",
      "--rms", (0..<count).map { "rm-\($0)" }.joined(separator: ","),
    ]
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw Failure(
        description:
          "\(program.path) cannot be started: build it first (swift build -c release --product rmtop)")
    }
    socket = try Self.connect(folder + "/s", process)
    // In the middle of a run: every reward model has been judged.
    for step in 0..<(count * 16) { try roundWithFeedback(step) }
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(atPath: folder)
  }

  private static func connect(_ path: String, _ process: Process) throws -> OwnedDescriptor {
    guard let address = SocketAddress(path: path) else { throw Failure(description: "\(path) is too long") }
    for _ in 0..<2000 {
      if !process.isRunning { throw Failure(description: "rmtop serve has ended") }
      if let socket = try? OwnedDescriptor(connectingTo: address), try socket.isConnected(milliseconds: 1000)
      {
        return socket
      }
      usleep(5000)
    }
    throw Failure(description: "rmtop serve does not listen")
  }

  /// Lines of pairs of one step, each with an id of its own.
  func pairs(_ number: Int, step: Int) -> [[UInt8]] {
    (0..<number).map { _ in
      serial += 1
      let context = numbers.context(dimension).map { Float($0) }
      let packed = context.withUnsafeBytes { Data($0).base64EncodedString() }
      return Array(#"{"type":"pair","id":"p\#(serial)","step":\#(step),"x_f32":"\#(packed)"}"#.utf8) + [0x0A]
    }
  }

  func send(_ bytes: [UInt8]) throws { try sendBytes(bytes, to: socket.raw, milliseconds: 10_000) }

  /// Sends lines and reads as many answers, both at a time, as a client of a whole batch does.
  func exchange(_ lines: [[UInt8]]) throws {
    let bytes = lines.flatMap { $0 }
    var sent = 0
    var answers = 0
    while answers < lines.count {
      var request = pollfd(
        fd: socket.raw, events: Int16(POLLIN) | (sent < bytes.count ? Int16(POLLOUT) : 0), revents: 0)
      guard poll(&request, 1, 10_000) > 0 else { throw Failure(description: "rmtop serve does not answer") }
      if request.revents & Int16(POLLOUT) != 0 {
        sent += try bytes[sent...].withUnsafeBytes { try quietWrite(socket.raw, $0) }
      }
      if request.revents & Int16(POLLIN) != 0 { answers += try readAnswers() }
    }
  }

  private func readAnswers() throws -> Int {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    guard let count = try socket.read(into: buffer) else { return 0 }
    if count == 0 { throw Failure(description: "rmtop serve has closed the connection") }
    return buffer[..<count].count { $0 == 0x0A }
  }

  private func roundWithFeedback(_ step: Int) throws {
    let first = serial + 1
    let lines = pairs(8, step: step)
    try exchange(lines)
    for id in first...serial {
      try send(Array(#"{"type":"feedback","id":"p\#(id)","loss":\#(numbers.next())}"#.utf8) + [0x0A])
    }
  }
}
