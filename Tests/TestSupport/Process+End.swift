import Foundation

extension Process {
  /// Starts the program, and gives what waits for its end.
  ///
  /// `waitUntilExit` looks every 50 ms only: tests that run hundreds of programs would wait for the most part.
  package func begin() throws -> ProcessEnd {
    let end = ProcessEnd()
    terminationHandler = { _ in end.ended.signal() }
    try run()
    return end
  }

  /// Starts the program, and waits for its end.
  package func runToEnd() throws { try begin().wait() }
}

/// The end of a program, to be waited for once.
package struct ProcessEnd: Sendable {
  fileprivate let ended = DispatchSemaphore(value: 0)

  package func wait() { ended.wait() }
}
