import Foundation
import Synchronization

/// A reward model's server as OpenRLHF has it: one thread, plain sockets, one request a connection.
final class FakeRewardModel: Sendable {
  /// An HTTP status and a body for the responses that were asked about; no status is no answer: the connection is
  /// closed.
  typealias Reply = @Sendable (_ request: Int, _ queries: [String]) -> (status: Int?, body: String)

  let port: Int
  private let listener: Int32
  private let state = Mutex<[[String]]>([])

  init(_ reply: @escaping Reply) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutableBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { pointer in
        guard let base = pointer.baseAddress, bind(listener, base, length) == 0 else { return false }
        return getsockname(listener, base, &length) == 0
      }
    }
    guard listener >= 0, bound, listen(listener, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
    self.listener = listener
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread { [self] in serve(reply) }.start()
  }

  var url: String { "http://127.0.0.1:\(port)/get_reward" }
  /// The responses of every request that came.
  var requests: [[String]] { state.withLock { $0 } }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func serve(_ reply: Reply) {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { break }
      if let body = PlainHTTP.message(from: client)?.body {
        let queries = Self.queries(body)
        let number = state.withLock { requests in
          requests.append(queries)
          return requests.count
        }
        let (status, text) = reply(number, queries)
        if let status {
          PlainHTTP.write(
            "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\nContent-Length: \(text.utf8.count)\r\n\r\n"
              + text, to: client)
        }
      }
      close(client)
    }
    close(listener)
  }

  private static func queries(_ body: String) -> [String] {
    let object = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
    return object?["query"] as? [String] ?? []
  }
}

/// HTTP over a plain socket, as far as tests need it.
enum PlainHTTP {
  struct Message {
    /// The first line and the fields.
    var head: String
    var body: String
    var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }
  }

  /// A connection to a port of this machine, which gives up after a while that no test takes.
  static func connect(port: Int) throws -> Int32 {
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var patience = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    address.sin_port = UInt16(port).bigEndian
    let connected = withUnsafeBytes(of: &address) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        Foundation.connect(client, $0.baseAddress, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard client >= 0, connected == 0 else { throw POSIXError(.ECONNREFUSED) }
    return client
  }

  /// One request on a connection of its own.
  static func ask(_ port: Int, _ method: String, _ path: String, _ body: String = "") throws -> Message {
    let client = try connect(port: port)
    defer { close(client) }
    write(request(method, path, body), to: client)
    guard let message = message(from: client) else { throw POSIXError(.ECONNRESET) }
    return message
  }

  static func request(_ method: String, _ path: String, _ body: String) -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: test\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }

  static func write(_ text: String, to socket: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// A head and as many bytes as its `Content-Length` says; `nil` where the connection ends before.
  static func message(from socket: Int32) -> Message? {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let field = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        let length = field.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) } ?? 0
        if bytes.count >= end.upperBound + length {
          return Message(
            head: head, body: String(decoding: bytes[end.upperBound...].prefix(length), as: UTF8.self))
        }
      }
      let count = recv(socket, &piece, piece.count, 0)
      guard count > 0 else { return nil }
      bytes += piece[..<count]
    }
  }
}
