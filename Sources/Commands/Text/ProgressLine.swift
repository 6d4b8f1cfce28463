import Files
import Synchronization
import Wording

/// How far work has come, on standard error: one line that is written over on a terminal, else a line each time.
final class ProgressLine: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let isDirty = Mutex(false)

  /// Shows a text in place of the one before; from any thread.
  func show(_ text: String) {
    guard isTerminal else { return StandardError.write(text) }
    let text = printableText(text)
    isDirty.withLock { isDirty in
      StandardError.writeRaw("\r\u{1B}[K" + text)
      isDirty = true
    }
  }

  /// Leaves no half line behind.
  func clear() {
    isDirty.withLock { isDirty in
      if isDirty { StandardError.writeRaw("\r\u{1B}[K") }
      isDirty = false
    }
  }
}
