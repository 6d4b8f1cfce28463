/// One event of a run: the unit of the log file, of the pipe and of the router's socket alike.
///
/// The state of the program is a fold over these; what is not in them cannot be in the state.
package enum RunEvent: Equatable, Sendable {
  // Out of line, because they are rare and large: an event of the others is a third of the size for it.
  indirect case run(RunHeader)
  case pair(PairEvent)
  case decision(DecisionEvent)
  case feedback(FeedbackEvent)
  case metrics(MetricsEvent)
  case control(ControlEvent)
  case applied(AppliedEvent)
  indirect case settings(SettingsEvent)
  case note(NoteEvent)
  case end(EndEvent)
  /// A type this program does not know: counted, never fatal.
  case unknown(type: String)
}

/// An event with the time its writer gave it (Unix seconds; may be non-finite, `nil` when absent).
package struct TimedEvent: Equatable, Sendable {
  package var time: Double?
  package var event: RunEvent

  package init(time: Double? = nil, _ event: RunEvent) {
    self.time = time
    self.event = event
  }
}

/// What one non-blank line of a log turned out to be.
package enum LineContent: Equatable, Sendable {
  case event(TimedEvent)
  case fault(FaultReason)
}

/// One non-blank line of a log and where it stood; of a line on which several objects stand, one of them.
package struct LogLine: Equatable, Sendable {
  /// 1-based line number in the source (blank lines count as lines, and give no `LogLine`).
  package var number: Int
  /// Byte offset of the line's first byte in the (decompressed) source.
  package var offset: Int
  /// Bytes of the line with its line ending.
  package var length: Int
  package var content: LineContent
  /// What was left out of the event; none beside a fault.
  package var remarks: [FieldRemark]
  /// Whether another event stands behind this one on the same line of the source; `offset` and `length` are then
  /// those of the event alone.
  package var isContinued = false

  package init(
    number: Int, offset: Int, length: Int = 0, content: LineContent, remarks: [FieldRemark] = []
  ) {
    self.number = number
    self.offset = offset
    self.length = length
    self.content = content
    self.remarks = remarks
  }
}
