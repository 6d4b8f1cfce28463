package import RunState

/// A question about the replayed run, and how far it is answered.
///
/// The question holds from `start` on; the cursor may be anywhere. Before `start` there is no answer; behind it the
/// answer is folded beside the run, line by line; again from `start` when the question changes, and from the nearest of
/// `checkpoints` when the cursor goes back. Nothing of it reaches the recording or a control file.
package struct WhatIfSession: Sendable {
  package internal(set) var question = WhatIfQuestion()
  /// The settings of the question as they were typed.
  package internal(set) var settingsText = ""
  /// The moment from which the question holds.
  let start: Checkpoint
  /// The answer up to the cursor; `nil` while the cursor is before `start`.
  package internal(set) var answer: WhatIf?
  /// Estimates from the answer as it was a moment ago.
  package internal(set) var report: WhatIfReport?
  /// Moments behind `start` with the answer to the question as it is now, in order.
  var checkpoints = CheckpointRow()
  /// Controls given so far: numbers their sequences.
  var controlsGiven = 0

  /// Checkpoints kept at most; each holds a second state, that of the other settings.
  static let checkpointLimit = 6

  init(start: Checkpoint) { self.start = start }

  /// Where it begins, in words.
  var startText: String {
    if start.run.progress.events == 0 { return "from the start" }
    return DashboardModel.step(of: start.run).map { "from step \($0)" }
      ?? "from event \(start.run.progress.events)"
  }
}
