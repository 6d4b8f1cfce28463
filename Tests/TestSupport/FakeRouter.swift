import Foundation
import Synchronization

/// A router's socket as a client sees it: it answers `hello`, `status`, `subscribe` and `control`, carries a log to who
/// subscribes, and does what the tests want of a bad day. It decides nothing.
///
/// One thread, one `poll`, nothing that sleeps.
package final class FakeRouter: Sendable {
  /// What a client is given to connect: `unix:PATH` or `tcp:127.0.0.1:PORT`.
  package var address: String { path.map { "unix:" + $0 } ?? "tcp:127.0.0.1:\(port.withLock { $0 })" }
  private let path: String?
  private let port = Mutex(UInt16(0))
  private let desk: Desk
  private let bell: (reading: Int32, writing: Int32)

  /// Listens on a path, or with a token on a port of its own.
  package init(path: String? = nil, token: String? = nil, log: String = "") throws {
    self.path = path
    desk = Desk(log: log, token: token)
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
    bell = (ends[0], ends[1])
    try start()
    Thread { [desk, bell] in desk.serve(bell.reading) }.start()
  }

  deinit {
    stop()
    desk.state.withLock { $0.isOver = true }
    ring()
  }

  /// Every line that came, in order.
  package var requests: [String] { desk.state.withLock { $0.requests } }
  package var clientCount: Int { desk.state.withLock { $0.clients.count } }
  package var log: String { desk.state.withLock { String(decoding: $0.log, as: UTF8.self) } }

  /// Adds to the log, whole lines or not.
  package func append(_ text: String) { change { $0.log += Array(text.utf8) } }

  /// The log becomes another one; who follows it is not told.
  package func replaceLog(_ text: String) { change { $0.log = Array(text.utf8) } }

  /// From now on every line is answered with what `reply` makes of it; an empty text is no answer, `bye` a closed
  /// connection.
  package func answer(_ reply: @escaping @Sendable (String) -> String) { change { $0.reply = reply } }

  /// Nobody listens any more, and every connection is broken off; the socket stays in the file system.
  package func stop() {
    desk.state.withLock { state in
      for client in state.clients { Desk.end(client.descriptor) }
      state.clients = []
      if state.listener >= 0 { Desk.end(state.listener) }
      state.listener = -1
    }
    ring()
  }

  /// Listens, again at the same place.
  package func start() throws {
    let listener = try path.map { try Self.listen(path: $0) } ?? listenOnPort()
    change { $0.listener = listener }
  }

  private func change(_ body: (inout Desk.State) -> Void) {
    desk.state.withLock { body(&$0) }
    ring()
  }

  private func ring() { _ = write(bell.writing, "!", 1) }
}

// Listening.
extension FakeRouter {
  private static func listen(path: String) throws -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw POSIXError(.ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    unlink(path)
    return try listen(AF_UNIX, &address)
  }

  private func listenOnPort() throws -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    address.sin_port = port.withLock { $0 }.bigEndian
    let listener = try Self.listen(AF_INET, &address)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutableBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { getsockname(listener, $0.baseAddress, &length) }
    }
    port.withLock { $0 = UInt16(bigEndian: address.sin_port) }
    return listener
  }

  private static func listen<Address>(_ family: Int32, _ address: inout Address) throws -> Int32 {
    let listener = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var one: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, 4)
    _ = fcntl(listener, F_SETFL, O_NONBLOCK)
    let bound = withUnsafeBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        bind(listener, $0.baseAddress, socklen_t(MemoryLayout<Address>.size))
      }
    }
    guard listener >= 0, bound == 0, Glibc.listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
    return listener
  }
}
