import RunState

/// Copies of the state to seek from, by rising event number: dense around the cursor and ever wider away from it.
struct CheckpointRow: Sendable {
  private(set) var all: [Checkpoint] = []
  /// None is due before this event.
  private var next = 0

  static let closestSpacing = 64

  /// Events between checkpoints while so many are folded for the first time.
  static func spacing(after events: Int) -> Int { max(1024, events / 16) }

  /// The cursor has gone elsewhere.
  mutating func rewind() { next = 0 }

  /// Keeps a copy of the state here if the one before is `spacing` events away.
  ///
  /// - Parameters:
  ///   - start: events before the first that could be kept.
  ///   - most: how many are kept.
  ///   - budget: bytes that all of them may take; one is kept whatever it takes.
  mutating func consider(
    _ run: RunState, maximumTime: Double?, answer: WhatIf? = nil, after start: Int, spacing: Int, most: Int,
    budget: Int
  ) {
    let events = run.progress.events
    guard events >= next else { return }
    let index = all.firstIndex { $0.run.progress.events > events } ?? all.count
    let before = index > 0 ? all[index - 1].run.progress.events : start
    guard events - before >= spacing else {
      next = before + spacing
      return
    }
    all.insert(Checkpoint(run: run, maximumTime: maximumTime, answer: answer), at: index)
    next = events + Self.closestSpacing
    let bytes = answer.map { 2 * run.estimatedBytes + $0.roundCount * 128 } ?? run.estimatedBytes
    thin(around: events, after: start, limit: min(most, max(1, budget / max(1, bytes))))
  }

  /// Drops those that are least missed: that leave the smallest gap for their distance from the cursor.
  private mutating func thin(around cursor: Int, after start: Int, limit: Int) {
    while all.count > limit {
      let events = [start] + all.map(\.run.progress.events) + [cursor]
      let worths = all.indices.map { index in
        let here = events[index + 1]
        return Double(max(here, events[index + 2]) - events[index]) / Double(1 + abs(cursor - here))
      }
      all.remove(at: worths.indices.min { worths[$0] < worths[$1] } ?? 0)
    }
  }
}

extension RunState {
  /// Roughly what a copy costs once the original has moved on: statistics of the posteriors and series.
  var estimatedBytes: Int {
    let width = Double((dimension ?? 0) + 1)
    let observed = rewardModels.count { $0.rewardCount > 0 }
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
