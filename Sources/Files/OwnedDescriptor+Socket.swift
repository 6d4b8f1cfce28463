#if canImport(Glibc)
  let streamType = Int32(SOCK_STREAM.rawValue)
#else
  let streamType = SOCK_STREAM
#endif

// A stream socket as its client has it, which never waits longer than it is told to.
extension OwnedDescriptor {
  /// A stream socket that begins to connect; it never blocks. ``isConnected(milliseconds:)`` tells how it goes.
  package convenience init(connectingTo address: SocketAddress) throws(SystemFailure) {
    let raw = socket(address.family, streamType, 0)
    if raw < 0 { throw .last }
    self.init(raw)
    _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
    if fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK) < 0 { throw .last }
    if address.family != AF_UNIX { keepAlive() }
    let result = address.bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        connect(raw, $0.baseAddress, socklen_t(bytes.count))
      }
    }
    if result < 0, errno != EINPROGRESS, errno != EINTR { throw .last }
  }

  /// Whether the connection stands, waiting for it at most so long.
  ///
  /// - Throws: why there will be none.
  package func isConnected(milliseconds: Int) throws(SystemFailure) -> Bool {
    var request = pollfd(fd: raw, events: Int16(POLLOUT), revents: 0)
    guard poll(&request, 1, Int32(clamping: max(0, milliseconds))) > 0 else { return false }
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    if getsockopt(raw, SOL_SOCKET, SO_ERROR, &code, &length) != 0 { throw .last }
    if code != 0 { throw SystemFailure(code) }
    return true
  }

  /// Has the system notice within a minute that the other host is gone, though nothing is sent.
  private func keepAlive() {
    func set(_ level: Int32, _ name: Int32, _ value: Int32) {
      var value = value
      _ = setsockopt(raw, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
    set(SOL_SOCKET, SO_KEEPALIVE, 1)
    #if os(Linux)
      set(Int32(IPPROTO_TCP), TCP_KEEPIDLE, 20)
      set(Int32(IPPROTO_TCP), TCP_KEEPINTVL, 10)
      set(Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
    #endif
  }
}

/// A stream socket that is bound to an address, for who takes it over; closed on exec.
package func boundSocket(_ address: SocketAddress) throws(SystemFailure) -> Int32 {
  let raw = socket(address.family, streamType, 0)
  if raw < 0 { throw .last }
  _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
  let result = address.bytes.withUnsafeBytes { bytes in
    bytes.withMemoryRebound(to: sockaddr.self) { bind(raw, $0.baseAddress, socklen_t(bytes.count)) }
  }
  if result == 0 { return raw }
  let failure = SystemFailure.last
  close(raw)
  throw failure
}

/// Has connections wait at a bound socket, at most so many.
package func setBacklog(_ count: Int, of socket: Int32) throws(SystemFailure) {
  if listen(socket, Int32(clamping: count)) != 0 { throw .last }
}

/// Sends all of the bytes to a stream socket, waiting for room at most so long.
///
/// - Throws: `EAGAIN` where there was none in time. A connection that has taken a part of the bytes is broken off then:
///   the rest of a line would be taken for another.
package func sendBytes(_ bytes: [UInt8], to socket: Int32, milliseconds: Int) throws(SystemFailure) {
  var rest = bytes[...]
  while !rest.isEmpty {
    do throws(SystemFailure) {
      let count = try rest.withUnsafeBufferPointer { (rest) throws(SystemFailure) in
        try quietWrite(socket, UnsafeRawBufferPointer(rest))
      }
      rest = rest.dropFirst(count)
    } catch {
      var request = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
      if error.code == EAGAIN, poll(&request, 1, Int32(clamping: milliseconds)) > 0 { continue }
      if rest.count < bytes.count { _ = shutdown(socket, Int32(SHUT_RDWR)) }
      throw error
    }
  }
}
