import ArgumentParser
import JSON
import NcursesTerminal
import Router
import RunEvents
import RunLog
import RunState
import Wording

/// `watch` and `replay` without a terminal: what the events pane would say, as lines, then the summary.
struct HeadlessWatch {
  let reader: LogReader
  /// Go on waiting for more at the end of a file.
  let follows: Bool
  let json: Bool
  /// Finds the prior file that the log names.
  let priors: PriorLoader
  /// What came before this step is folded and not said (`replay --from`).
  var firstStep: Int?

  /// Runs to the end of the source, or, following a file, until an `end` event; a signal ends it with the summary of
  /// what was read, and the exit code 128 + its number.
  func run() throws {
    let signals = try EndingSignals()
    var state = RunState(priors: priors)
    var lines: [LogLine] = []
    while signals.received == nil {
      lines.removeAll(keepingCapacity: true)
      let result: LogReader.ReadResult
      do {
        result = try reader.read(into: &lines, maximumBytes: 1 << 18, maximumLines: 512)
      } catch {
        throw CommandFailure(.inputOutput, "\(error)")
      }
      if result.startsAfresh { state = RunState(priors: priors) }
      for notice in result.notices { StandardError.write("rmtop: \(notice)") }
      for line in lines {
        let said = state.journal.total
        state.fold(line)
        for entry in state.journal.suffix(state.journal.total - said) where isSaid(entry, in: state) {
          guard StandardOutput.write(text(of: entry), isJSON: json) else { return }
        }
      }
      guard lines.isEmpty, result.reachedEnd else { continue }
      if !reader.canGrow || !follows || state.progress.end != nil { break }
      reader.wait(milliseconds: 1000, wake: signals.wake.descriptor)
    }
    // What happened has been said.
    if reader.isDamaged, reader.progress.size == 0 { throw ExitCode(ExitStatus.noInput.rawValue) }
    let summary = state.summary
    StandardOutput.write(
      json ? SummaryText.json(summary) + "\n" : SummaryText.table(summary, of: state), isJSON: json)
    if let number = signals.received { throw ExitCode(128 + number) }
    if reader.isDamaged { throw ExitCode(ExitStatus.inputOutput.rawValue) }
  }

  /// What has no step of its own (a note before the first decision of the next one) stands where the run is.
  private func isSaid(_ entry: JournalEntry, in state: RunState) -> Bool {
    guard let firstStep else { return true }
    return (entry.step ?? state.progress.lastStep).map { $0 >= firstStep } ?? false
  }

  private func text(of entry: JournalEntry) -> String {
    guard json else {
      return (entry.step.map { "\($0)  " } ?? "")
        + "\(entry.severity.rawValue)  \(printableText(entry.text))\n"
    }
    return JSONText.object { json in
      json.field("event", entry.event)
      json.field("step", entry.step)
      json.field("t", entry.time)
      json.field("severity", entry.severity.rawValue)
      json.field("subject", entry.subject.rawValue)
      json.field("text", entry.text)
    } + "\n"
  }
}
