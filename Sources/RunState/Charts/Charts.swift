import Router

/// What is drawn over the course of the run: shares, rewards, metrics and marks.
package struct Charts: Codable, Sendable {
  static let metricLimit = 2048
  /// Bytes of a metric's name that is followed.
  static let nameLimit = 256

  /// Share of selections by RM, one point per value of the routing step (without steps: per `group` decisions).
  package internal(set) var shares = ShareHistory()
  /// Mean raw reward of each closed batch, over all RMs.
  package internal(set) var reward = Series()
  /// By arm: mean raw reward of this RM in each closed batch in which it had one.
  package internal(set) var rewardByArm: [Series] = []
  /// In order of first appearance.
  package internal(set) var metrics: [MetricSeries] = []
  package internal(set) var markers: [Marker] = []
  /// When each position of all these was.
  package internal(set) var timeline = Timeline()
  /// How often what is drawn has changed, but for the timeline: of two moments of one run with as many changes the
  /// charts are the same. No part of the digest.
  package private(set) var changes = 0
  private var thinning = MarkerThinning()
  /// Looked up, never iterated.
  var metricByName: [String: Int] = [:]
  var watchTag = WatchTag()

  init() {}

  /// Something of what is drawn is about to change.
  mutating func noteChange() { changes &+= 1 }

  mutating func appendArm() {
    noteChange()
    shares.append()
    rewardByArm.append(Series())
  }

  mutating func count(decision arm: Int) { shares.count(arm) }

  /// From here on the shares are those of a what-if: the last decision's come by `weigh`.
  mutating func beginWeighing() { shares.beginWeighing() }

  mutating func weigh(_ probabilities: [Double]) { shares.weigh(probabilities) }

  /// Makes a point of the decisions since the last one: when the routing step moves, at `run` and `end`, and in runs
  /// without steps every `group` decisions. A value of the routing step without decisions has no point.
  mutating func closeShares(at moment: Moment) {
    if shares.openTotal > 0 { noteChange() }
    shares.close(position: moment.position, segment: moment.segment)
  }

  /// Mean raw reward of a closed batch, over all RMs and of each that had one.
  mutating func append(_ batch: OpenBatch<IdentifierHash>, at moment: Moment) {
    guard batch.usable > 0 else { return }
    noteChange()
    reward.append(
      position: moment.position, value: batch.sum / Double(batch.usable), segment: moment.segment)
    for arm in batch.countByArm.indices where batch.countByArm[arm] > 0 {
      let mean = batch.sumByArm[arm] / Double(batch.countByArm[arm])
      rewardByArm[arm].append(position: moment.position, value: mean, segment: moment.segment)
    }
  }

  /// Sets a mark over all charts.
  ///
  /// - Returns: the cap that it met.
  mutating func mark(_ kind: Marker.Kind, _ text: String, at moment: Moment) -> Cap? {
    guard thinning.takes(kind) else { return nil }
    noteChange()
    markers.append(Marker(kind: kind, position: moment.position, event: moment.event, text: text))
    guard thinning.isFull(kind) else { return nil }
    thinning.thin(kind, &markers)
    return .markers(kind)
  }

  /// What was drawn as segments from this one on, and since this event, is one stretch.
  ///
  /// - Returns: the foremost position that a chart has.
  mutating func join(from segment: Int, event: Int) -> Double {
    noteChange()
    shares.change { $0.join(from: segment) }
    for arm in rewardByArm.indices { rewardByArm[arm].join(from: segment) }
    reward.join(from: segment)
    for index in metrics.indices { metrics[index].series.join(from: segment) }
    timeline.join(from: segment)
    let before = markers.count
    markers.removeAll { $0.kind == .segment && $0.event >= event }
    thinning.forget(.segment, count: before - markers.count)
    return shares.byArm.compactMap(\.extent?.upperBound).max() ?? 0
  }

  /// What earlier segments did from this position on is a branch that the run has left.
  mutating func abandon(from position: Double) {
    noteChange()
    shares.change { $0.abandon(from: position) }
    for arm in rewardByArm.indices { rewardByArm[arm].abandon(from: position) }
    reward.abandon(from: position)
  }
}
