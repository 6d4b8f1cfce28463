import Foundation
import Synchronization

/// One line on standard error that is written over while work goes on; nothing where that is no terminal.
final class ProgressLine: Sendable {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let shown = Mutex("")

  /// Shows a text in place of the one before.
  func show(_ text: String) {
    guard isTerminal else { return }
    shown.withLock { shown in
      let rest = String(repeating: " ", count: max(0, shown.count - text.count))
      fputs("\r\(text)\(rest)", stderr)
      shown = text
    }
  }

  /// Leaves an empty line.
  func clear() {
    guard isTerminal else { return }
    shown.withLock { shown in
      fputs("\r\(String(repeating: " ", count: shown.count))\r", stderr)
      shown = ""
    }
  }
}
