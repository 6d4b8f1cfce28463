import Files
import Foundation
import NcursesTerminal
import RunEvents
import RunLog
import Simulator
import Synchronization

/// A simulated trainer on a thread of its own that asks a router for its decisions.
final class BackgroundClient: Sendable {
  private let client: Mutex<SimulatedClient>
  private let router: RouterAddress
  private let stop: WakePipe
  private let isDone = DispatchSemaphore(value: 0)

  init(_ client: SimulatedClient, router: RouterAddress, stop: WakePipe) {
    self.client = Mutex(client)
    self.router = router
    self.stop = stop
  }

  func start() {
    let thread = Thread { [self] in
      // A router that answers no more ends the simulation; the screen shows that nothing comes.
      try? run()
      isDone.signal()
    }
    thread.name = "simulated trainer"
    thread.start()
  }

  /// Stops the trainer and waits until its last line is sent.
  func finish() {
    stop.wake()
    isDone.wait()
  }

  private func run() throws {
    let connection = try RouterConnection(to: router, client: "rmtop demo")
    let encoder = EventEncoder()
    while let pairs = client.withLock({ $0.nextPairs() }) {
      var chosen: [String] = []
      for pair in pairs {
        try connection.ask(encoder.encode(TimedEvent(time: WallClock.now, .pair(pair))), seconds: 10)
        chosen.append(
          try connection.answer(seconds: 10) {
            if case .decision(let event) = $0 { event.rewardModel } else { nil }
          })
        if waits(seconds: 0.05) { return }
      }
      for event in client.withLock({ $0.judge(by: chosen, time: WallClock.now) }) {
        try connection.send(encoder.encode(event))
      }
      if waits(seconds: client.withLock { $0.secondsOfStep }) { return }
    }
  }

  /// True when `stop` was signalled within the time.
  private func waits(seconds: Double) -> Bool {
    var descriptor = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, Int32((seconds * 1000).rounded(.up))) > 0
  }
}
