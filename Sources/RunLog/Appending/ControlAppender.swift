import Files

/// Takes control lines to whoever obeys.
package protocol ControlSink: AnyObject {
  /// Takes one line, without its line break.
  ///
  /// - Throws: ``AppendError``, and then nothing that could be obeyed has been sent.
  func append(line: String) throws
}

/// Sends control lines to whoever obeys: each appended whole to a file or FIFO, in one write.
///
/// A file is opened anew for every line, so that one that was removed or rotated is not written to in vain. A
/// FIFO stays open from the first line on, so that its reader sees one lasting writer.
package final class ControlAppender: ControlSink {
  package let path: String
  private var pipe: OwnedDescriptor?

  /// Prepares a path.
  ///
  /// A missing file is made, readable and writable by its owner only (0600).
  ///
  /// - Throws: ``AppendError`` for a missing folder, a folder, a device or socket, or what must not be written.
  package init(path: String) throws {
    self.path = path
    if try kind() == .regular { _ = try openFile() }
  }

  /// Appends one line.
  ///
  /// - Parameter line: The line without its line break.
  /// - Throws: ``AppendError``, and then nothing that could be obeyed has been written.
  package func append(line: String) throws {
    if line.utf8.contains(0x0A) { throw AppendError.notOneLine }
    var bytes = Array(line.utf8)
    bytes.append(0x0A)
    switch try kind() {
    case .fifo:
      try send(bytes)
    default:
      pipe = nil
      try add(bytes)
    }
  }

  /// What stands at the path now; nothing there will become a regular file.
  private func kind() throws(AppendError) -> FileFacts.Kind {
    let kind: FileFacts.Kind
    do throws(SystemFailure) {
      kind = try FileFacts(at: path).kind
    } catch {
      if error.code == ENOENT { return .regular }
      throw refusal(error)
    }
    switch kind {
    case .regular, .fifo: return kind
    case .directory: throw .directory(path: path)
    case .socket, .device: throw .unsuitable(path: path)
    }
  }

  private func openFile() throws(AppendError) -> OwnedDescriptor {
    let flags = O_APPEND | O_CREAT | O_NONBLOCK
    do throws(SystemFailure) {
      return try OwnedDescriptor(path: path, flags: flags | O_RDWR, mode: 0o600)
    } catch {
      // A file that may be added to but not read.
      if error.code == EACCES,
        let file = try? OwnedDescriptor(path: path, flags: flags | O_WRONLY, mode: 0o600)
      {
        return file
      }
      throw refusal(error)
    }
  }

  private func refusal(_ failure: SystemFailure) -> AppendError {
    let folder = folderName(of: path)
    if failure.code == ENOENT, (try? FileFacts(at: folder)) == nil {
      return .missingFolder(path: path, folder: folder)
    }
    return .notWritable(path: path, reason: failure.reason)
  }

  private func add(_ line: [UInt8]) throws(AppendError) {
    let file = try openFile()
    let bytes = endsWithNewline(file) ? line : [0x0A] + line
    do throws(SystemFailure) {
      let written = try writeAll(file, bytes)
      if written < bytes.count {
        cutBack(file.raw, by: written)
        throw SystemFailure(ENOSPC)
      }
    } catch {
      throw .notWritable(path: path, reason: error.reason)
    }
  }

  private func send(_ line: [UInt8]) throws(AppendError) {
    // Up to this length the system writes all or nothing, and mixes no two writers.
    let limit = Int(PIPE_BUF)
    if line.count > limit { throw .tooLong(path: path, bytes: line.count, limit: limit) }
    // A reader that came back since reads from a new pipe, so one failure on the old is no answer.
    for isRetry in [pipe == nil, true] {
      do throws(SystemFailure) {
        _ = try writeAll(try openPipe(), line)
        return
      } catch {
        if error.code == EAGAIN { throw .readerIsBusy(path: path) }
        pipe = nil
        if isRetry {
          throw error.code == ENXIO || error.code == EPIPE
            ? .noReader(path: path) : .notWritable(path: path, reason: error.reason)
        }
      }
    }
  }

  private func openPipe() throws(SystemFailure) -> OwnedDescriptor {
    // A pipe that was made anew has other readers.
    if let pipe, try FileFacts(of: pipe.raw).identity == FileFacts(at: path).identity { return pipe }
    let opened = try OwnedDescriptor(path: path, flags: O_WRONLY | O_NONBLOCK)
    pipe = opened
    return opened
  }

  private func writeAll(_ target: OwnedDescriptor, _ bytes: [UInt8]) throws(SystemFailure) -> Int {
    var result = Result<Int, SystemFailure>.success(0)
    bytes.withUnsafeBytes { buffer in
      do throws(SystemFailure) {
        result = .success(try quietWrite(target.raw, buffer))
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }
}
