import RunState

extension Feed {
  /// Checkpoints kept at most.
  static let checkpointLimit = 16
  /// Events between checkpoints: at least this, and a sixteenth of the log while it is folded for the first time.
  static let spacing = 1024
  static let closestSpacing = 64
}

extension DashboardModel {
  /// Keeps a copy of the state here if the next one before is far enough away.
  mutating func considerCheckpoint() {
    let events = run.progress.events
    guard events >= feed.nextCheckpoint, !feed.historyIsGone else { return }
    let spacing = feed.seekSpacing ?? max(Feed.spacing, events / 16)
    let place = feed.checkpoints.firstIndex { $0.run.progress.events > events } ?? feed.checkpoints.count
    let before = place > 0 ? feed.checkpoints[place - 1].run.progress.events : feed.base.run.progress.events
    guard events - before >= spacing else {
      feed.nextCheckpoint = before + spacing
      return
    }
    feed.checkpoints.insert(Checkpoint(run: run, maximumTime: feed.maximumTime), at: place)
    feed.thinCheckpoints(around: events, limit: checkpointCapacity)
    feed.nextCheckpoint = events + Feed.closestSpacing
  }

  /// How many fit into the budget; one at least, whatever it takes.
  private var checkpointCapacity: Int {
    min(Feed.checkpointLimit, max(1, feed.checkpointBudget / max(1, run.estimatedBytes)))
  }
}

extension Feed {
  /// Drops the checkpoints that are least missed: those that leave the smallest gap for their distance from the
  /// cursor. What stays is dense around the cursor and ever wider away from it.
  mutating func thinCheckpoints(around cursor: Int, limit: Int) {
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
