import RunEvents
import RunState

/// Folds that somebody else does, so that keys need not wait for them.
extension DashboardModel {
  /// The heavy fold to do, to be asked for at `Effect.foldElsewhere`: moved out, so that whoever has it owns its
  /// matrices alone.
  public mutating func takeHeavyFold() -> HeavyFold? {
    defer { feed.heavyFold = nil }
    return feed.heavyFold
  }

  /// Whether the next line is to be lent.
  func isHeavy(_ line: LogLine) -> Bool {
    guard let limit = feed.lendsWorkAbove else { return false }
    return run.work(of: line) > limit
  }

  /// Lends the next line.
  mutating func lendNext() {
    guard let line = feed.takeNext() else { return }
    prepare(for: line)
    feed.tickets &+= 1
    feed.lent = LentFold(
      ticket: feed.tickets, line: line, progress: run.progress, decisions: run.counts.decisions,
      since: clock.monotonic)
    feed.heavyFold = HeavyFold(ticket: feed.tickets, line: line, run: run.lend(), answer: whatIf?.answer)
  }

  /// A heavy fold has come back; one that a seek has given up is thrown away.
  mutating func receive(_ fold: HeavyFold) {
    guard let lent = feed.lent, lent.ticket == fold.ticket else { return }
    feed.lent = nil
    feed.heavyFold = nil
    run = fold.run
    if let answer = fold.answer { whatIf?.answer = answer } else { beginWhatIf() }
    finish(lent.line, after: lent.progress, decisionsBefore: lent.decisions)
    tidyUp()
  }

  /// Gives a lent fold up: the state is taken from a checkpoint.
  mutating func abandonLentFold() {
    feed.lent = nil
    feed.heavyFold = nil
  }

  /// Whether the line that is being folded elsewhere is beyond a target: the moment asked for is the one that is
  /// shown, and its matrices are gone.
  func isPassedByLentFold(_ target: SeekTarget) -> Bool {
    guard let lent = feed.lent, !feed.historyIsGone else { return false }
    return hasReached(target) || stops(before: lent.line, for: target)
  }
}

extension Feed {
  /// The lines that will be folded next, the one that is being folded elsewhere first.
  var upcoming: some Sequence<LogLine> {
    [lent?.line].compactMap { $0 } + queue[head...]
  }

  /// The next line for everybody who looks ahead.
  var upcomingLine: LogLine? { lent?.line ?? nextLine }
}
