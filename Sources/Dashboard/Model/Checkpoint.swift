package import RunState

/// A copy of the state to start a seek from.
package struct Checkpoint: Sendable {
  package var run = RunState()
  /// Byte offset and number of the first line that is not in `run`.
  package var resumeOffset = 0
  package var resumeLine = 1
  /// Greatest finite `t` folded so far.
  package var maximumTime: Double?
  /// The answer to a what-if up to here, where one was asked.
  var answer: WhatIf?

  /// The beginning of a source.
  package init() {}

  init(run: RunState, maximumTime: Double?, answer: WhatIf? = nil) {
    self.run = run
    resumeOffset = run.progress.endOffset
    resumeLine = run.progress.nextLine
    self.maximumTime = maximumTime
    self.answer = answer
  }

  init(run: RunState, resumeOffset: Int, resumeLine: Int, maximumTime: Double?) {
    self.run = run
    self.resumeOffset = resumeOffset
    self.resumeLine = resumeLine
    self.maximumTime = maximumTime
  }
}
