import Synchronization

/// A clock that stands still until it is told to go on.
public final class HandClock: Sendable {
  private let seconds = Mutex(1000.0)

  public init() {}

  /// What is injected.
  public var read: @Sendable () -> Double { { [self] in seconds.withLock { $0 } } }

  public func advance(_ step: Double) { seconds.withLock { $0 += step } }
}
