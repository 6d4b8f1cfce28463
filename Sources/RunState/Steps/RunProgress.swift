import RunEvents

/// Where the fold stands.
public struct RunProgress: Equatable, Sendable {
  /// Number, offset and end offset of the last line folded.
  public var line = 0
  public var offset = 0
  public var endOffset = 0
  /// Number of the line that `endOffset` is in: the next one, unless another event stands on the same line.
  public var nextLine = 1
  /// Events folded since the beginning of the input (faults are not events).
  public var events = 0
  /// The steps of pairs and decisions (rule 3).
  public internal(set) var steps = RoutingStep()
  /// `t` of the event being folded, where it is finite.
  var time: Double?
  /// `t` of the last event that had a finite one, and of the first.
  public var firstTime: Double?
  public var lastTime: Double?
  /// Runs in the input and segments in this run, from 1.
  public var runs = 0
  public var segments = 0
  /// The same without those that two writers make: what charts break at.
  public var drawnSegments = 0
  /// How far two writers are apart, once they are known.
  public var writerDistance: Int?
  public var closes = 0
  /// Usable rewards of the open batch, not yet folded.
  public var pending = 0
  public var end: EndEvent?
  /// The position that charts use for the present: the routing step, or the ordinal of the decision without steps.
  public var position = 0.0
}

extension RunProgress {
  /// Greatest step of `pair`/`decision` in the segment.
  public var routingStep: Int? { steps.current }
  /// Whether the segment has had a step at all.
  public var hasSteps: Bool { steps.current != nil }
  /// The least and the greatest step seen in the run.
  public var firstStep: Int? { steps.known?.lowerBound }
  public var lastStep: Int? { steps.known?.upperBound }
}

extension RunProgress {
  /// The next line of the input.
  mutating func advance(to line: LogLine) {
    self.line = line.number
    offset = line.offset
    nextLine = line.isContinued ? line.number : line.number &+ 1
    let (end, overflows) = line.offset.addingReportingOverflow(line.length)
    endOffset = overflows ? line.offset : end
    time = nil
    if case .event(let timed) = line.content { time = timed.time.flatMap { $0.isFinite ? $0 : nil } }
  }

  mutating func noteTime() {
    guard let time else { return }
    if firstTime == nil { firstTime = time }
    lastTime = time
  }

  /// What counts over the whole input, for another run in it.
  var ofInput: RunProgress {
    var next = RunProgress()
    next.line = line
    next.offset = offset
    next.endOffset = endOffset
    next.nextLine = nextLine
    next.events = events
    next.runs = runs
    next.time = time
    return next
  }
}
