import CTerminal
import Files

/// Wakes a thread that waits in `poll`: the bell of a mailbox.
///
/// Any thread may ring; the waiting one watches `descriptor` and, woken, calls `drain` *before* it empties the
/// mailbox, so that a message put in meanwhile rings again.
package final class WakePipe: Sendable {
  /// Readable when somebody has rung.
  package let descriptor: Int32
  private let writeEnd: Int32

  /// - Throws: `TerminalError.unusable` when the process has no descriptors left.
  package init() throws(TerminalError) {
    var ends: (Int32, Int32) = (-1, -1)
    guard rmtop_open_pipe(&ends.0, &ends.1) == 0 else {
      throw .unusable(SystemFailure.last.reason)
    }
    (descriptor, writeEnd) = ends
  }

  deinit {
    close(descriptor)
    close(writeEnd)
  }

  /// Wakes the waiting thread. A full pipe is as good as a byte more in it.
  package func wake() {
    var byte: UInt8 = 0
    while write(writeEnd, &byte, 1) < 0, errno == EINTR {}
  }

  /// Takes back all that was rung.
  package func drain() { _ = availableBytes(descriptor) }
}
