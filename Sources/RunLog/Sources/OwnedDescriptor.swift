#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file descriptor that is closed when its last owner lets go.
final class OwnedDescriptor {
  let raw: Int32

  /// Takes over an open descriptor.
  init(_ raw: Int32) { self.raw = raw }

  /// Opens a path; closed on exec, never a controlling terminal.
  convenience init(path: String, flags: Int32, mode: mode_t = 0) throws(SystemFailure) {
    // A C string would end at the NUL and open some other file.
    if path.utf8.contains(0) { throw SystemFailure(EINVAL) }
    while true {
      let descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY, mode)
      if descriptor >= 0 {
        self.init(descriptor)
        return
      }
      if errno != EINTR { throw .last }
    }
  }

  /// A second descriptor of an open file, so that the first may be closed or replaced by others.
  convenience init(duplicating descriptor: Int32) throws(SystemFailure) {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    if copy < 0 { throw .last }
    self.init(copy)
  }

  deinit { close(raw) }

  /// Reads at an offset; 0 at the end of the file.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SystemFailure) -> Int {
    while true {
      let count = pread(raw, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw .last }
    }
  }

  /// Reads the next bytes of a stream; 0 at its end, `nil` when nothing is there now.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemFailure) -> Int? {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(raw, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(raw, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno == EAGAIN || errno == EWOULDBLOCK { return nil }
      if errno != EINTR { throw .last }
    }
  }

  /// At most `count` bytes at an offset, fewer at the end of the file.
  func bytes(at offset: Int, count: Int) throws(SystemFailure) -> [UInt8] {
    var failure: SystemFailure?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        do throws(SystemFailure) {
          let step = try read(at: offset + filled, into: rest)
          if step == 0 { return }
          filled += step
        } catch {
          failure = error
          return
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
