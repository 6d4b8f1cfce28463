#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard error, one write a line.
enum StandardError {
  static func write(_ line: String) {
    writeAll(line + "\n", to: STDERR_FILENO)
  }
}

/// Standard output, one write a text; a closed pipe ends the output, not the program.
enum StandardOutput {
  /// Returns false when nobody reads any more.
  @discardableResult
  static func write(_ text: String) -> Bool {
    writeAll(text, to: STDOUT_FILENO)
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
        return false
      }
      done += written
    }
    return true
  }
}
