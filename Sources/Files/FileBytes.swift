/// Whole files: read with a limit, written so that a reader sees the old one or the new one and never a part.
package enum FileBytes {
  /// 2 GiB: posteriors of 32 reward models at d = 2,800.
  package static let sizeLimit = 2 << 30

  /// - Throws: `cannotRead`, also for what is not a regular file (a named pipe would wait for ever); `tooLarge`.
  package static func read(path: String, sizeLimit: Int = FileBytes.sizeLimit) throws(FileError) -> [UInt8] {
    guard !path.utf8.contains(0) else { throw .cannotRead(path: path, reason: "a path has no NUL in it") }
    let file: OwnedDescriptor
    let facts: FileFacts
    do throws(SystemFailure) {
      file = try OwnedDescriptor(path: path, flags: O_RDONLY | O_NONBLOCK)
      facts = try FileFacts(of: file.raw)
    } catch {
      throw .cannotRead(path: path, reason: error.reason)
    }
    if let refusal = refusal(of: facts.kind) { throw .cannotRead(path: path, reason: refusal) }
    guard facts.size <= sizeLimit else { throw .tooLarge(path: path, bytes: facts.size, limit: sizeLimit) }
    do throws(SystemFailure) {
      return try file.bytes(at: 0, count: facts.size)
    } catch {
      throw .cannotRead(path: path, reason: error.reason)
    }
  }

  /// Writes a file without a name in the same folder, syncs it, and renames it over `path`: whoever is killed while
  /// writing leaves nothing behind. Where the file system has no nameless files, a temporary one.
  ///
  /// - Throws: `cannotWrite`; what stood at `path` is unchanged then.
  package static func write(_ bytes: [UInt8], path: String) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .cannotWrite(path: path, reason: "a file name is needed")
    }
    if let facts = try? FileFacts(at: path), let refusal = refusal(of: facts.kind) {
      throw .cannotWrite(path: path, reason: refusal)
    }
    let temporary = "\(path).\(getpid()).tmp"
    do throws(SystemFailure) {
      if try !writeNameless(bytes, path: path, temporary: temporary) {
        try writeNamed(bytes, path: path, temporary: temporary)
      }
    } catch {
      throw .cannotWrite(path: path, reason: error.reason)
    }
    // The rename itself outlives a power failure; a file system that cannot do it has done what it could.
    if let folder = try? OwnedDescriptor(path: folderName(of: path), flags: O_RDONLY | O_DIRECTORY) {
      _ = fsync(folder.raw)
    }
  }

  /// - Returns: `false` where there are no nameless files.
  private static func writeNameless(
    _ bytes: [UInt8], path: String, temporary: String
  ) throws(SystemFailure) -> Bool {
    #if os(Linux)
      guard let file = try nameless(in: folderName(of: path)) else { return false }
      try fill(file, bytes)
      // A name can only be made new, so the last step is a rename; no signal that can wait comes in between.
      var all = sigset_t()
      var before = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_SETMASK, &all, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
      // Left by a process of the same number that had no nameless files.
      unlink(temporary)
      let name = "/proc/self/fd/\(file.raw)"
      guard linkat(AT_FDCWD, name, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else { return false }
      try move(temporary, to: path)
      return true
    #else
      return false
    #endif
  }

  #if os(Linux)
    /// A file without a name; `nil` where the file system has none.
    static func nameless(in folder: String) throws(SystemFailure) -> OwnedDescriptor? {
      // O_TMPFILE, which is not imported.
      let nameless = 0o20000000 | O_DIRECTORY
      do throws(SystemFailure) {
        return try OwnedDescriptor(path: folder, flags: O_WRONLY | nameless, mode: 0o644)
      } catch {
        // What does not know the flag takes it for an attempt to write a folder.
        if error.code == EISDIR || error.code == ENOTSUP { return nil }
        throw error
      }
    }
  #endif

  private static func writeNamed(_ bytes: [UInt8], path: String, temporary: String) throws(SystemFailure) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW
    let file = try OwnedDescriptor(path: temporary, flags: flags, mode: 0o644)
    do throws(SystemFailure) {
      try fill(file, bytes)
    } catch {
      unlink(temporary)
      throw error
    }
    try move(temporary, to: path)
  }

  private static func move(_ temporary: String, to path: String) throws(SystemFailure) {
    if rename(temporary, path) == 0 { return }
    let failure = SystemFailure.last
    unlink(temporary)
    throw failure
  }

  static func fill(_ file: OwnedDescriptor, _ bytes: [UInt8]) throws(SystemFailure) {
    try file.write(bytes)
    if fsync(file.raw) != 0 { throw .last }
  }

  /// Why a thing that is there is no file to be read or written as a whole.
  private static func refusal(of kind: FileFacts.Kind) -> String? {
    switch kind {
    case .regular: nil
    case .directory: SystemFailure(EISDIR).reason
    case .fifo, .socket, .device: "it is not a regular file"
    }
  }
}
