/// A file descriptor that is closed when its last owner lets go.
package final class OwnedDescriptor {
  package let raw: Int32

  /// Takes over an open descriptor.
  package init(_ raw: Int32) { self.raw = raw }

  /// Opens a path; closed on exec, never a controlling terminal.
  package convenience init(path: String, flags: Int32, mode: mode_t = 0) throws(SystemFailure) {
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
  package convenience init(duplicating descriptor: Int32) throws(SystemFailure) {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    if copy < 0 { throw .last }
    self.init(copy)
  }

  deinit { close(raw) }

  /// Reads at an offset; 0 at the end of the file.
  package func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SystemFailure) -> Int {
    while true {
      let count = pread(raw, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw .last }
    }
  }

  /// Reads the next bytes of a stream; 0 at its end, `nil` when nothing is there now.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemFailure) -> Int? {
    while true {
      let count = systemRead(raw, buffer)
      if count >= 0 { return count }
      if errno == EAGAIN || errno == EWOULDBLOCK { return nil }
      if errno != EINTR { throw .last }
    }
  }

  /// At most `count` bytes at an offset, fewer at the end of the file.
  package func bytes(at offset: Int, count: Int) throws(SystemFailure) -> [UInt8] {
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

  /// Writes all of the bytes.
  package func write(_ bytes: [UInt8]) throws(SystemFailure) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(SystemFailure) in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = systemWrite(raw, rest)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { throw .last }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
  }
}

// The system's calls, which methods of their names hide.

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
