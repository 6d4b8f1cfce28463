import Files
import Wording

/// The path of the socket: checked before anything is made there, since what is behind it steers a run.
enum SocketPath {
  /// Makes room for the socket: removes one that nobody listens on.
  ///
  /// To be called by who holds the lock of the log and that of the folder (``SocketLock``): of two that start at once the
  /// other could take away what the first has just made.
  static func prepare(_ path: String) throws(ServiceError) {
    guard try check(path) else { return }
    if unlink(path) != 0, errno != ENOENT {
      throw .cannotCreate(
        "the stale socket \(shownPath(path)) cannot be removed: \(SystemFailure.last.reason)")
    }
  }

  /// A socket at the path, for its owner alone from the first moment on.
  ///
  /// Made here, because NIO takes away whatever stands at the path of a socket that it has made.
  static func bind(_ path: String) throws(ServiceError) -> Int32 {
    guard let address = SocketAddress(path: path) else { throw refusal(path, SystemFailure(ENAMETOOLONG)) }
    do throws(SystemFailure) {
      let mask = umask(0o177)
      defer { umask(mask) }
      return try boundSocket(address)
    } catch {
      throw refusal(path, error)
    }
  }

  private static func refusal(_ path: String, _ failure: SystemFailure) -> ServiceError {
    .cannotCreate("the socket \(shownPath(path)) cannot be made: \(failure.reason)")
  }

  /// Refuses a folder that others could put something else into, and a path where something else than a socket of
  /// ours stands, or one that somebody listens on.
  ///
  /// - Returns: whether a stale socket stands there.
  @discardableResult
  static func check(_ path: String) throws(ServiceError) -> Bool {
    guard let address = SocketAddress(path: path) else {
      throw .cannotCreate(
        "the socket's path \(shownPath(path)) has \(path.utf8.count) bytes: a socket's path has 1 to "
          + "\(SocketAddress.longestPath)")
    }
    try checkFolder(folderName(of: path))
    var facts = stat()
    guard lstat(path, &facts) == 0 else {
      if errno == ENOENT { return false }
      throw refusal(path, .last)
    }
    guard facts.st_mode & S_IFMT == S_IFSOCK else {
      throw .cannotCreate("\(shownPath(path)) is there already, and is not a socket: name another path")
    }
    guard facts.st_uid == geteuid() else {
      throw .cannotCreate("the socket \(shownPath(path)) belongs to another user")
    }
    if let process = listener(at: address) {
      throw .cannotCreate(
        "the socket \(shownPath(path)) is in use by \(process): stop it, or name another path")
    }
    return true
  }

  private static func checkFolder(_ folder: String) throws(ServiceError) {
    var facts = stat()
    guard stat(folder, &facts) == 0 else {
      throw .cannotCreate(
        "the socket's folder \(shownPath(folder)) cannot be used: \(SystemFailure.last.reason)")
    }
    guard facts.st_uid == geteuid() || facts.st_uid == 0 else {
      throw .cannotCreate("the socket's folder \(shownPath(folder)) belongs to another user")
    }
    let isWritableByOthers = facts.st_mode & (S_IWGRP | S_IWOTH) != 0
    if isWritableByOthers, facts.st_mode & S_ISVTX == 0 {
      throw .cannotCreate(
        "others may write into the socket's folder \(shownPath(folder)): use one of your own (chmod 700)")
    }
  }

  /// Who listens on a socket, as words; `nil` where nobody does.
  private static func listener(at address: SocketAddress) -> String? {
    let socket: OwnedDescriptor
    do throws(SystemFailure) {
      socket = try OwnedDescriptor(connectingTo: address)
      guard try socket.isConnected(milliseconds: 1000) else { return nil }
    } catch {
      // So many wait to be let in that there is no room for one more: somebody listens.
      return error.code == EAGAIN ? "another process" : nil
    }
    #if os(Linux)
      // struct ucred, which the module of the C library does not show: process, user, group.
      var peer: [Int32] = [0, 0, 0]
      var length = socklen_t(MemoryLayout<Int32>.size * peer.count)
      if getsockopt(socket.raw, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 { return "process \(peer[0])" }
    #endif
    return "another process"
  }
}
