import ArgumentParser
import Importers
import Router
import RunEvents
import RunState
import TerminalCells
import Wording

/// `rmtop check`: every fault of a log, and remarks on what is merely odd.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "List every fault of a log with its line; exit 1 if there are any.",
    discussion: """
      A fault is a line that is skipped: bad JSON or UTF-8, a missing or ill-typed field, a context of another \
      length, a decision or control of a reward model that is not in the run line. An optional field that cannot be \
      read is left out and its event kept: that is a remark, as are repetitions, orphans, late feedback, NaN, unknown \
      types, caps and a torn last line. Remarks are listed after the faults and do not change the exit code. For a packed \
      log that is cut or damaged it is 1 too, and 66 where nothing of it could be unpacked.
      """)

  @Argument(help: ArgumentHelp("A run log, plain, .gz or .zst; - for standard input.", valueName: "log"))
  var log: String

  @OptionGroup var format: FormatOption

  func run() throws {
    try reportingFailures {
      var state = RunState(priors: PriorFolder.beside(log: log).loader, takesBeliefs: false)
      let remarks = try LogInput(log, format: format.choice).forEachLine { line in
        let before = state.faults.total
        state.fold(line)
        if state.faults.total > before, let fault = state.faults.last {
          StandardOutput.write(
            "line \(fault.line), byte \(fault.offset): \(fault.reason.kind.rawValue): "
              + "\(printableText(fault.reason.message))\n"
          )
        }
        return true
      }
      StandardOutput.write(Self.report(state, remarks: remarks))
      if state.faults.total > 0 || remarks.isDamaged { throw ExitCode(ExitStatus.faultsFound.rawValue) }
    }
  }

  /// The closing lines: the count of faults by kind, then the remarks.
  static func report(_ state: RunState, remarks: LogInput.Remarks) -> String {
    let counts = state.counts
    var lines: [String] = []
    let total = state.faults.total
    let events = formatCount(counts.events, of: "event")
    if total == 0 {
      lines.append("no faults in \(remarks.isDamaged ? "the part that could be read, " : "")\(events)")
    } else {
      let kinds = state.faults.byKind.map { "\(formatCount($0.count)) \($0.kind.rawValue)" }
      lines.append(
        "\(formatCount(total, of: "fault")) beside \(events): "
          + kinds.joined(separator: ", "))
    }
    lines += leftOut(state.remarks)
    if counts.events == 0, let format = state.faults.format {
      lines.append("remark: this looks like \(format.name); \(ForeignFormat.runLog)")
      lines.append("remark: \(format.advice)")
    }
    if counts.events == 0 { lines.append("remark: the log has no events") }
    for (count, noun, more) in remarkRows(state) where count > 0 {
      lines.append("remark: \(formatCount(count, of: noun))\(more)")
    }
    if let format = remarks.importedFormat { lines.append("remark: read as \(format.words)") }
    if state.hasMetricsOnly {
      lines.append("remark: the file has \(RunState.metricsOnly); \(RunState.decisionsMissing)")
    } else if counts.events > 0, state.header == nil {
      lines.append("remark: no run line; reward models are listed in the order of their first appearance")
    }
    if case .unavailable(let reason) = state.posterior, !state.hasMetricsOnly {
      lines.append("remark: \(reason)")
    }
    if let distance = state.progress.writerDistance { lines.append("remark: \(RunState.advice(distance))") }
    for entry in state.journal where entry.subject == .cap { lines.append("remark: \(entry.text)") }
    if remarks.hasTornTail {
      lines.append("remark: the last line is torn (it has no line ending) and was not read")
    }
    lines += remarks.notices.map { "\(remarks.isDamaged ? "damaged" : "remark"): \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What was left out of events: the count by field and reason, then the first remarks one by one.
  private static func leftOut(_ remarks: RemarkList) -> [String] {
    let text = RemarkText(remarks, of: "events")
    return [text.head].compactMap { $0 } + text.first.map { "remark: " + $0 }
      + (text.rest > 0 ? ["remark: and \(formatCount(text.rest)) more of the same kinds"] : [])
  }

  /// How many, of what, and what more there is to say of them.
  private static func remarkRows(_ state: RunState) -> [(Int, String, String)] {
    let counts = state.counts
    return [
      (counts.repeatedPairs, "repeated pair", ""),
      (counts.repeatedDecisions, "repeated decision", ""),
      (counts.repeatedFeedbacks, "repeated feedback", ""),
      (counts.orphans, "feedback", " without a decision in this segment or the two before"),
      (counts.late, "late feedback", ", after the batch of the step had closed"),
      (counts.lateOfEarlierSegments, "late feedback", " for a decision of an earlier segment"),
      (counts.strays, "line", " with a step far beyond all others, which does not advance the run"),
      (counts.nonFinite, "value", " not finite (NaN, infinite or null)"),
      (counts.differingSteps, "feedback", " with a step that is not the decision's"),
      (counts.unknownTypes, "event", " of an unknown type"),
      (counts.zeroContexts, "context", " of zeros, which say nothing about any RM"),
      (counts.droppedContexts, "context", " dropped before the feedback came"),
      (counts.rewardsWithoutContext, "reward", " without a context: normalised, not folded"),
      (counts.refusedRewards, "reward", " without a posterior update (a batch of one, or not finite)"),
      (counts.strayApplied, "applied line", " without a control"),
      (counts.repeatedControls, "repeated control", ""),
      (
        counts.differingScores, "decision",
        " with other logged scores than rmtop's fold, of \(formatCount(counts.auditedDecisions)) audited at "
          + "\(formatCount(counts.auditedCloses)) of \(formatCount(state.progress.closes, of: "close"))"
      ),
      (
        max(0, state.progress.drawnSegments - 1), "restart",
        " (the step went back, or the same run line again)"
      ),
      (state.progress.pending, "reward", " of the last batch, not folded: the log has no end line"),
    ]
  }
}
