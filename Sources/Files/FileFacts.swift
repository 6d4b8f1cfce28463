/// Whether two paths lead to one file that exists, through links or not.
package func isSameFile(_ one: String, _ other: String) -> Bool {
  guard let first = try? FileFacts(at: one), let second = try? FileFacts(at: other) else { return false }
  return first.identity == second.identity
}

/// What `stat` says of a file, as far as following it needs.
package struct FileFacts: Equatable {
  package enum Kind: Equatable {
    case regular
    case directory
    case fifo
    case socket
    case device
  }

  /// Which file it is, whatever its name: an inode of a device.
  package struct Identity: Equatable {
    var device: UInt64
    var inode: UInt64
  }

  package var kind: Kind
  package var identity: Identity
  package var size: Int
  /// The last modification, in nanoseconds; only ever compared for equality.
  package var modified: Int
  /// Whether it has a name: a file that was replaced has none left, one that was renamed away has.
  package var hasName: Bool

  /// The facts of an open file.
  package init(of descriptor: Int32) throws(SystemFailure) {
    var status = stat()
    if fstat(descriptor, &status) != 0 { throw .last }
    self.init(status)
  }

  /// The facts of what a path leads to, through symbolic links.
  package init(at path: String) throws(SystemFailure) {
    var status = stat()
    if stat(path, &status) != 0 { throw .last }
    self.init(status)
  }

  private init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    case S_IFIFO: kind = .fifo
    case S_IFSOCK: kind = .socket
    default: kind = .device
    }
    identity = Identity(
      device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(truncatingIfNeeded: status.st_ino))
    size = Int(status.st_size)
    hasName = status.st_nlink > 0
    #if os(Linux)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    modified = Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
  }
}
