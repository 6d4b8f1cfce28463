import RunState

/// The run at a moment with the answer to a question up to there, so that a step back need not fold from the start.
struct WhatIfCheckpoint: Sendable {
  var moment: Checkpoint
  var answer: WhatIf
}

extension WhatIfSession {
  /// Kept at most; each holds a second state, that of the other settings.
  static let checkpointLimit = 6
  /// Events between two of them, at least.
  static let closestSpacing = 64

  /// Keeps the answer here, if the one before is `spacing` events away; drops the farthest from here when there are
  /// too many, so that they gather around the cursor.
  ///
  /// - Parameter budget: bytes that all of them may take; one is kept whatever it takes.
  mutating func considerCheckpoint(
    _ run: RunState, maximumTime: Double?, spacing: Int, budget: Int
  ) {
    let events = run.progress.events
    guard events >= nextCheckpoint, let answer else { return }
    let index = checkpoints.firstIndex { $0.moment.run.progress.events > events } ?? checkpoints.count
    let before = index > 0 ? checkpoints[index - 1].moment.run.progress.events : start.run.progress.events
    guard events - before >= spacing else {
      nextCheckpoint = before + spacing
      return
    }
    checkpoints.insert(
      WhatIfCheckpoint(moment: Checkpoint(run: run, maximumTime: maximumTime), answer: answer), at: index)
    nextCheckpoint = events + Self.closestSpacing
    let bytes = 2 * run.estimatedBytes + answer.roundCount * 128
    let limit = min(Self.checkpointLimit, max(1, budget / max(1, bytes)))
    while checkpoints.count > limit {
      let first = events - checkpoints[0].moment.run.progress.events
      let last = checkpoints[checkpoints.count - 1].moment.run.progress.events - events
      checkpoints.remove(at: first >= last ? 0 : checkpoints.count - 1)
    }
  }
}
