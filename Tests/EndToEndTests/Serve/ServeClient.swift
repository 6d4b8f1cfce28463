import Files
import Foundation
import Testing

/// A client of a router's socket that never blocks: it writes while there is room and reads while there is something.
final class ServeClient {
  private let socket: OwnedDescriptor
  private var received: [UInt8] = []
  /// Where in `received` the next line begins.
  private var start = 0
  /// The router has closed the connection, and everything that it sent before was taken.
  private(set) var isAtEnd = false

  convenience init(_ serve: ServeProcess) throws { try self.init(path: serve.socket) }

  convenience init(path: String) throws {
    try self.init(to: try #require(SocketAddress(path: path)))
  }

  convenience init(port: Int) throws {
    try self.init(to: try #require(SocketAddress.resolve(host: "127.0.0.1", port: port).first))
  }

  private init(to address: SocketAddress) throws {
    socket = try OwnedDescriptor(connectingTo: address)
    guard try socket.isConnected(milliseconds: 10_000) else { throw failure("cannot connect") }
  }

  /// Sends lines; what is answered meanwhile is taken, so that neither side waits for the other.
  func send(_ lines: [String]) throws { try send(bytes: Array((lines.joined(separator: "\n") + "\n").utf8)) }

  /// Sends bytes, whole lines or not.
  ///
  /// - Parameter reads: false leaves every answer where it is.
  func send(bytes: [UInt8], reads: Bool = true, seconds: Double = 30) throws {
    var rest = bytes[...]
    let deadline = Date().addingTimeInterval(seconds)
    while !rest.isEmpty {
      let events = Int16(POLLOUT) | (reads && !isAtEnd ? Int16(POLLIN) : 0)
      let ready = try wait(for: events, until: deadline, what: "\(rest.count) bytes to be taken")
      if ready & Int16(POLLIN) != 0 { receive() }
      guard ready & Int16(POLLOUT) != 0 else { continue }
      let count = rest.withUnsafeBytes {
        Foundation.send(socket.raw, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EAGAIN {
        throw SystemFailure.last
      }
    }
  }

  /// The next line that the router sends; `nil` at the end of the connection.
  func next(seconds: Double = 30) throws -> String? {
    let deadline = Date().addingTimeInterval(seconds)
    var searched = start
    while true {
      if let newline = newline(from: searched) {
        defer { start = newline + 1 }
        return String(decoding: received[start..<newline], as: UTF8.self)
      }
      if isAtEnd { return nil }
      searched = received.count
      if start > 1 << 20 {
        received.removeFirst(start)
        (searched, start) = (searched - start, 0)
      }
      _ = try wait(for: Int16(POLLIN), until: deadline, what: "a line")
      receive()
    }
  }

  /// So many lines.
  func next(_ count: Int) throws -> [String] {
    try (0..<count).map { _ in
      guard let line = try next() else { throw failure("closed, instead of an answer") }
      return line
    }
  }

  func ask(_ line: String) throws -> Reply {
    try send([line])
    return Reply(try next(1)[0])
  }

  /// What is left until the router closes the connection, or breaks it off.
  func rest() throws -> [String] {
    var lines: [String] = []
    while let line = try next() { lines.append(line) }
    return lines
  }

  /// So many bytes, whatever is in them.
  func bytes(_ count: Int, seconds: Double = 30) throws -> ArraySlice<UInt8> {
    let deadline = Date().addingTimeInterval(seconds)
    while received.count - start < count {
      if isAtEnd { throw failure("closed after \(received.count - start) bytes of \(count)") }
      _ = try wait(for: Int16(POLLIN), until: deadline, what: "\(count) bytes")
      receive()
    }
    defer { start += count }
    return received[start..<(start + count)]
  }

  /// Says that nothing more will come, as `nc` does at the end of its input.
  func endWriting() { shutdown(socket.raw, Int32(SHUT_WR)) }

  private func newline(from index: Int) -> Int? {
    received.withUnsafeBytes { bytes in
      guard index < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + index, 0x0A, bytes.count - index)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
  }

  private func wait(for events: Int16, until deadline: Date, what: String) throws -> Int16 {
    var request = pollfd(fd: socket.raw, events: events, revents: 0)
    let left = deadline.timeIntervalSinceNow
    guard left > 0, poll(&request, 1, Int32(left * 1000)) > 0 else { throw failure("waited for \(what)") }
    // A connection that is broken off is found so by the read or write.
    return request.revents & Int16(POLLHUP | POLLERR) == 0 ? request.revents : request.revents | events
  }

  private func receive() {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket.raw, &bytes, bytes.count, 0)
    if count > 0 {
      received += bytes[..<count]
    } else if count == 0 || errno != EAGAIN {
      isAtEnd = true
    }
  }

  private func failure(_ words: String) -> ServeProcess.Failed { ServeProcess.Failed(description: words) }
}

/// A line of a router, by its fields.
struct Reply {
  var text: String
  private let fields: [String: Any]

  init(_ text: String) {
    self.text = text
    fields = (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
  }

  subscript(_ name: String) -> String? { fields[name] as? String }
  var type: String? { self["type"] }
  var id: String? { self["id"] }
  /// Of an error.
  var code: String? { self["code"] }
  func number(_ name: String) -> Int? { fields[name] as? Int }
  func flag(_ name: String) -> Bool? { fields[name] as? Bool }
  /// The line as the log has it, where it says that it was given before.
  var original: String { text.replacingOccurrences(of: #","repeated":true}"#, with: "}") }
  var isRepeated: Bool { flag("repeated") == true }
}
