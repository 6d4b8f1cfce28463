import RunEvents
import RunState

/// What the fold is to do next.
enum FoldAdvice {
  case fold
  /// Nothing for now: paused, not yet due, or the lines are not there.
  case wait
  /// The target, or the end of what there is, has been reached.
  case arrived
}

extension DashboardModel {
  /// Folds lines as transport and target allow.
  mutating func fold(maximum: Int) {
    var left = maximum
    while left > 0, case .fold = foldAdvice() {
      left -= 1
      if let line = feed.queue.first, isHeavy(line) {
        lendNext()
      } else {
        foldNext()
      }
    }
    guard left < maximum else { return }
    tidyUp()
  }

  /// What follows the folding of some lines.
  mutating func tidyUp() {
    if let frontier = feed.history.frontier, run.progress.events >= frontier.events {
      feed.history.frontier = nil
    }
    refreshOwnControls()
  }

  /// Ends a seek or a play that has arrived; a seek may have to begin again (`fraction` of a source whose size
  /// only its end told).
  mutating func settle() -> [Effect] {
    var effects: [Effect] = []
    // A target first, then perhaps the end of a play: no more can be reached at one moment.
    for _ in 0..<2 {
      guard case .arrived = foldAdvice() else { break }
      effects += arrive()
    }
    if case .fold = foldAdvice() { feed.wantsFold = true } else { feed.wantsFold = false }
    return effects
  }

  func foldAdvice() -> FoldAdvice {
    if feed.lending.fold != nil { return .wait }
    if let target = feed.target {
      if hasReached(target) { return .arrived }
      guard let line = feed.queue.first else { return feed.isAtEnd ? .arrived : .wait }
      return stops(before: line, for: target) ? .arrived : .fold
    }
    switch feed.transport {
    case .paused: return .wait
    case .live:
      if feed.queue.first != nil { return .fold }
      return feed.isAtEnd && !feed.hasCaughtUp ? .arrived : .wait
    case .playing:
      guard let line = feed.queue.first else { return feed.isAtEnd ? .arrived : .wait }
      return feed.player.isDue(line, speed: feed.speed) ? .fold : .wait
    }
  }

  private mutating func arrive() -> [Effect] {
    if let target = feed.target {
      feed.seek = .none
      let hasRunOut = feed.queue.first == nil && !hasReached(target)
      if case .fraction(let part) = target, hasRunOut, feed.source.size <= 0 {
        feed.source.size = max(1, run.progress.endOffset)
        return seek(to: .fraction(part))
      }
      if hasRunOut && target.mayRunOut { status = StatusLine("the log ends here for now") }
      if feed.transport == .playing { feed.player = Player(from: run.progress.lastTime) }
      return []
    }
    switch feed.transport {
    case .live: feed.hasCaughtUp = true
    case .playing:
      // A film ends; a run that is watched has been caught up with.
      feed.transport = session.mode == .replay ? .paused : .live
      feed.hasCaughtUp = true
    case .paused: break
    }
    return []
  }

  private mutating func foldNext() {
    guard let line = feed.queue.popFirst() else { return }
    prepare(for: line)
    let before = run.progress
    let decisionsBefore = run.counts.decisions
    run.fold(line)
    foldWhatIf(line)
    finish(line, after: before, decisionsBefore: decisionsBefore)
  }

  /// What precedes the folding of a line.
  mutating func prepare(for line: LogLine) {
    while let restart = feed.history.restarts.first, feed.queue.removed > restart.afterLine {
      feed.history.restarts.removeFirst()
      feed.history.filesAhead -= 1
      beginNewHistory(at: line, isAfresh: restart.isAfresh)
    }
  }

  /// What follows the folding of a line.
  mutating func finish(_ line: LogLine, after before: RunProgress, decisionsBefore: Int) {
    noteSegment(since: before)
    if let time = line.finiteTime { feed.history.maximumTime = max(feed.history.maximumTime ?? time, time) }
    if feed.transport == .playing && feed.target == nil { feed.player.played(line) }
    // A line that the fold refused as a fault has told nothing.
    guard run.progress.events != before.events, case .event(let timed) = line.content else { return }
    switch timed.event {
    case .decision:
      activity.decisionsFolded &+= 1
      if !ownControls.isEmpty, run.counts.decisions != decisionsBefore, let decision = run.latestDecision {
        observeOwnControls(decision, at: line.offset)
      }
    case .control(let control): noteOwnControl(control)
    case .applied(let applied): noteApplied(applied)
    default: break
    }
    if feed.history.isGone { return }
    feed.history.checkpoints.consider(
      run, maximumTime: feed.history.maximumTime, after: feed.history.base.run.progress.events,
      spacing: checkpointSpacing, most: History.checkpointLimit, budget: feed.checkpointBudget)
  }

  /// Events between checkpoints here.
  var checkpointSpacing: Int {
    if case .again(_, let spacing) = feed.seek { return spacing }
    return CheckpointRow.spacing(after: run.progress.events)
  }

  /// The first line of a new file: from here on it can be read again, nothing before it can.
  private mutating func beginNewHistory(at line: LogLine, isAfresh: Bool) {
    if isAfresh { forgetRun() }
    feed.history.base = Checkpoint(
      run: run, resumeOffset: line.offset, resumeLine: line.number, maximumTime: feed.history.maximumTime)
    feed.history.checkpoints = CheckpointRow()
    whatIf?.checkpoints = CheckpointRow()
    for index in ownControls.indices { ownControls[index].observedOffset = -1 }
  }

  /// The log is another than the one that was folded: the run is what its lines say from here on.
  private mutating func forgetRun() {
    run = RunState(priors: run.priors)
    feed.history.maximumTime = nil
    feed.history.segments = [SegmentStart()]
    feed.history.frontier = nil
    feed.sourceMarkers = []
    for index in feed.notices.indices { feed.notices[index].event = 0 }
    for index in ownControls.indices { ownControls[index].forgetLog() }
  }

  private mutating func noteSegment(since before: RunProgress) {
    let progress = run.progress
    let last = feed.history.segments.count - 1
    if progress.runs != before.runs || progress.segments != before.segments,
      before.events > feed.history.segments[last].eventsBefore,
      feed.history.segments.count < History.segmentLimit
    {
      feed.history.segments.append(SegmentStart(eventsBefore: before.events, firstStep: currentStep))
    } else if feed.history.segments[last].firstStep == nil, currentSegment == last {
      feed.history.segments[last].firstStep = currentStep
    }
  }
}

extension SeekTarget {
  /// Whether coming to the end of the log first is worth a word.
  fileprivate var mayRunOut: Bool {
    switch self {
    case .end, .beginning, .fraction: false
    case .event, .step, .time, .marker: true
    }
  }
}
