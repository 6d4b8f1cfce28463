import Synchronization

/// A clock that stands still until it is told to go on.
package final class HandClock: Sendable {
  private let seconds = Mutex(1000.0)

  package init() {}

  /// What is injected.
  package var read: @Sendable () -> Double { { [self] in seconds.withLock { $0 } } }

  package func advance(_ step: Double) { seconds.withLock { $0 += step } }
}
