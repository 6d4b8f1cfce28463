package import RunEvents

/// Where the fold stands.
package struct RunProgress: Equatable, Codable, Sendable {
  /// Number, offset and end offset of the last line folded.
  package var line = 0
  package var offset = 0
  package var endOffset = 0
  /// Number of the line that `endOffset` is in: the next one, unless another event stands on the same line.
  package var nextLine = 1
  /// Events folded since the beginning of the input (faults are not events).
  package var events = 0
  /// The steps of pairs and decisions (rule 3).
  package internal(set) var steps = RoutingStep()
  /// `t` of the event being folded, where it is finite.
  var time: Double?
  /// `t` of the last event that had a finite one, and of the first.
  package var firstTime: Double?
  package var lastTime: Double?
  /// Runs in the input and segments in this run, from 1.
  package var runs = 0
  package var segments = 0
  /// The same without those that two writers make: what charts break at.
  package var drawnSegments = 0
  /// How far two writers are apart, once they are known.
  package var writerDistance: Int?
  package var closes = 0
  /// Usable rewards of the open batch, not yet folded.
  package var pending = 0
  package var end: EndEvent?
  /// The position that charts use for the present: the routing step, or the ordinal of the decision without steps.
  package var position = 0.0
}

extension RunProgress {
  /// Greatest step of `pair`/`decision` in the segment.
  package var routingStep: Int? { steps.current }
  /// Whether the segment has had a step at all.
  package var hasSteps: Bool { steps.current != nil }
  /// The least and the greatest step seen in the run.
  package var firstStep: Int? { steps.known?.lowerBound }
  package var lastStep: Int? { steps.known?.upperBound }
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

  /// Seconds from the first event with a time to the last one.
  var elapsed: Double? {
    guard let firstTime, let lastTime else { return nil }
    return max(0, lastTime - firstTime)
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
