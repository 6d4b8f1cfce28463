package import RunEvents

extension RunState {
  /// Takes the next line of the log: the only thing that changes a state.
  ///
  /// Lines come in order, each once. Nothing traps: a line that contradicts the run (an RM that is not in it, a
  /// context of another length) is recorded as a fault and changes nothing else.
  ///
  /// - Complexity: O(1) amortised for most lines; the close of a batch costs the engine's folding, and a look at the
  ///   posteriors where the belief law has one (`BeliefLaw`).
  package mutating func fold(_ line: LogLine) {
    if !closedRewards.isEmpty { closedRewards.removeAll(keepingCapacity: closedRewards.count <= 4096) }
    progress.advance(to: line)
    switch line.content {
    case .fault(let reason): record(reason)
    case .event(let timed):
      if let reason = contradiction(of: timed.event) {
        progress.time = nil
        record(reason)
        return
      }
      let before = counts
      counts.events += 1
      progress.events += 1
      if !line.remarks.isEmpty { record(line.remarks) }
      fold(timed.event)
      watchLine(timed.event, before: before)
      progress.noteTime()
      noteMoment(timed.event)
    }
  }

  /// Where the run stands now, for charts over time or decisions. As long as metrics are all there is, they give the
  /// position.
  private mutating func noteMoment(_ event: RunEvent) {
    var position = progress.position
    if counts.decisions == 0, !progress.hasSteps {
      guard case .metrics(let metrics) = event else { return }
      position = Double(metrics.step)
    }
    charts.timeline.note(
      segment: progress.drawnSegments, position: position, time: progress.elapsed,
      decisions: counts.decisions, event: progress.events)
  }

  private mutating func fold(_ event: RunEvent) {
    if case .run(let header) = event {
      begin(header)
      return
    }
    if progress.runs == 0 { beginWithoutHeader() }
    switch event {
    case .run: break
    case .pair(let pair): fold(pair)
    case .decision(let decision): fold(decision)
    case .feedback(let feedback): fold(feedback)
    case .metrics(let metrics): fold(metrics)
    case .control(let control): fold(control)
    case .applied(let applied): fold(applied)
    case .settings(let settings): fold(settings)
    case .note(let note): tell(.note(note))
    case .end(let end): fold(end)
    case .unknown(let type):
      counts.unknownTypes += 1
      if counts.unknownTypes == 1 { tell(.line(.unknownType(type))) }
    }
  }

  private mutating func fold(_ end: EndEvent) {
    closeBatch()
    charts.closeShares(at: chartMoment)
    progress.end = end
    tell(.ended(reason: end.reason))
  }

  private mutating func watchLine(_ event: RunEvent, before: RunCounts) {
    let moment = progress.moment
    conditions.watchLine(event, before: before, now: counts, at: moment)
    conditions.watchPosterior(posterior, hasContexts: dimension != nil, at: moment)
    conditions.clearControls(unless: controls.isDisobeyed)
    tellConditions()
  }

  /// Says a fact: a line of the journal, and a mark over all charts where it has one.
  ///
  /// - Parameter marks: false leaves the mark out.
  mutating func tell(_ fact: RunFact, marks: Bool = true) {
    journal.say(fact, at: progress.moment)
    if marks { mark(fact) }
  }

  mutating func mark(_ fact: RunFact) {
    guard let mark = fact.mark else { return }
    meet(charts.mark(mark.kind, mark.text, at: progress.moment))
  }

  mutating func meet(_ cap: Cap?) {
    if let cap { journal.sayOnce(cap, at: progress.moment) }
  }

  /// Says what the conditions have found since the last time.
  mutating func tellConditions() {
    guard conditions.hasChanges else { return }
    for fact in conditions.drainChanges() { tell(fact) }
  }

  /// Where points of shares and rewards stand: in a run without steps at the ordinal of the decision.
  var chartMoment: Moment {
    var moment = progress.moment
    if !progress.hasSteps { moment.position = Double(counts.decisions) }
    return moment
  }
}
