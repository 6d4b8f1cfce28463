import RunState

/// A question about the replayed run, and how far it is answered.
///
/// The question holds from `start` on; the cursor may be anywhere. Before `start` there is no answer; behind it the
/// answer is folded beside the run, line by line, and again from `start` when the cursor goes back or the question
/// changes. Nothing of it reaches the recording or a control file.
public struct WhatIfSession: Sendable {
  public internal(set) var question = WhatIfQuestion()
  /// The settings of the question as they were typed.
  public internal(set) var settingsText = ""
  /// The moment from which the question holds.
  let start: Checkpoint
  /// The answer up to the cursor; `nil` while the cursor is before `start`.
  public internal(set) var answer: WhatIf?
  /// Estimates from the answer as it was a moment ago.
  public internal(set) var report: WhatIfReport?
  /// Controls given so far: numbers their sequences.
  var controlsGiven = 0

  init(start: Checkpoint) { self.start = start }

  /// Where it begins, in words.
  var place: String {
    if start.run.progress.events == 0 { return "from the start" }
    return DashboardModel.step(of: start.run).map { "from step \($0)" }
      ?? "from event \(start.run.progress.events)"
  }
}
