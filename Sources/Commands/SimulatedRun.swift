import NcursesTerminal
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
      do {
        try log.append(rawLines: lines.map(bytes))
        if isRealtime { try log.flush() }
      } catch AppendError.readerIsGone {
        return
      } catch {
        throw CommandFailure(.inputOutput, "\(error)")
      }
      if isRealtime, Self.wait(seconds: trainer.secondsUntilNext, for: stop) { return }
    }
    do {
      try log.flush()
    } catch AppendError.readerIsGone {
      return
    } catch {
      throw CommandFailure(.inputOutput, "\(error)")
    }
  }

  private func bytes(of line: SimulatedLine) -> [UInt8] {
    switch line {
    case .event(let event): Array(encoder.encode(event).utf8)
    case .raw(let bytes): bytes
    }
  }

  /// The controls that were appended since the last look; other lines of the file are not for a trainer.
  private static func controls(in follower: ControlFollower) -> [GivenControl] {
    follower.poll().compactMap { line in
      guard case .event(let timed) = line.content, let control = line.control else { return nil }
      return GivenControl(control, time: timed.time)
    }
  }

  /// True when `stop` was signalled within the time.
  private static func wait(seconds: Double, for stop: WakePipe) -> Bool {
    var descriptor = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, Int32((seconds * 1000).rounded(.up))) > 0
  }
}
