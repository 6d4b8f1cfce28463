import RunEvents
import RunState

/// The newest of what has arrived, folded or not.
struct Arrivals: Sendable {
  private(set) var step: Int?
  /// The newest finite `t`.
  private(set) var time: Double?
  /// Where the newest line begins; -1 before the first of a file.
  var offset = -1
  /// The greatest step, also where a run went back and has not come so far again.
  var greatestStep: Int? { steps?.upperBound }
  /// The steps that have arrived, and which of them stand alone.
  private var steps: ClosedRange<Int>?
  private var strays = StrayStepWatch()

  /// A line has arrived for the first time; a step that stands alone far beyond all others tells nothing.
  mutating func note(_ line: LogLine) {
    offset = line.offset
    time = line.finiteTime ?? time
    guard let step = line.routingStep, strays.judge(step, known: steps) != .stray else { return }
    self.step = step
    steps = min(steps?.lowerBound ?? step, step)...max(steps?.upperBound ?? step, step)
  }
}
