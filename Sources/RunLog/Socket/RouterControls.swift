import Files
import Synchronization

/// Sends controls over the connection on which a router's log is read.
///
/// The log is read on one thread and keys are pressed on another.
package final class RouterControls: ControlSink, Sendable {
  /// Milliseconds that a line waits for room.
  static let patience = 1000

  private let address: RouterAddress
  /// Open for as long as it stands here: whoever closes it takes it away first.
  private let descriptor = Mutex<Int32?>(nil)

  init(_ address: RouterAddress) { self.address = address }

  /// - Parameter descriptor: the connection on which the log comes; `nil` when it is lost.
  func use(_ descriptor: Int32?) { self.descriptor.withLock { $0 = descriptor } }

  package func append(line: String) throws {
    if line.utf8.contains(0x0A) { throw AppendError.notOneLine }
    try descriptor.withLock { descriptor in
      guard let descriptor else { throw AppendError.routerIsAway(address) }
      do throws(SystemFailure) {
        try sendBytes(Array(line.utf8) + [0x0A], to: descriptor, milliseconds: Self.patience)
      } catch {
        throw error.code == EAGAIN ? AppendError.routerIsBusy(address) : AppendError.routerIsAway(address)
      }
    }
  }
}
