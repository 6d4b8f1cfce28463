import Synchronization

/// Hands values from one thread to another; a byte in a pipe wakes a `poll` that waits for them.
///
/// Bounded by what the sender is told: `post` returns how many values wait.
final class Mailbox<Value: Sendable>: Sendable {
  private let values = Mutex<[Value]>([])
  private let wake: WakePipe

  init(wake: WakePipe) { self.wake = wake }

  func post(_ value: Value) {
    values.withLock { $0.append(value) }
    wake.signal()
  }

  var isEmpty: Bool { values.withLock { $0.isEmpty } }

  func takeAll() -> [Value] {
    values.withLock { values in
      defer { values.removeAll() }
      return values
    }
  }
}
