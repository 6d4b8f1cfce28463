import RunEvents
import RunState

extension RunState {
  /// Where the log has no `run` line, what was skipped first, which may have been meant as one: a clause to end a
  /// sentence with, or nothing.
  var skippedInPlaceOfRunLine: String {
    guard header == nil, let first = faults.listed.first else { return "" }
    if let format = faults.format, counts.events == 0 { return "; it looks like \(format.name)" }
    return "; line \(first.line) was skipped: \(first.reason.message)"
  }
}
