import Files
import TerminalCells
import Wording

/// Standard error, one write a line.
enum StandardError {
  /// Whatever stands in the line (names, paths, arguments), nothing of it acts on the terminal.
  static func write(_ line: String) {
    writeAll(printableLines(line) + "\n", to: STDERR_FILENO)
  }

  /// As it stands and without a line ending, for a line that is drawn again and again.
  static func writeRaw(_ text: String) {
    writeAll(text, to: STDERR_FILENO)
  }
}

/// Standard output, one write a text.
///
/// A reader that is gone ends the program as any filter of a shell (SIGPIPE) or, where that is ignored, the output;
/// a full disk or a closed descriptor ends the program with a sentence, because half a result is none.
enum StandardOutput {
  /// Cells of a line where a terminal shows it.
  static var terminalColumns: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Sentences: on a terminal broken between words, elsewhere as they are.
  static func writeProse(_ text: String) {
    write(terminalColumns.map { wrapLines(text, to: max(40, $0)) } ?? text)
  }

  /// Writes lines, of which nothing acts on the terminal; false when nobody reads any more.
  ///
  /// - Parameter isJSON: by `JSONText`, which escapes what would act, so that readers get every text as it was.
  @discardableResult
  static func write(_ text: String, isJSON: Bool = false) -> Bool {
    writeRaw(isJSON ? text : printableLines(text))
  }

  /// Writes a text as it stands: frames with their colours, and what has no foreign text in it.
  @discardableResult
  static func writeRaw(_ text: String) -> Bool {
    if writeAll(text, to: STDOUT_FILENO) { return true }
    let failure = SystemFailure.last
    if failure.code == EPIPE { return false }
    StandardError.write("rmtop: standard output cannot be written: \(failure.reason)")
    exit(ExitStatus.inputOutput.rawValue)
  }
}

/// Writes all of a text, going on after interruptions; false on an error.
@discardableResult
private func writeAll(_ text: String, to descriptor: Int32) -> Bool {
  var text = text
  return text.withUTF8 { bytes in
    guard let base = bytes.baseAddress else { return true }
    var done = 0
    while done < bytes.count {
      let written = write(descriptor, base + done, bytes.count - done)
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          // Somebody made the shared descriptor non-blocking.
          var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = poll(&request, 1, 1000)
          continue
        }
        return false
      }
      done += written
    }
    return true
  }
}
