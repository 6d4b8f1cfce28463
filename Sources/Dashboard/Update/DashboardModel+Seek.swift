import RunState

extension DashboardModel {
  /// A move in time stands still where it arrives.
  mutating func move(to target: SeekTarget) -> [Effect] {
    if isBehind(target) && feed.historyIsGone {
      view.status = StatusLine("the log before this was replaced: it cannot be read again", isError: true)
      return []
    }
    feed.transport = .paused
    return seek(to: target)
  }

  /// Sets out for a place: on from here, or again from the nearest checkpoint before it.
  ///
  /// - Returns: the wish to read again, when the place is behind the cursor.
  mutating func seek(to target: SeekTarget) -> [Effect] {
    feed.target = target
    feed.seekSpacing = nil
    guard isBehind(target) || isPassedByLentFold(target) else { return [] }
    // A what-if is folded from where its answer is known.
    let known = whatIf?.checkpoints.last { leads($0.place, to: target) }
    let start = whatIf.flatMap { leads($0.start, to: target) ? $0.start : nil }
    return restart(
      from: known?.place ?? start ?? feed.checkpoints.last { leads($0, to: target) } ?? feed.base)
  }

  /// Starts again from a copy of the state.
  mutating func restart(from checkpoint: Checkpoint) -> [Effect] {
    abandonLentFold()
    let left = run.progress.events
    if left > (feed.frontier?.events ?? -1) { feed.frontier = Frontier(run) }
    run = checkpoint.run
    feed.maximumTime = checkpoint.maximumTime
    restartWhatIf(at: checkpoint)
    feed.generation &+= 1
    feed.clearQueue()
    feed.source.generation = feed.generation
    feed.source.reachedEnd = false
    feed.hasCaughtUp = false
    feed.nextCheckpoint = 0
    // Denser than the fold's own: the next step back then has a short way.
    feed.seekSpacing = max(Feed.closestSpacing, (left - run.progress.events) / 8)
    return [
      .read(
        fromOffset: checkpoint.resumeOffset, line: checkpoint.resumeLine, generation: feed.generation)
    ]
  }
}
