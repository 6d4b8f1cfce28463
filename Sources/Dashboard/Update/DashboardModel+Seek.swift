import RunState

extension DashboardModel {
  /// A move in time stands still where it arrives.
  mutating func move(to target: SeekTarget) -> [Effect] {
    if isBehind(target) && feed.history.isGone {
      status = StatusLine("the log before this moment was replaced and cannot be read again", isError: true)
      return []
    }
    feed.transport = .paused
    return seek(to: target)
  }

  /// Sets out for a moment: on from here, or again from the nearest checkpoint before it.
  ///
  /// - Returns: the wish to read again, when the moment is behind the cursor.
  mutating func seek(to target: SeekTarget) -> [Effect] {
    feed.seek = .onward(to: target)
    guard isBehind(target) || isPassedByLentFold(target) else { return [] }
    // A what-if is folded from where its answer is known.
    let known = whatIf?.checkpoints.all.last { leads($0, to: target) }
    let start = whatIf.flatMap { leads($0.start, to: target) ? $0.start : nil }
    return restart(
      from: known ?? start ?? feed.history.checkpoints.all.last { leads($0, to: target) }
        ?? feed.history.base,
      to: target)
  }

  /// Sets out for a moment again from a copy of the state; a lent fold is given up.
  mutating func restart(from checkpoint: Checkpoint, to target: SeekTarget) -> [Effect] {
    feed.lending = .none
    let left = run.progress.events
    if left > (feed.history.frontier?.events ?? -1) { feed.history.frontier = Frontier(run) }
    run = checkpoint.run
    feed.history.maximumTime = checkpoint.maximumTime
    restartWhatIf(at: checkpoint)
    feed.generation &+= 1
    feed.queue.removeAll()
    feed.source.generation = feed.generation
    feed.source.reachedEnd = false
    feed.hasCaughtUp = false
    feed.history.checkpoints.rewind()
    feed.seek = .again(
      to: target, spacing: max(CheckpointRow.closestSpacing, (left - run.progress.events) / 8))
    return [
      .read(
        fromOffset: checkpoint.resumeOffset, line: checkpoint.resumeLine, generation: feed.generation)
    ]
  }
}
