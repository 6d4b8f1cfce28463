/// How long the last steps took by one clock, and the pauses in them.
struct StepPace: Equatable, Sendable {
  private struct Step: Equatable, Sendable {
    var duration: Double
    var pause: Double
  }

  /// Steps that are remembered.
  static let steps = 64

  private var last: Double?
  private var stepBegan: Double?
  /// The greatest pause since the last new step.
  private var pause = 0.0
  private var kept: [Step] = []
  private var next = 0

  /// Something has come at this time; a time before the latest one tells nothing.
  mutating func came(at time: Double, isNewStep: Bool) {
    if let last, time < last { return }
    if let last { pause = max(pause, time - last) }
    last = time
    guard isNewStep else { return }
    if let stepBegan {
      let step = Step(duration: time - stepBegan, pause: pause)
      if kept.count < Self.steps { kept.append(step) } else { kept[next] = step }
      next = (next + 1) % Self.steps
      pause = 0
    }
    stepBegan = time
  }

  /// What comes next comes after a time that nobody measured.
  mutating func interrupt() {
    last = nil
    stepBegan = nil
  }

  var medianDuration: Double {
    let sorted = kept.map(\.duration).sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  var greatestPause: Double { max(pause, kept.map(\.pause).max() ?? 0) }
}
