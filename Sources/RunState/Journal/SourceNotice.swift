/// What happened to the source is not an event of the run; the dashboard keeps its own line and mark for it.
extension JournalEntry {
  /// A line that says what happened to the source (printable).
  package init(notice text: String, event: Int, step: Int?, time: Double?) {
    self.init(step: step, time: time, event: event, severity: .warning, subject: .source, text: text)
  }
}

extension Marker {
  /// A mark where something happened to the source (printable text).
  package init(notice text: String, event: Int, position: Double) {
    self.init(kind: .source, position: position, event: event, text: text)
  }
}
