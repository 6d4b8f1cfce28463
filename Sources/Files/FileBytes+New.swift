extension FileBytes {
  /// Writes a file that nothing has the name of yet: whole, or not at all.
  ///
  /// - Returns: `false` where something has that name; it stays as it is.
  package static func writeNew(_ bytes: [UInt8], path: String) throws(FileError) -> Bool {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .cannotWrite(path: path, reason: "a file name is needed")
    }
    do throws(SystemFailure) {
      #if os(Linux)
        if let file = try nameless(in: folderName(of: path)) {
          try fill(file, bytes)
          if linkat(AT_FDCWD, "/proc/self/fd/\(file.raw)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 {
            return true
          }
          if errno == EEXIST { return false }
          // Without /proc it is done as where there are no nameless files.
        }
      #endif
      return try linkNamed(bytes, path: path)
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
  }

  private static func linkNamed(_ bytes: [UInt8], path: String) throws(SystemFailure) -> Bool {
    let temporary = "\(path).\(getpid()).tmp"
    let file = try OwnedDescriptor(
      path: temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o644)
    defer { unlink(temporary) }
    try fill(file, bytes)
    if link(temporary, path) == 0 { return true }
    if errno == EEXIST { return false }
    throw .last
  }
}
