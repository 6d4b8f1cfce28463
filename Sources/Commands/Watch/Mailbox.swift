import NcursesTerminal
import Synchronization

/// Hands values from one thread to another; a byte in a pipe wakes a `poll` that waits for them.
///
/// Not bounded by itself: the reader thread counts what waits.
final class Mailbox<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])
  private let wake: WakePipe

  init(wake: WakePipe) { self.wake = wake }

  func post(_ value: Value) {
    values.withLock { $0.append(value) }
    wake.wake()
  }

  func drain() -> [Value] {
    values.withLock { values in
      defer { values.removeAll() }
      return values
    }
  }
}

/// A wake pipe; without descriptors left the program cannot go on.
func makeWakePipe() throws -> WakePipe {
  do {
    return try WakePipe()
  } catch {
    throw CommandFailure(.inputOutput, "\(error)")
  }
}
