import RunEvents
import RunLog
import Simulator

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A simulated trainer joined to real files: it appends to a run log and obeys a control file.
struct SimulatedRun {
  private var trainer: SimulatedTrainer
  private let log: LogAppender
  private let controls: ControlFollower?
  private let isRealtime: Bool
  private let encoder = EventEncoder()

  init(trainer: SimulatedTrainer, log: LogAppender, controls: ControlFollower?, isRealtime: Bool) {
    self.trainer = trainer
    self.log = log
    self.controls = controls
    self.isRealtime = isRealtime
  }

  /// Runs to the end of the simulation, or until `stop` is signalled, or nobody reads the log any more.
  mutating func run(until stop: WakePipe) throws {
    while true {
      let given = controls.map(Self.controls(in:)) ?? []
      guard let lines = trainer.next(controls: given, time: isRealtime ? WallClock.now : nil) else { break }
      for line in lines {
        switch line {
        case .event(let event): log.append(line: encoder.encode(event))
        case .raw(let text): log.append(line: text)
        }
      }
      if isRealtime {
        guard try flush() else { return }
        if Self.wait(seconds: trainer.secondsUntilNext, for: stop) { return }
      }
    }
    _ = try flush()
  }

  private func flush() throws -> Bool {
    do {
      return try log.flush()
    } catch {
      throw CommandFailure(.inputOutput, "\(error)")
    }
  }

  /// The controls that were appended since the last look; other lines of the file are not for a trainer.
  private static func controls(in follower: ControlFollower) -> [ControlEvent] {
    follower.poll().compactMap { line in
      if case .event(let timed) = line.content, case .control(let control) = timed.event { control } else { nil }
    }
  }

  /// True when `stop` was signalled within the time.
  private static func wait(seconds: Double, for stop: WakePipe) -> Bool {
    var descriptor = pollfd(fd: stop.readDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, Int32((seconds * 1000).rounded(.up))) > 0
  }
}
