import JSON
import RunEvents
import RunState
import Wording

/// Without a terminal, and without `--headless`: what the events pane would say, as lines, then the summary.
struct EventLines: HeadlessOutput {
  let json: Bool
  /// What came before this step is folded and not said (`replay --from`).
  let firstStep: Int?
  /// Tell who expected a screen what else there is.
  var namesOption = false

  let endsWithInterrupt = false

  func begin() {
    guard namesOption else { return }
    StandardError.write(
      "rmtop: standard output is no terminal, so events come as lines: --headless prints the numbers of every step"
    )
  }

  func fold(_ line: LogLine, into state: inout RunState) -> Bool {
    let said = state.journal.total
    state.fold(line)
    for entry in state.journal.suffix(state.journal.total - said) where isSaid(entry, in: state) {
      guard StandardOutput.write(text(of: entry), isJSON: json) else { return false }
    }
    return true
  }

  func end(_ state: inout RunState) {
    let summary = state.summary
    StandardOutput.write(
      json ? SummaryText.json(summary) + "\n" : SummaryText.table(summary, of: state), isJSON: json)
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
