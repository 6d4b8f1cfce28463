import Files
import Wording

/// Where a router listens, and the token that it asks for.
package struct RouterAddress: Equatable, Sendable {
  enum Place: Equatable, Sendable {
    case unix(path: String)
    case tcp(host: String, port: Int)
  }

  let place: Place
  /// What `hello` brings on TCP; never shown.
  package var token: String?

  /// The address that a source names: `unix:PATH` or `tcp:HOST:PORT`.
  ///
  /// - Returns: `nil` for what is no such address, a file's path for example.
  /// - Throws: ``RouterError`` for one that is, and names nothing to be connected to.
  package init?(source: String) throws(RouterError) {
    if let path = source.dropping(prefix: "unix:") {
      try self.init(path: path)
    } else if let rest = source.dropping(prefix: "tcp:") {
      guard let colon = rest.lastIndex(of: ":"), let port = Int(rest[rest.index(after: colon)...]),
        (1...65_535).contains(port)
      else { throw .malformed(source) }
      var host = rest[..<colon]
      if host.first == "[", host.last == "]" { host = host.dropFirst().dropLast() }
      guard !host.isEmpty, !host.utf8.contains(0) else { throw .malformed(source) }
      self.init(place: .tcp(host: String(host), port: port))
    } else {
      return nil
    }
  }

  /// The socket at a path.
  package init(path: String) throws(RouterError) {
    if path.isEmpty || path.utf8.contains(0) { throw .malformed("unix:" + path) }
    if path.utf8.count > SocketAddress.longestPath { throw .pathTooLong(path) }
    self.init(place: .unix(path: path))
  }

  private init(place: Place) { self.place = place }

  package var isTCP: Bool { if case .tcp = place { true } else { false } }

  /// The addresses to be tried, in order. May wait for a name server.
  func resolve() throws(RouterError) -> [SocketAddress] {
    switch place {
    case .unix(let path):
      guard let address = SocketAddress(path: path) else { throw .pathTooLong(path) }
      return [address]
    case .tcp(let host, let port):
      do throws(ResolverFailure) {
        return try SocketAddress.resolve(host: host, port: port)
      } catch {
        throw .unreachable(self, reason: error.reason)
      }
    }
  }

  /// What a refused connection means, of which the system says little where the path is no socket.
  func refusal(_ failure: SystemFailure) -> RouterError {
    guard case .unix(let path) = place else { return .unreachable(self, reason: failure.reason) }
    if let facts = try? FileFacts(at: path), facts.kind != .socket { return .notASocket(path) }
    switch failure.code {
    case ENOENT: return .missing(path, hasFolder: (try? FileFacts(at: folderName(of: path))) != nil)
    case ECONNREFUSED: return .nobodyListens(path)
    case EAGAIN: return .unreachable(self, reason: "too many others wait to be let in")
    case EPROTOTYPE: return .unreachable(self, reason: "it is a socket of another kind")
    default: return .unreachable(self, reason: failure.reason)
    }
  }
}

extension RouterAddress: CustomStringConvertible {
  /// As it is written on a command line, printable.
  package var description: String {
    switch place {
    case .unix(let path): "unix:" + shownPath(path)
    case .tcp(let host, let port):
      "tcp:" + (host.contains(":") ? "[\(printableText(host, limit: 200))]" : printableText(host, limit: 200))
        + ":\(port)"
    }
  }
}

extension String {
  fileprivate func dropping(prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
