import Foundation
import NcursesTerminal
import Synchronization

/// A simulated run on a thread of its own, beside the screen.
final class BackgroundRun: Sendable {
  private let run: Mutex<SimulatedRun>
  private let stop: WakePipe
  private let isDone = DispatchSemaphore(value: 0)

  init(_ run: sending SimulatedRun, stop: WakePipe) {
    self.run = Mutex(run)
    self.stop = stop
  }

  func start() {
    let thread = Thread { [self] in
      // A log that cannot be written any more ends the simulation; the screen shows a stalled run.
      run.withLock { try? $0.run(until: stop) }
      isDone.signal()
    }
    thread.name = "simulated trainer"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Stops the run and waits until its last line is written.
  func finish() {
    stop.wake()
    isDone.wait()
  }
}
