import Wording

/// Where a stream socket is: a path of the file system, or a host's address and a port.
package struct SocketAddress: Equatable, Sendable {
  /// Bytes of the longest path that a Unix domain socket can have: the system keeps it with a NUL behind it.
  package static let longestPath = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

  let family: Int32
  /// As the system's calls want it.
  let bytes: [UInt8]

  /// - Returns: `nil` for an empty path, one of more than ``longestPath`` bytes, or one with a NUL in it.
  package init?(path: String) {
    guard (1...Self.longestPath).contains(path.utf8.count), !path.utf8.contains(0) else { return nil }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    family = AF_UNIX
    bytes = withUnsafeBytes(of: address) { Array($0) }
  }

  private init(_ found: addrinfo) {
    family = found.ai_family
    bytes = Array(UnsafeRawBufferPointer(start: found.ai_addr, count: Int(found.ai_addrlen)))
  }

  /// The addresses of a host, in the order in which they are to be tried. May wait for a name server.
  package static func resolve(host: String, port: Int) throws(ResolverFailure) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = streamType
    hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG
    var first: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &first)
    if code != 0 { throw ResolverFailure(code: code) }
    defer { freeaddrinfo(first) }
    var addresses: [SocketAddress] = []
    var next = first
    while let found = next {
      addresses.append(SocketAddress(found.pointee))
      next = found.pointee.ai_next
    }
    return addresses
  }
}

/// A host's name that leads to no address.
package struct ResolverFailure: Error, Equatable, Sendable {
  var code: Int32

  /// A few words that fit after a colon.
  package var reason: String {
    switch code {
    case EAI_NONAME, Self.noAddress: "no host of this name is known"
    case EAI_AGAIN: "the name server does not answer"
    case EAI_MEMORY: SystemFailure(ENOMEM).reason
    default: "resolver error \(code)"
    }
  }

  /// EAI_NODATA, which is not imported.
  private static let noAddress: Int32 = -5
}
