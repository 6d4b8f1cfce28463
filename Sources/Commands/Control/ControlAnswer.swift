import RunEvents
import RunLog
import RunState
import Wording

/// What the run log knows before a control is sent, and what it answers after.
struct ControlAnswer {
  enum Outcome: Equatable {
    case obeyed(step: Int?)
    /// The router's own sentence.
    case refused(String)
    /// The run ended without an answer.
    case ended
    case none
  }

  private let name: String
  private let reader: LogReader
  private var state = RunState(takesBeliefs: false)

  /// Opens a run log and reads what is there.
  init(log: String) throws {
    name = shownPath(log)
    do {
      reader = try LogReader(.file(path: log, follow: true))
    } catch {
      throw CommandFailure(.noInput, "\(error)")
    }
    while try !step({ _ in }) {}
  }

  /// - Throws: a sentence that names the nearest reward model, where the log has others only.
  func check(_ rewardModel: String) throws {
    let ids = state.rewardModels.map(\.info.id)
    if ids.isEmpty || ids.contains(rewardModel) { return }
    throw CommandFailure(
      .usage,
      "there is no reward model \(quoted(rewardModel)) in \(name)"
        + suggestion(for: rewardModel, among: ids, otherwise: "; it has " + listed(ids))
        + ": nothing was sent")
  }

  /// Reads on until the log answers the control, the run ends or the time is over.
  mutating func answer(to sequence: String, seconds: Int) throws -> Outcome {
    let deadline = WallClock.monotonic + Double(seconds)
    var outcome = Outcome.none
    while true {
      let reachedEnd = try step { event in
        guard case .applied(let applied) = event, applied.sequence == sequence, outcome == .none else {
          return
        }
        outcome =
          applied.ok ? .obeyed(step: applied.step) : .refused(applied.error ?? "it gave no reason")
      }
      if outcome != .none { return outcome }
      guard reachedEnd else { continue }
      if state.progress.end != nil || !reader.canGrow { return .ended }
      let left = deadline - WallClock.monotonic
      if left <= 0 { return .none }
      reader.wait(milliseconds: Int((left * 1000).rounded(.up)))
    }
  }

  /// One read; true at the end of what is there.
  private mutating func step(_ look: (RunEvent) -> Void) throws -> Bool {
    var lines: [LogLine] = []
    let result: LogReader.ReadResult
    do {
      result = try reader.read(into: &lines, maximumBytes: 1 << 18, maximumLines: 512)
    } catch {
      throw CommandFailure(.inputOutput, "\(error)")
    }
    for line in lines {
      state.fold(line)
      if case .event(let timed) = line.content { look(timed.event) }
    }
    return lines.isEmpty && result.reachedEnd
  }
}
