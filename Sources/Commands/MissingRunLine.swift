import RunEvents
import RunState

extension RunState {
  /// Where the log has no `run` line, what was skipped first, which may have been meant as one: a clause to end a
  /// sentence with, or nothing.
  var skippedInPlaceOfRunLine: String {
    guard header == nil, let first = faults.listed.first else { return "" }
    return "; line \(first.line) was skipped: \(first.reason.message)"
  }
}
