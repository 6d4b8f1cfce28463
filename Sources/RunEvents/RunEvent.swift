/// One event of a run: the unit of the log file, of the pipe and of the router's socket alike.
///
/// The state of the program is a fold over these; what is not in them cannot be in the state.
public enum RunEvent: Equatable, Sendable {
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
public struct TimedEvent: Equatable, Sendable {
  public var time: Double?
  public var event: RunEvent

  public init(time: Double? = nil, _ event: RunEvent) {
    self.time = time
    self.event = event
  }
}

/// What one non-blank line of a log turned out to be.
public enum LineContent: Equatable, Sendable {
  case event(TimedEvent)
  case fault(FaultReason)
}

/// One non-blank line of a log and where it stood; of a line on which several objects stand, one of them.
public struct LogLine: Equatable, Sendable {
  /// 1-based line number in the source (blank lines count as lines, and give no `LogLine`).
  public var number: Int
  /// Byte offset of the line's first byte in the (decompressed) source.
  public var offset: Int
  /// Bytes of the line with its line ending.
  public var length: Int
  public var content: LineContent
  /// What was left out of the event; none beside a fault.
  public var remarks: [FieldRemark]
  /// Whether another event stands behind this one on the same line of the source; `offset` and `length` are then
  /// those of the event alone.
  public var isContinued = false

  public init(
    number: Int, offset: Int, length: Int = 0, content: LineContent, remarks: [FieldRemark] = []
  ) {
    self.number = number
    self.offset = offset
    self.length = length
    self.content = content
    self.remarks = remarks
  }
}
