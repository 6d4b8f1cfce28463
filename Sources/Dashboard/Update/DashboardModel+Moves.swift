import RunEvents
import RunState

extension DashboardModel {
  /// Back to the end of the step so many before; from a segment's first step to the end of the segment before.
  mutating func stepBack(_ count: Int) -> [Effect] {
    let segment = currentSegment
    guard let step = currentStep else { return back(toBefore: segment) }
    let first = feed.history.segments[segment].firstStep ?? step
    guard step > first else { return back(toBefore: segment) }
    let (goal, overflows) = step.subtractingReportingOverflow(length(ofSteps: count))
    return move(to: .step(overflows ? first : max(first, goal), segment: segment))
  }

  private mutating func back(toBefore segment: Int) -> [Effect] {
    guard segment > 0 else {
      if run.progress.events == 0 { return stay("this is the beginning of the log") }
      return move(to: .beginning)
    }
    return move(to: .event(feed.history.segments[segment].eventsBefore))
  }

  /// On to the end of the step so many after, one step of the log at least where its steps are wide apart.
  mutating func stepForward(_ count: Int) -> [Effect] {
    var segment = currentSegment
    var next: Int?
    for line in feed.upcoming {
      if startsSegment(line) {
        segment += 1
        next = line.routingStep
        if next != nil { break }
        // A `run` line: the first step after it is where the new segment begins.
      } else if let step = line.routingStep ?? run.metricsStep(of: line), !run.progress.steps.isStray(step),
        segment > currentSegment || step > (currentStep ?? -1)
      {
        next = step
        break
      }
    }
    let (goal, overflows) = (currentStep ?? 0).addingReportingOverflow(length(ofSteps: count))
    guard !overflows else { return stay("the log has no such step") }
    guard let next else { return move(to: .step(currentStep == nil ? 0 : goal)) }
    if segment > currentSegment { return move(to: .step(next, segment: segment)) }
    let isFirst = currentStep == nil
    return move(to: .step(isFirst ? next : max(goal, next), segment: segment))
  }

  /// A step without steps is a batch's worth of decisions, as the charts have it.
  private func length(ofSteps count: Int) -> Int {
    if run.progress.hasSteps || run.progress.lastStep != nil || run.metricsStep != nil { return count }
    let (length, overflows) = count.multipliedReportingOverflow(by: max(1, run.settings.group))
    return overflows ? count : length
  }

  mutating func eventBack() -> [Effect] {
    let events = run.progress.events
    return events > 0 ? move(to: .event(events - 1)) : stay("this is the beginning of the log")
  }

  mutating func previousMarker() -> [Effect] {
    let here = run.progress.events
    let marks = run.markers.map(\.event) + feed.sourceMarkers.map(\.event)
    guard let event = marks.filter({ $0 < here }).max() else { return stay("there is no earlier marker") }
    return move(to: .event(event))
  }

  /// End: LIVE when watching; the end of the log in a replay.
  mutating func toEnd() -> [Effect] {
    guard session.mode == .watch else { return move(to: .end) }
    feed.seek = .none
    feed.transport = .live
    feed.hasCaughtUp = feed.isAtEnd
    return []
  }

  mutating func stay(_ reason: String) -> [Effect] {
    status = StatusLine(reason)
    return []
  }
}
