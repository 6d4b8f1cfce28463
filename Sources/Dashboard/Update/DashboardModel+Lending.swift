import RunEvents
import RunState

/// Folds that somebody else does, so that keys need not wait for them.
extension DashboardModel {
  /// The heavy fold to do, to be asked for at `Effect.foldElsewhere`: moved out, so that whoever has it owns its
  /// matrices alone.
  package mutating func claimHeavyFold() -> HeavyFold? {
    guard case .offered(let lent, let heavy) = feed.lending else { return nil }
    feed.lending = .away(lent)
    return heavy
  }

  /// Whether the next line is to be lent.
  func isHeavy(_ line: LogLine) -> Bool {
    guard let limit = feed.lendsWorkAbove else { return false }
    return run.work(of: line) > limit
  }

  /// Lends the next line.
  mutating func lendNext() {
    guard let line = feed.queue.popFirst() else { return }
    prepare(for: line)
    feed.tickets &+= 1
    let lent = LentFold(
      ticket: feed.tickets, line: line, progress: run.progress, decisions: run.counts.decisions,
      since: clock.monotonic)
    feed.lending = .offered(
      lent, HeavyFold(ticket: lent.ticket, line: line, run: run.lend(), answer: whatIf?.answer))
  }

  /// Lends a look at the posteriors.
  func lentLook() -> LentFold {
    LentFold(
      ticket: feed.tickets, line: nil, progress: run.progress, decisions: run.counts.decisions,
      since: clock.monotonic)
  }

  /// A heavy fold has come back; one that a seek has given up is thrown away.
  mutating func receive(_ fold: HeavyFold) {
    guard let lent = feed.lending.fold, lent.ticket == fold.ticket else { return }
    feed.lending = .none
    run = fold.run
    guard let line = lent.line else { return }
    if let answer = fold.answer { whatIf?.answer = answer } else { beginWhatIf() }
    finish(line, after: lent.progress, decisionsBefore: lent.decisions)
    tidyUp()
  }

  /// Whether the line that is being folded elsewhere is beyond a target: the moment asked for is the one that is
  /// shown, and its matrices are gone.
  func isPassedByLentFold(_ target: SeekTarget) -> Bool {
    guard let line = feed.lending.fold?.line, !feed.history.isGone else { return false }
    return hasReached(target) || stops(before: line, for: target)
  }
}
