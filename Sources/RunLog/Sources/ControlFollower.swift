import Files
package import RunEvents

/// Reads a control file or FIFO as a trainer does that obeys: what is appended from now on, without waiting.
///
/// The file may be missing, and may be made, removed or replaced at any time. A file that was made after the
/// follower is read from its start.
package final class ControlFollower {
  package let path: String
  private var reader: LogReader?
  private var pending: [String] = []
  /// The error of the last poll, which is said once and not at every poll.
  private var trouble: String?

  /// Starts to follow.
  ///
  /// - Parameters:
  ///   - path: The control file or FIFO; it may be missing.
  ///   - fromStart: Whether to read what stands there already, too.
  /// - Throws: ``SourceError`` for what can never be a control file: one in a folder that is missing, a folder, a
  /// device, a socket, or a file that must not be read.
  package init(path: String, fromStart: Bool = false) throws {
    self.path = path
    try open()
    // A file may come later; a folder that is not there is a mistyped path.
    if reader == nil, (try? FileFacts(at: folderName(of: path))) == nil {
      throw SourceError.missingFolder(path: path)
    }
    guard !fromStart, let reader else { return }
    // Read rather than jumped over: a line that is being written just now is obeyed when it is whole.
    while true {
      var skipped: [LogLine] = []
      let result = try reader.read(into: &skipped, maximumBytes: 1 << 20, maximumLines: .max)
      if result.reachedEnd || result.bytes == 0 { break }
    }
  }

  /// The lines that have come since the last call, at most about 1 MiB of them; others come with the next.
  ///
  /// These are all lines, faults too, so that a mistyped control can be answered; ``RunEvents/LogLine/control``
  /// picks out the controls. What cannot be read is a notice and no error.
  package func poll() -> [LogLine] {
    var lines: [LogLine] = []
    do {
      try open()
      guard let reader else { return [] }
      var budget = 1 << 20
      while budget > 0 {
        let result = try reader.read(into: &lines, maximumBytes: budget, maximumLines: .max)
        pending += result.notices
        budget -= max(1, result.bytes)
        if result.reachedEnd { break }
      }
      trouble = nil
    } catch {
      let sentence = Self.sentence(for: error)
      if sentence != trouble { pending.append(sentence) }
      trouble = sentence
    }
    return lines
  }

  /// A folder in its place is no log to be looked for in it.
  private static func sentence(for error: any Error) -> String {
    if case SourceError.directory(let path, _) = error { return "\(AppendError.directory(path: path))" }
    return "\(error)"
  }

  /// What happened to the control file since the last call, one sentence each.
  package func drainNotices() -> [String] {
    defer { pending = [] }
    return pending
  }

  /// The text of a line of the last ``poll()`` as it was written, to copy it into the run log unchanged.
  ///
  /// - Returns: `nil` when the file has lost it, or when it is not UTF-8.
  package func text(of line: LogLine) -> String? {
    guard let bytes = try? reader?.rawBytes(of: line), !bytes.isEmpty else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Sleeps until a line may have come, `wake` is readable, or the time is over.
  @discardableResult
  package func wait(milliseconds: Int, wake: Int32? = nil) -> LogReader.WaitEnd {
    reader?.wait(milliseconds: milliseconds, wake: wake)
      ?? waitForDescriptor(wake, milliseconds: milliseconds)
  }

  private func open() throws {
    guard reader == nil else { return }
    do {
      reader = try LogReader(controls: path)
    } catch SourceError.missing, SourceError.missingFolder {
      return
    }
  }
}

extension LogLine {
  /// The control of this line, if it is one.
  package var control: ControlEvent? {
    if case .event(let timed) = content, case .control(let control) = timed.event { control } else { nil }
  }
}
