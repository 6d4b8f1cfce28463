import Files
import NcursesTerminal
import RunEvents
import RunLog
import Simulator

/// A simulated trainer joined to real files: it appends to a run log and obeys a control file.
struct SimulatedRun {
  private var trainer: SimulatedTrainer
  private let log: LogAppender
  private let controls: ControlFollower?
  private let isRealtime: Bool
  private let encoder = EventEncoder()
  private var notices: ControlNotices

  /// - Parameter say: Takes the sentences about controls that are not obeyed.
  init(
    trainer: SimulatedTrainer, log: LogAppender, controls: ControlFollower?, isRealtime: Bool,
    say: @escaping @Sendable (String) -> Void = { StandardError.write("rmtop: \($0)") }
  ) {
    self.trainer = trainer
    self.log = log
    self.controls = controls
    self.isRealtime = isRealtime
    notices = ControlNotices(path: controls?.path ?? "", say: say)
  }

  /// Runs to the end of the simulation, or until `stop` is signalled, or nobody reads the log any more.
  mutating func run(until stop: WakePipe) throws {
    while true {
      let given = controls.map { pollControls(from: $0) } ?? []
      guard let lines = trainer.next(controls: given, time: isRealtime ? WallClock.now : nil) else { break }
      notices.tellRefusals(in: lines)
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

  /// The controls that were appended since the last look; of other lines the user is told.
  private mutating func pollControls(from follower: ControlFollower) -> [GivenControl] {
    var given: [GivenControl] = []
    for line in follower.poll() {
      if case .event(let timed) = line.content, let control = line.control {
        given.append(GivenControl(control, time: timed.time))
      } else {
        notices.tellUnreadable(line)
      }
    }
    for notice in follower.drainNotices() { notices.tell(notice) }
    return given
  }

  /// True when `stop` was signalled within the time.
  private static func wait(seconds: Double, for stop: WakePipe) -> Bool {
    var descriptor = pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, Int32((seconds * 1000).rounded(.up))) > 0
  }
}
