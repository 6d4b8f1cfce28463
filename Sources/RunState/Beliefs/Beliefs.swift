import Router
import RouterEngine

/// What the posteriors say of every reward model, over probes: contexts of the run, drawn by a keyed lottery.
package struct Beliefs: Codable, Sendable {
  static let probeCapacity = 64
  package static let categoryProbeCapacity = 8

  /// Of one reward model.
  package struct Row: Codable, Sendable {
    /// Taken at batch closes (the prior's before the first); `nil` where posteriors are unavailable.
    package internal(set) var current: Belief?
    /// The belief before any observation, for the prior's tick.
    package internal(set) var prior: Belief?
    /// Belief points over the run.
    package internal(set) var mean = Series()
    package internal(set) var standardDeviation = Series()
    /// tr(Λ⁻¹)/d is to be computed again.
    var isVarianceStale = true
  }

  /// How far the beliefs are behind the statistics.
  enum Staleness: Comparable, Codable, Sendable {
    case current
    /// Some numbers of them are of an earlier close.
    case beliefs
    /// And nobody has looked at the posteriors since: the next look makes factors.
    case factors
  }

  /// What has happened that beliefs hang on.
  enum Change {
    /// There are posteriors, or those of one reward model more.
    case posteriors
    /// The statistics or the scales of some arms are others.
    case statistics([Int])
    /// Somebody has looked at the posteriors.
    case looked
    /// The beliefs are new; all numbers of them, or what every close renews.
    case refreshed(all: Bool)
  }

  /// False where nobody will look at a belief.
  let isWanted: Bool
  var rows: [Row] = []
  /// P(best) over the category's own probes, by category and arm; empty where posteriors are unavailable. NaN for a
  /// reward model that was not in the run when it was taken.
  var bestProbabilityByCategory: [[Double]] = []
  var probes: ProbeSet
  /// By category.
  var categoryProbes: [ProbeSet] = []
  var forms = PriorForms()
  /// Category from which the next belief point goes on.
  var nextCategory = 0
  private(set) var staleness = Staleness.current

  init(isWanted: Bool = true, seed: UInt64 = 0) {
    self.isWanted = isWanted
    probes = ProbeSet(capacity: Self.probeCapacity, seed: seed)
  }

  package subscript(arm: Int) -> Row { rows[arm] }

  /// Contexts that every belief is a mean over.
  package var probeCount: Int { probes.contexts.count }

  /// P(best) of every arm for a category, over its own probes; as `bestProbabilityByCategory`.
  package func bestProbabilities(category: Int) -> [Double] { bestProbabilityByCategory[category] }

  /// Contexts behind P(best) of a category.
  package func probeCount(category: Int) -> Int { categoryProbes[category].contexts.count }

  /// Whether a belief point has been taken.
  package var hasPoints: Bool { rows.contains { !$0.mean.buckets.isEmpty } }

  mutating func note(_ change: Change) {
    switch change {
    case .posteriors: staleness = max(staleness, .beliefs)
    case .statistics(let arms):
      staleness = .factors
      for arm in arms { rows[arm].isVarianceStale = true }
    case .looked: staleness = min(staleness, .beliefs)
    case .refreshed(let all): staleness = all ? .current : .beliefs
    }
  }

  mutating func appendArm() {
    rows.append(Row())
    for index in bestProbabilityByCategory.indices where !bestProbabilityByCategory[index].isEmpty {
      bestProbabilityByCategory[index].append(.nan)
    }
  }

  mutating func appendCategory(seed: UInt64) {
    bestProbabilityByCategory.append([])
    categoryProbes.append(ProbeSet(capacity: Self.categoryProbeCapacity, seed: seed))
  }

  mutating func remove(_ arm: Int) {
    rows[arm].current = nil
    rows[arm].prior = nil
  }

  /// The posteriors are gone.
  mutating func removeAll() {
    for arm in rows.indices { remove(arm) }
    for index in bestProbabilityByCategory.indices { bestProbabilityByCategory[index] = [] }
  }

  /// There are posteriors, from a prior that may be another.
  mutating func restart() { forms = PriorForms() }

  /// Takes a new context into the probes.
  mutating func offer(_ context: [Double], category: Int?) {
    probes.offer(context)
    if let category { categoryProbes[category].offer(context) }
  }

  /// Charts are one stretch from this segment on.
  mutating func join(from segment: Int) {
    for arm in rows.indices {
      rows[arm].mean.join(from: segment)
      rows[arm].standardDeviation.join(from: segment)
    }
  }

  /// What earlier segments did from this position on is a branch that the run has left.
  mutating func abandon(from position: Double) {
    for arm in rows.indices {
      rows[arm].mean.abandon(from: position)
      rows[arm].standardDeviation.abandon(from: position)
    }
  }
}

extension Beliefs.Row {
  func hash(into digest: inout StateDigest) {
    current?.hash(into: &digest)
    prior?.hash(into: &digest)
    mean.hash(into: &digest)
    standardDeviation.hash(into: &digest)
  }
}
