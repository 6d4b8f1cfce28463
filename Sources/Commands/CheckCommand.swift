import ArgumentParser
import RunEvents
import RunState
import TerminalCells

/// `rmtop check`: every fault of a log, and remarks on what is merely odd.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "List every fault of a log with its line; exit 1 if there are any.",
    discussion: """
      A fault is a line that is skipped: bad JSON or UTF-8, a missing or ill-typed field, a context of another \
      length, a decision or control of a reward model that is not in the run line. Repetitions, orphans, late \
      feedback, NaN, unknown types, caps and a torn last line are remarks: counted, and no reason to exit 1.
      """)

  @Argument(help: ArgumentHelp("A run log, .gz and .zst too; - for standard input.", valueName: "log"))
  var log: String

  func run() throws {
    try reportingFailures {
      var state = RunState(priors: PriorFolder.beside(log: log).loader, takesBeliefs: false)
      let remarks = try LogInput(log).forEachLine { line in
        let before = state.faults.total
        state.fold(line)
        if state.faults.total > before, let fault = state.faults.last {
          StandardOutput.write(
            "line \(fault.line), byte \(fault.offset): \(fault.reason.kind.rawValue): \(fault.reason.message)\n"
          )
        }
        return true
      }
      StandardOutput.write(Self.report(state, remarks: remarks))
      if state.faults.total > 0 { throw ExitCode(ExitStatus.faultsFound.rawValue) }
    }
  }

  /// The closing lines: the count of faults by kind, then the remarks.
  static func report(_ state: RunState, remarks: LogInput.Remarks) -> String {
    let counts = state.counts
    var lines: [String] = []
    let total = state.faults.total
    let events = formatCount(counts.events, of: "event")
    if total == 0 {
      lines.append("no faults in \(events)")
    } else {
      let kinds = state.faults.byKind.map { "\(formatCount($0.count)) \($0.kind.rawValue)" }
      lines.append(
        "\(formatCount(total, of: "fault")) beside \(events): "
          + kinds.joined(separator: ", "))
    }
    if counts.events == 0 { lines.append("remark: the log has no events") }
    for (count, words) in remarkRows(state) where count > 0 {
      lines.append("remark: \(formatCount(count)) \(words)")
    }
    if counts.events > 0, state.header == nil {
      lines.append("remark: no run line; reward models are taken in the order of first appearance")
    }
    if case .unavailable(let reason) = state.posterior { lines.append("remark: \(reason)") }
    for entry in state.journal where entry.subject == .cap { lines.append("remark: \(entry.text)") }
    if remarks.hasTornTail { lines.append("remark: the last line is torn (no line ending); it was not read") }
    lines += remarks.notices.map { "remark: \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func remarkRows(_ state: RunState) -> [(Int, String)] {
    let counts = state.counts
    return [
      (counts.repeatedPairs, "repeated pairs"),
      (counts.repeatedDecisions, "repeated decisions"),
      (counts.repeatedFeedbacks, "repeated feedbacks"),
      (counts.orphans, "feedbacks without a decision"),
      (counts.late, "late feedbacks, after their step's batch had closed"),
      (counts.nonFinite, "values that are NaN or infinite"),
      (counts.differingSteps, "feedbacks whose step differs from their decision's"),
      (counts.unknownTypes, "events of an unknown type"),
      (counts.droppedContexts, "contexts dropped before their feedback came"),
      (counts.rewardsWithoutContext, "rewards without a context: normalised, not folded"),
      (counts.refusedRewards, "rewards that give no posterior update (a batch of one, or not finite)"),
      (counts.strayApplied, "applied lines without a control"),
      (counts.repeatedControls, "repeated controls"),
      (counts.differingScores, "decisions whose logged scores differ from rmtop's fold"),
      (max(0, state.progress.segments - 1), "restarts (the step went back, or the same run line again)"),
      (state.progress.pending, "rewards of the last batch, not folded: the log has no end line"),
    ]
  }
}
