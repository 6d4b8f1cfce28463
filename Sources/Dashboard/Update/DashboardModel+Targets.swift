import RunEvents
import RunState

/// Where the cursor is, and what a target means there.
extension DashboardModel {
  /// What a step is here: the routing step; in a segment without steps the ordinal of the decision; in a log of metrics
  /// alone their step.
  package var currentStep: Int? { Self.step(of: run) }

  static func step(of run: RunState) -> Int? {
    if run.progress.hasSteps { return run.progress.routingStep }
    if let step = run.metricsStep { return step }
    // A run that had steps before this segment will have them in it, too.
    return run.progress.lastStep == nil && run.counts.decisions > 0 ? run.counts.decisions : nil
  }

  /// Index into `History.segments` of the segment that the cursor is in.
  package var currentSegment: Int { feed.history.segment(atEvent: run.progress.events) }

  /// Whether the cursor is there already, as far as what is folded tells.
  func hasReached(_ target: SeekTarget) -> Bool {
    switch target {
    case .event(let event): return run.progress.events >= event
    case .marker(let event):
      if let last = run.markers.last, last.event > event { return true }
      let here = run.progress.events
      return here > event && feed.sourceMarkers.contains { $0.event == here }
    case .step, .time, .fraction, .beginning, .end: return false
    }
  }

  /// Whether the next line is beyond the target.
  func stops(before line: LogLine, for target: SeekTarget) -> Bool {
    switch target {
    case .event, .marker, .end: return false
    case .step(let step, let segment): return stops(before: line, atStep: step, ofSegment: segment)
    case .time(let time): return line.finiteTime.map { $0 > time } ?? false
    case .fraction(let part):
      guard let goal = offset(at: part) else { return false }
      let (end, overflows) = line.offset.addingReportingOverflow(line.length)
      return overflows || end > goal
    case .beginning:
      guard case .event(let timed) = line.content else { return false }
      switch timed.event {
      case .pair, .decision, .feedback, .metrics: return true
      default: return false
      }
    }
  }

  private func stops(before line: LogLine, atStep step: Int, ofSegment segment: Int?) -> Bool {
    if let segment {
      let here = currentSegment
      if here < segment { return false }
      if here > segment || startsSegment(line) { return true }
    }
    return stepAfter(line).map { $0 > step } ?? false
  }

  /// Whether the fold will start a new segment with this line (rule 3).
  func startsSegment(_ line: LogLine) -> Bool {
    guard case .event(let timed) = line.content else { return false }
    if case .run = timed.event { return run.progress.events > 0 }
    if case .restarts = run.stepEffect(of: line) { return true }
    return false
  }

  /// The step after this line, where it can change it.
  private func stepAfter(_ line: LogLine) -> Int? {
    switch run.stepEffect(of: line) {
    case .advances(let step), .restarts(let step): return step
    case .none: break
    }
    if let step = run.metricsStep(of: line) { return step }
    guard run.progress.lastStep == nil, case .event(let timed) = line.content,
      case .decision = timed.event
    else { return nil }
    return run.counts.decisions &+ 1
  }

  /// Whether the target is before the cursor, so that the lines up to it must be folded again.
  func isBehind(_ target: SeekTarget) -> Bool {
    switch target {
    case .event(let event): return run.progress.events > event
    case .step(let step, let segment):
      let here = currentSegment
      if let segment, here != segment { return here > segment }
      return currentStep.map { $0 > step } ?? false
    case .time(let time): return feed.history.maximumTime.map { $0 > time } ?? false
    case .fraction(let part): return offset(at: part).map { run.progress.endOffset > $0 } ?? false
    case .beginning: return run.progress.events > 0
    case .marker, .end: return false
    }
  }

  /// Whether folding on from a checkpoint comes to the same moment as folding from the beginning.
  func leads(_ checkpoint: Checkpoint, to target: SeekTarget) -> Bool {
    let progress = checkpoint.run.progress
    switch target {
    case .event(let event): return progress.events < event
    case .step(let step, let segment):
      guard let segment else { return false }
      let here = feed.history.segment(atEvent: progress.events)
      if here != segment { return here < segment }
      return Self.step(of: checkpoint.run).map { $0 <= step } ?? true
    case .time(let time): return checkpoint.maximumTime.map { $0 <= time } ?? true
    case .fraction(let part): return offset(at: part).map { checkpoint.resumeOffset <= $0 } ?? false
    case .beginning: return false
    case .marker(let event): return progress.events <= event
    case .end: return true
    }
  }

  /// A fraction of the source in bytes; `nil` while its size is unknown.
  private func offset(at part: Double) -> Int? {
    guard feed.source.size > 0, part.isFinite else { return nil }
    return Int(exactly: (min(max(0, part), 1) * Double(feed.source.size)).rounded(.down))
  }
}
