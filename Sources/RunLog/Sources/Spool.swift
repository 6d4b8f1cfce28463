import Files

/// An unlinked temporary file that bytes are appended to, so that a pipe can be read twice.
///
/// It has no name, so nothing is left behind however the program ends.
final class Spool {
  private let descriptor: OwnedDescriptor
  /// The folder, for sentences.
  let folder: String
  /// Bytes held.
  private(set) var size = 0

  /// Makes the file in `folder`, or in `$TMPDIR`, or in `/tmp`.
  init(folder: String? = nil) throws(SourceError) {
    let folder = folder ?? environmentValue("TMPDIR") ?? "/tmp"
    self.folder = folder
    var name = Array("\(folder)/rmtop-spool-XXXXXX".utf8CString)
    let raw = mkstemp(&name)
    if raw < 0 { throw .temporaryFile(folder: folder, reason: SystemFailure.last.reason) }
    descriptor = OwnedDescriptor(raw)
    _ = fcntl(raw, F_SETFD, FD_CLOEXEC)
    unlink(name)
  }

  /// Takes over a file that is open for reading and writing.
  init(_ descriptor: OwnedDescriptor, folder: String) {
    self.descriptor = descriptor
    self.folder = folder
  }

  /// Appends as many of the bytes as there is room for, and says how many; throws when that is none.
  func append(_ bytes: UnsafeRawBufferPointer) throws(SourceError) -> Int {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(descriptor.raw, rest.baseAddress, rest.count, off_t(size))
      if count < 0 {
        if errno == EINTR { continue }
        if written > 0 { return written }
        throw .temporaryFile(folder: folder, reason: SystemFailure.last.reason)
      }
      written += count
      size += count
    }
    return written
  }

  /// Appends the bytes and takes away those for which there was room; throws when that is none.
  func store(_ bytes: inout [UInt8]) throws(SourceError) {
    while !bytes.isEmpty {
      let count = try bytes.withUnsafeBufferPointer { (bytes) throws(SourceError) in
        try append(UnsafeRawBufferPointer(bytes))
      }
      bytes.removeFirst(count)
    }
  }

  /// Forgets what is held beyond so many bytes.
  func cut(to count: Int) {
    guard count < size else { return }
    _ = ftruncate(descriptor.raw, off_t(count))
    size = count
  }

  /// Reads at an offset; 0 at the end of what is held.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
    do throws(SystemFailure) {
      return try descriptor.read(at: offset, into: buffer)
    } catch {
      throw .temporaryFile(folder: folder, reason: error.reason)
    }
  }
}
