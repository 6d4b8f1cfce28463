import Files

/// Writes a run log: buffers whole lines and writes them together, so that a reader never waits for half a line.
///
/// Lines that were not flushed when the appender goes away are written then, without a word if that fails: call
/// ``flush()`` at the end.
package final class LogAppender {
  /// What becomes of a file that is there already.
  package enum Mode: Equatable, Sendable {
    case replace
    case append
    /// It is left alone; to write then fails.
    case keep
  }

  /// Buffered bytes beyond which a flush happens by itself.
  static let capacity = 65_536

  /// The path, or `standard output`.
  package let name: String
  private let descriptor: OwnedDescriptor
  private var buffer: [UInt8] = []

  /// Opens a file or FIFO; a missing file is made. Opening a FIFO waits for its reader.
  ///
  /// - Throws: ``AppendError``.
  package init(path: String, mode: Mode = .replace) throws {
    name = path
    let how =
      switch mode {
      case .replace: O_TRUNC | O_WRONLY
      case .append: O_APPEND | O_RDWR
      case .keep: O_EXCL | O_WRONLY
      }
    do throws(SystemFailure) {
      descriptor = try OwnedDescriptor(path: path, flags: O_CREAT | how, mode: 0o644)
    } catch {
      let folder = folderName(of: path)
      if error.code == EISDIR { throw AppendError.directory(path: path) }
      if error.code == EEXIST { throw AppendError.notWritable(path: path, reason: "it exists already") }
      if error.code == ENOENT, (try? FileFacts(at: folder)) == nil {
        throw AppendError.missingFolder(path: path, folder: folder)
      }
      throw AppendError.notWritable(path: path, reason: error.reason)
    }
    // New lines are not to be glued to an unfinished one.
    if mode == .append, !endsWithNewline(descriptor) { buffer = [0x0A] }
  }

  /// Writes to a descriptor that is open already, such as standard output; it is duplicated, not taken.
  ///
  /// - Throws: ``AppendError``.
  package init(descriptor: Int32, name: String = "standard output") throws {
    self.name = name
    do throws(SystemFailure) {
      self.descriptor = try OwnedDescriptor(duplicating: descriptor)
    } catch {
      throw AppendError.notWritable(path: name, reason: error.reason)
    }
  }

  deinit { try? flush() }

  /// Buffers one line.
  ///
  /// - Parameter line: The line without its line break.
  /// - Throws: ``AppendError``.
  package func append(_ line: String) throws {
    try append(lines: [line])
  }

  /// Buffers lines that belong together, such as a control and the word that it was obeyed: no flush parts them.
  ///
  /// - Throws: ``AppendError``; ``AppendError/notOneLine`` leaves the buffer as it was.
  package func append(lines: [String]) throws {
    try append(rawLines: lines.map { Array($0.utf8) })
  }

  /// The same for lines that need not be text.
  ///
  /// - Throws: ``AppendError``; ``AppendError/notOneLine`` leaves the buffer as it was.
  package func append(rawLines lines: [[UInt8]]) throws {
    if lines.contains(where: { $0.contains(0x0A) }) { throw AppendError.notOneLine }
    for line in lines {
      buffer += line
      buffer.append(0x0A)
    }
    if buffer.count >= LogAppender.capacity { try flush() }
  }

  /// Writes what is buffered: one write, unless the system takes it in parts.
  ///
  /// - Throws: ``AppendError``. Whole lines that were written are gone from the buffer; the others stay in it, and
  ///   a beginning of one that reached a file is cut off again.
  package func flush() throws {
    var written = 0
    defer { buffer.removeFirst(written) }
    while written < buffer.count {
      do throws(SystemFailure) {
        written += try write(from: written)
      } catch {
        if error.code == EAGAIN {
          // Somebody made the shared descriptor non-blocking.
          var request = pollfd(fd: descriptor.raw, events: Int16(POLLOUT), revents: 0)
          poll(&request, 1, 1000)
          continue
        }
        written -= retractPartialLine(endingAt: written)
        if error.code == EPIPE { throw AppendError.readerIsGone(path: name) }
        throw AppendError.notWritable(path: name, reason: error.reason)
      }
    }
  }

  private func write(from start: Int) throws(SystemFailure) -> Int {
    var result = Result<Int, SystemFailure>.success(0)
    buffer.withUnsafeBytes { bytes in
      do throws(SystemFailure) {
        result = .success(try quietWrite(descriptor.raw, UnsafeRawBufferPointer(rebasing: bytes[start...])))
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }

  /// Cuts the file back to its last whole line; the answer is how many bytes are to be written again.
  private func retractPartialLine(endingAt end: Int) -> Int {
    let lineStart = buffer[..<end].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    cutBack(descriptor.raw, by: end - lineStart)
    return end - lineStart
  }
}
