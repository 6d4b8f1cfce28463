import Files
import Wording

/// The path of the socket: checked before anything is made there, since what is behind it steers a run.
enum SocketPath {
  /// Bytes that a socket's address holds.
  static let limit = 107

  /// Makes room for the socket: removes one that nobody listens on.
  ///
  /// To be called by who holds the log's lock: of two that start at once the other could take away what the first has
  /// just made.
  static func prepare(_ path: String) throws(ServiceError) {
    guard try check(path) else { return }
    if unlink(path) != 0, errno != ENOENT {
      throw .cannotCreate(
        "the stale socket \(shownPath(path)) cannot be removed: \(SystemFailure.last.reason)")
    }
  }

  /// Refuses a folder that others could put something else into, and a path where something else than a socket of
  /// ours stands, or one that somebody listens on.
  ///
  /// - Returns: whether a stale socket stands there.
  @discardableResult
  static func check(_ path: String) throws(ServiceError) -> Bool {
    guard (1...limit).contains(path.utf8.count), !path.utf8.contains(0) else {
      throw .cannotCreate(
        "the socket's path \(shownPath(path)) has \(path.utf8.count) bytes: a socket's path has 1 to \(limit)"
      )
    }
    try checkFolder(folderName(of: path))
    var facts = stat()
    guard lstat(path, &facts) == 0 else {
      if errno == ENOENT { return false }
      throw .cannotCreate("the socket \(shownPath(path)) cannot be made: \(SystemFailure.last.reason)")
    }
    guard facts.st_mode & S_IFMT == S_IFSOCK else {
      throw .cannotCreate("\(shownPath(path)) is there already, and is not a socket: name another path")
    }
    guard facts.st_uid == geteuid() else {
      throw .cannotCreate("the socket \(shownPath(path)) belongs to another user")
    }
    if let process = listener(at: path) {
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
  private static func listener(at path: String) -> String? {
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { return nil }
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { return nil }
    #if os(Linux)
      // struct ucred, which the module of the C library does not show: process, user, group.
      var peer: [Int32] = [0, 0, 0]
      var length = socklen_t(MemoryLayout<Int32>.size * peer.count)
      if getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 { return "process \(peer[0])" }
    #endif
    return "another process"
  }
}
