import RunState

extension History {
  /// Checkpoints kept at most.
  static let checkpointLimit = 16
  static let closestSpacing = 64

  /// Events between checkpoints while so many are folded for the first time.
  static func spacing(after events: Int) -> Int { max(1024, events / 16) }

  /// Keeps a copy of the state here if the one before is `spacing` events away.
  ///
  /// - Parameter budget: bytes that all of them may take; one is kept whatever it takes.
  mutating func considerCheckpoint(_ run: RunState, spacing: Int, budget: Int) {
    let events = run.progress.events
    guard events >= nextCheckpoint, !isGone else { return }
    let index = checkpoints.firstIndex { $0.run.progress.events > events } ?? checkpoints.count
    let before = index > 0 ? checkpoints[index - 1].run.progress.events : base.run.progress.events
    guard events - before >= spacing else {
      nextCheckpoint = before + spacing
      return
    }
    checkpoints.insert(Checkpoint(run: run, maximumTime: maximumTime), at: index)
    thinCheckpoints(
      around: events, limit: min(Self.checkpointLimit, max(1, budget / max(1, run.estimatedBytes))))
    nextCheckpoint = events + Self.closestSpacing
  }

  /// Drops the checkpoints that are least missed: those that leave the smallest gap for their distance from the
  /// cursor. What stays is dense around the cursor and ever wider away from it.
  private mutating func thinCheckpoints(around cursor: Int, limit: Int) {
    while checkpoints.count > limit {
      var least = 0
      var leastWorth = Double.infinity
      for index in checkpoints.indices {
        let here = checkpoints[index].run.progress.events
        let before = index > 0 ? checkpoints[index - 1].run.progress.events : base.run.progress.events
        let after =
          index + 1 < checkpoints.count ? checkpoints[index + 1].run.progress.events : max(cursor, here)
        let worth = Double(after - before) / Double(1 + abs(cursor - here))
        if worth < leastWorth {
          least = index
          leastWorth = worth
        }
      }
      checkpoints.remove(at: least)
    }
  }
}

extension RunState {
  /// Roughly what a copy costs once the original has moved on: statistics of the posteriors and series.
  var estimatedBytes: Int {
    let width = Double((dimension ?? 0) + 1)
    let observed = rewardModels.indices.count { (beliefs[$0].current?.observations ?? 0) > 0 }
    let statistics = Double(observed) * width * (width + 1) * 8
    var buckets = reward.buckets.count
    for arm in rewardModels.indices {
      buckets += charts.rewardByArm[arm].buckets.count
      buckets += beliefs[arm].mean.buckets.count + beliefs[arm].standardDeviation.buckets.count
    }
    for share in shares.byArm { buckets += share.buckets.count }
    for metric in metrics { buckets += metric.series.buckets.count }
    let total = statistics + Double(buckets * MemoryLayout<Series.Bucket>.stride) + 65_536
    return total < 1e15 ? Int(total) : Int.max / 4
  }
}
