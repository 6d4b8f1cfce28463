import RunEvents
import RunState
import Wording

extension DashboardModel {
  /// Notices kept for the events pane.
  static let noticeLimit = 1000

  /// Lines of the current read go to the queue; those of an older one are thrown away.
  mutating func receive(_ lines: [LogLine], generation: Int) {
    guard generation == feed.generation, !lines.isEmpty else { return }
    feed.queue.append(lines)
    let before = feed.arrivals.step
    for line in lines where line.offset > feed.arrivals.offset {
      let isNewStep = line.routingStep.map { $0 != feed.arrivals.step } ?? false
      if let time = line.finiteTime { activity.log.came(at: time, isNewStep: isNewStep) }
      feed.arrivals.note(line)
    }
    activity.arrived(
      at: clock.monotonic, isMeasured: isLive, isNewStep: feed.arrivals.step != before)
  }

  mutating func receive(_ report: SourceReport) {
    guard report.generation == feed.generation else { return }
    let known = feed.source.size
    feed.source = report
    // The end of a compressed source has told its size once; the reader need not know it.
    if report.size <= 0 { feed.source.size = known }
  }

  mutating func receive(notice text: String) {
    // The header and the shell know the path; on the screen the file's name leaves room for the sentence.
    let path = session.sourceName
    let name = session.sourceFileName
    let text = printableText(
      text.hasPrefix(path + " ") ? name + text.dropFirst(path.count) : text, limit: 300)
    let event = newestEvent
    let step = feed.arrivals.step ?? run.progress.routingStep
    let position = step.map(Double.init) ?? run.progress.position
    feed.notices.append(JournalEntry(notice: text, event: event, step: step, time: clock.wall))
    feed.sourceMarkers.append(Marker(notice: text, event: event, position: position))
    if feed.notices.count > Self.noticeLimit { feed.notices.removeFirst() }
    if feed.sourceMarkers.count > Self.noticeLimit { feed.sourceMarkers.removeFirst() }
    status = StatusLine(text)
  }

  /// Lines of a file that is gone may still wait here and be folded, but none can be read again.
  mutating func loseHistory() {
    whatIf = nil
    feed.history.checkpoints = CheckpointRow()
    feed.history.filesAhead += 1
    readBack.forget()
  }

  /// The lines that come next are those of another file, whose offsets begin at 0.
  mutating func restartSource(afresh: Bool) {
    feed.history.restarts.append(SourceRestart(afterLine: feed.queue.appended, isAfresh: afresh))
    if feed.history.filesAhead < feed.history.restarts.count { loseHistory() }
    feed.arrivals.offset = -1
    feed.source.size = 0
  }

  /// Events known to be in the log: folded and waiting in the queue.
  var newestEvent: Int {
    if let frontier = feed.history.frontier { return max(frontier.events, run.progress.events) }
    let waiting = feed.upcoming.reduce(0) { count, line in
      if case .event = line.content { count + 1 } else { count }
    }
    return run.progress.events + waiting
  }
}

extension LogLine {
  /// The step it brings to the routing step.
  var routingStep: Int? {
    guard case .event(let timed) = content else { return nil }
    return timed.event.routingStep
  }
}
