import RouterEngine
import RunEvents
import RunState

extension DashboardModel {
  /// `w`: begins a question at this moment (at the end of the log: about all of it); once more opens its settings.
  mutating func openWhatIf() -> [Effect] {
    guard session.mode == .replay else {
      status = StatusLine(
        "a what-if needs a recorded run: use rmtop replay or rmtop whatif", isError: true)
      return []
    }
    if let whatIf {
      view.overlay = .prompt(Prompt(purpose: .whatIf, input: whatIf.settingsText))
      return []
    }
    if feed.history.isGone {
      status = StatusLine("the log was replaced, so a what-if cannot read it again", isError: true)
      return []
    }
    if feed.lending.fold != nil {
      status = StatusLine("a large batch is being folded: ask again in a moment", isError: true)
      return []
    }
    let isAtEnd = feed.target == nil && feed.isAtEnd && feed.queue.first == nil
    let isAtStart = run.progress.events == 0
    whatIf = WhatIfSession(
      start: isAtEnd || isAtStart
        ? feed.history.base : Checkpoint(run: run, maximumTime: feed.history.maximumTime))
    view.hidden.remove(.share)
    view.hidden.remove(.reward)
    let start = whatIf?.startText ?? ""
    let words: [(Command, String)] = [
      (.pin, "pins"), (.ban, "bans"), (.whatIf, "settings"), (.undo, "undoes"), (.close, "leaves"),
    ]
    status = StatusLine(
      "what if, \(start): " + words.map { "\(session.keys.label(of: $0)) \($1)" }.joined(separator: ", "))
    return askAgain()
  }

  /// Esc: back to the recording, which has never been left.
  mutating func leaveWhatIf() {
    whatIf = nil
    status = StatusLine("back to the recording")
  }

  /// Folds the question from its start to where the cursor is.
  mutating func askAgain() -> [Effect] {
    guard let whatIf else { return [] }
    self.whatIf?.report = nil
    self.whatIf?.checkpoints = CheckpointRow()
    let here = run.progress.endOffset
    // A state that is lent for a heavy fold has no matrices: the start has.
    if here <= whatIf.start.resumeOffset, feed.lending.fold == nil {
      self.whatIf?.answer = here == whatIf.start.resumeOffset ? WhatIf(whatIf.question, from: run) : nil
      return []
    }
    let isAtEnd = feed.isAtEnd && feed.queue.first == nil
    return restart(
      from: whatIf.start, to: feed.target ?? (isAtEnd ? .end : .event(run.progress.events)))
  }

  /// The run's state is that of a checkpoint now.
  mutating func restartWhatIf(at checkpoint: Checkpoint) {
    guard let whatIf else { return }
    self.whatIf?.report = nil
    self.whatIf?.checkpoints.rewind()
    let isStart = checkpoint.resumeOffset == whatIf.start.resumeOffset
    let known = whatIf.checkpoints.all.last { $0.resumeOffset == checkpoint.resumeOffset }
    self.whatIf?.answer = isStart ? WhatIf(whatIf.question, from: checkpoint.run) : known?.answer
  }

  /// A line has been folded into the run: into the answer, too.
  mutating func foldWhatIf(_ line: LogLine) {
    guard whatIf?.answer != nil else { return beginWhatIf() }
    whatIf?.answer?.fold(line, recorded: run)
    guard let session = whatIf else { return }
    let (time, spacing, budget) = (feed.history.maximumTime, checkpointSpacing, feed.checkpointBudget)
    whatIf?.checkpoints.consider(
      run, maximumTime: time, answer: session.answer,
      after: session.start.run.progress.events, spacing: spacing, most: WhatIfSession.checkpointLimit,
      budget: budget)
  }

  /// The answer begins where the question does.
  mutating func beginWhatIf() {
    guard let whatIf, whatIf.answer == nil, run.progress.endOffset == whatIf.start.resumeOffset else {
      return
    }
    self.whatIf?.answer = WhatIf(whatIf.question, from: run)
  }

  /// Multiplications that regressions may take: at rest, and while the run plays.
  private static let modelBudgetAtRest = 4e8
  private static let modelBudgetPlaying = 3e7

  /// Estimates anew where there is more to estimate from: at rest from all, playing when an eighth has come.
  mutating func refreshWhatIf() {
    guard feed.target == nil, let answer = whatIf?.answer else { return }
    let isAtRest = feed.transport == .paused
    let budget = isAtRest ? Self.modelBudgetAtRest : Self.modelBudgetPlaying
    if let report = whatIf?.report {
      let rounds = report.roundsSeen
      if isAtRest {
        if report.tally == answer.tally, rounds == answer.roundCount, report.modelBudget == budget { return }
      } else if answer.roundCount < rounds + max(64, rounds / 8) {
        return
      }
    }
    whatIf?.report = answer.report(modelBudget: budget, judgesCorrectness: false)
  }
}
