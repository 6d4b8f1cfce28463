import Dashboard
import Foundation
import Synchronization

/// The thread on which folds are done that are too much work for the one that answers keys.
///
/// It owns a fold's state while it works on it, and hands it back whole.
final class FoldWorker: Sendable {
  private struct Orders {
    var fold: HeavyFold?
    var isStopped = false
  }

  /// Folds under way in this process.
  private static let busy = Atomic<Int>(0)
  /// Whether some worker is in the middle of a fold.
  static var isAnyBusy: Bool { busy.load(ordering: .sequentiallyConsistent) > 0 }

  private let orders = Mutex(Orders())
  private let waiting = DispatchSemaphore(value: 0)
  private let isDone: @Sendable (HeavyFold) -> Void

  /// - Parameter isDone: told of every fold that is done, on the worker's thread.
  init(isDone: @escaping @Sendable (HeavyFold) -> Void) { self.isDone = isDone }

  func start() {
    let thread = Thread { [self] in run() }
    thread.name = "rmtop fold"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Takes the next fold; one that has not begun is dropped for it: a dashboard waits for its last one alone.
  func start(_ fold: HeavyFold) {
    orders.withLock { $0.fold = fold }
    waiting.signal()
  }

  /// Ends the thread after the fold that it is at; nothing waits for it.
  func stop() {
    orders.withLock { orders in
      orders.isStopped = true
      orders.fold = nil
    }
    waiting.signal()
  }

  private func run() {
    while true {
      waiting.wait()
      var isStopped = false
      var next: HeavyFold? = orders.withLock { orders in
        isStopped = orders.isStopped
        defer { orders.fold = nil }
        if orders.fold != nil { Self.busy.add(1, ordering: .sequentiallyConsistent) }
        return orders.fold
      }
      if isStopped { return }
      guard next != nil else { continue }
      // In place: a second owner would make it copy the matrices.
      next?.fold()
      Self.busy.subtract(1, ordering: .sequentiallyConsistent)
      if let fold = next { isDone(fold) }
    }
  }
}
