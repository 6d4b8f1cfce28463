import RunEvents
import Wording

extension RunState {
  /// Takes the next line of the log: the only thing that changes a state.
  ///
  /// Lines come in order, each once. Nothing traps: a line that contradicts the run (an RM that is not in it, a
  /// context of another length) is recorded as a fault and changes nothing else.
  ///
  /// - Complexity: O(1) amortised for most lines; the close of a batch costs the engine's folding, and a belief
  ///   point where one is due.
  public mutating func fold(_ line: LogLine) {
    if !memory.closed.isEmpty { memory.closed.removeAll(keepingCapacity: memory.closed.count <= 4096) }
    progress.line = line.number
    progress.offset = line.offset
    progress.nextLine = line.isContinued ? line.number : line.number &+ 1
    let (end, overflows) = line.offset.addingReportingOverflow(line.length)
    progress.endOffset = overflows ? line.offset : end
    switch line.content {
    case .fault(let reason):
      memory.time = nil
      recordFault(reason)
    case .event(let timed):
      let time = timed.time.flatMap { $0.isFinite ? $0 : nil }
      memory.time = time
      if let reason = contradiction(of: timed.event) {
        memory.time = nil
        recordFault(reason)
        return
      }
      let before = counts
      counts.events += 1
      progress.events += 1
      if !line.remarks.isEmpty { record(line.remarks) }
      fold(timed.event)
      watchLine(timed.event, before: before)
      if let time {
        if progress.firstTime == nil { progress.firstTime = time }
        progress.lastTime = time
      }
    }
  }

  private mutating func fold(_ event: RunEvent) {
    if case .run(let header) = event {
      begin(header)
      return
    }
    if progress.runs == 0 { beginForeignLog() }
    switch event {
    case .run: break
    case .pair(let pair): fold(pair)
    case .decision(let decision): fold(decision)
    case .feedback(let feedback): fold(feedback)
    case .metrics(let metrics): fold(metrics)
    case .control(let control): fold(control)
    case .applied(let applied): fold(applied)
    case .settings(let settings): fold(settings)
    case .note(let note): fold(note)
    case .end(let end): fold(end)
    case .unknown(let type):
      counts.unknownTypes += 1
      if counts.unknownTypes == 1 {
        say(.info, .note, "events of the unknown type \(quoted(type)) are left out; others may follow")
      }
    }
  }

  private mutating func fold(_ note: NoteEvent) {
    let text = printableText(note.text, limit: Self.textLimit)
    switch note.level {
    case .info: say(.info, .note, text)
    case .warn: say(.warning, .note, text)
    case .error: say(.error, .note, text)
    }
    mark(.note, text)
  }

  private mutating func fold(_ end: EndEvent) {
    closeBatch()
    takeShares()
    if memory.isBeliefStale { refreshBelief() }
    progress.end = end
    let reason = end.reason.map { ": " + printableText($0, limit: Self.textLimit) } ?? ""
    say(.info, .run, "the run has ended" + reason)
    mark(.end, "end" + reason)
  }
}
