#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole files: read with a limit, written so that a reader sees the old one or the new one and never a part.
public enum FileBytes {
  /// 2 GiB: posteriors of 32 reward models at d = 2,800.
  public static let sizeLimit = 2 << 30

  /// - Throws: `cannotRead`, also for what is not a regular file (a named pipe would wait for ever); `tooLarge`.
  public static func read(path: String, sizeLimit: Int = FileBytes.sizeLimit) throws(SafetensorsError)
    -> [UInt8]
  {
    guard !path.utf8.contains(0) else { throw .cannotRead(path: path, reason: "a path has no NUL in it") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw .cannotRead(path: path, reason: reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotRead(path: path, reason: reason(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotRead(path: path, reason: reason(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL))
    }
    let size = Int(status.st_size)
    guard size <= sizeLimit else { throw .tooLarge(path: path, bytes: size, limit: sizeLimit) }
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = pread(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled, off_t(filled))
        if count < 0 && errno == EINTR { continue }
        if count < 0 { failure = errno }
        if count <= 0 { return }
        filled += count
      }
    }
    guard failure == 0 else { throw .cannotRead(path: path, reason: reason(failure)) }
    return bytes
  }

  /// Writes a file without a name in the same folder, syncs it, and renames it over `path`: whoever is killed while
  /// writing leaves nothing behind. Where the file system has no nameless files, a temporary one.
  ///
  /// - Throws: `cannotWrite`; what stood at `path` is unchanged then.
  public static func write(_ bytes: [UInt8], path: String) throws(SafetensorsError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw .cannotWrite(path: path, reason: "a file name is needed")
    }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw .cannotWrite(path: path, reason: reason(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL))
    }
    let temporary = "\(path).\(getpid()).tmp"
    var failure = writeNameless(bytes, path: path, temporary: temporary)
    if failure == ENOTSUP { failure = writeNamed(bytes, path: path, temporary: temporary) }
    if let failure { throw .cannotWrite(path: path, reason: reason(failure)) }
    syncFolder(of: path)
  }

  /// - Returns: the error number where it failed; `ENOTSUP` where there are no nameless files.
  private static func writeNameless(_ bytes: [UInt8], path: String, temporary: String) -> Int32? {
    #if os(Linux)
      // O_TMPFILE, which is not imported.
      let nameless = 0o20000000 | O_DIRECTORY
      let descriptor = open(folder(of: path), O_WRONLY | O_CLOEXEC | nameless, 0o644)
      // What does not know the flag takes it for an attempt to write a folder.
      guard descriptor >= 0 else { return errno == EISDIR ? ENOTSUP : errno }
      defer { close(descriptor) }
      if let failure = fill(descriptor, bytes) { return failure }
      // A name can only be made new, so the last step is a rename; no signal that can wait comes in between.
      var all = sigset_t()
      var before = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_SETMASK, &all, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
      // Left by a process of the same number that had no nameless files.
      unlink(temporary)
      let name = "/proc/self/fd/\(descriptor)"
      guard linkat(AT_FDCWD, name, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else { return ENOTSUP }
      return move(temporary, to: path)
    #else
      return ENOTSUP
    #endif
  }

  /// - Returns: the error number where it failed.
  private static func writeNamed(_ bytes: [UInt8], path: String, temporary: String) -> Int32? {
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { return errno }
    let failure = fill(descriptor, bytes)
    close(descriptor)
    if let failure {
      unlink(temporary)
      return failure
    }
    return move(temporary, to: path)
  }

  private static func move(_ temporary: String, to path: String) -> Int32? {
    if rename(temporary, path) == 0 { return nil }
    let code = errno
    unlink(temporary)
    return code
  }

  /// - Returns: the error number where it failed.
  private static func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32? {
    bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        #else
          let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
        #endif
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return errno }
        done += count
      }
      return fsync(descriptor) == 0 ? nil : errno
    }
  }

  /// The rename itself outlives a power failure; a file system that cannot do it has done what it could.
  private static func syncFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_CLOEXEC | O_DIRECTORY)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }

  private static func folder(of path: String) -> String {
    let slash = path.lastIndex(of: "/")
    return slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file or folder"
    case ENOTDIR: "a part of its path is not a folder"
    case EISDIR: "it is a folder"
    case EACCES, EPERM: "permission denied"
    case ENOSPC: "no space is left on the disk"
    case EDQUOT: "the disk quota is used up"
    case EFBIG: "the file size limit is reached"
    case EROFS: "the file system is read-only"
    case EMFILE, ENFILE: "too many files are open"
    case ELOOP: "its symbolic links go round in a circle"
    case ENAMETOOLONG: "the name is too long"
    case EIO: "the disk reports an input/output error"
    case EINVAL: "it is not a regular file"
    default: "system error \(code)"
    }
  }
}

extension SafetensorsFile {
  /// - Throws: what `FileBytes.read` and `init(bytes:)` do.
  public init(path: String, sizeLimit: Int = FileBytes.sizeLimit) throws(SafetensorsError) {
    try self.init(bytes: try FileBytes.read(path: path, sizeLimit: sizeLimit))
  }

  /// Atomic: a reader sees the old file or the new one.
  ///
  /// - Throws: `cannotWrite`.
  public func write(path: String) throws(SafetensorsError) {
    try FileBytes.write(encoded(), path: path)
  }
}
