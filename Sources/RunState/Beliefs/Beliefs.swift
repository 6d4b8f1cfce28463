import Router
import RouterEngine
package import StateCoding

/// What the posteriors say of every reward model, over probes: contexts of the run, drawn by a keyed lottery.
package struct Beliefs: Codable, Sendable {
  static let probeCapacity = 64
  package static let categoryProbeCapacity = 8

  /// Of one reward model.
  package struct Row: Codable, Sendable {
    /// As somebody saw it who looked last (`RunState.look`); `nil` where nobody has, or posteriors are unavailable.
    @NotSaved package internal(set) var current: Belief?
    /// The belief before any observation, for the prior's tick; likewise.
    @NotSaved package internal(set) var prior: Belief?
    /// Belief points over the run.
    package internal(set) var mean = Series()
    package internal(set) var standardDeviation = Series()
  }

  /// How far what somebody saw last is behind the statistics. Nothing that is folded hangs on it.
  enum Staleness: Comparable, Sendable {
    case current
    /// Contexts, reward models or the prior are others.
    case beliefs
    /// The statistics are: the next look makes factors.
    case factors
  }

  /// False where nobody will look at a belief.
  let isWanted: Bool
  var rows: [Row] = []
  var probes: ProbeSet
  /// By category.
  var categoryProbes: [ProbeSet] = []
  /// When the fold looks by itself.
  var law = BeliefLaw()
  /// P(best) over the category's own probes, by category and arm, as somebody saw it who looked last; fewer categories,
  /// or none, where nobody has. NaN for a reward model that was not in the run then.
  @NotSaved var bestProbabilityByCategory: [[Double]] = []
  @NotSaved var forms: PriorForms?
  /// Nothing has been seen of a state that was saved.
  @NotSaved private var seen: Staleness?

  init(isWanted: Bool = true, seed: UInt64 = 0) {
    self.isWanted = isWanted
    probes = ProbeSet(capacity: Self.probeCapacity, seed: seed)
  }

  package subscript(arm: Int) -> Row { rows[arm] }

  /// Contexts that every belief is a mean over.
  package var probeCount: Int { probes.contexts.count }

  var staleness: Staleness { seen ?? .factors }

  /// P(best) of every arm for a category, over its own probes; as `bestProbabilityByCategory`.
  package func bestProbabilities(category: Int) -> [Double] {
    bestProbabilityByCategory.indices.contains(category) ? bestProbabilityByCategory[category] : []
  }

  /// Contexts behind P(best) of a category.
  package func probeCount(category: Int) -> Int { categoryProbes[category].contexts.count }

  /// Whether a belief point has been taken.
  package var hasPoints: Bool { rows.contains { !$0.mean.buckets.isEmpty } }

  /// There are posteriors, or those of one reward model more.
  mutating func notePosteriors() { seen = max(staleness, .beliefs) }

  /// The statistics or the scales of some posteriors are others.
  mutating func noteStatistics() {
    seen = .factors
    law.spoil()
  }

  /// Everything that is seen of the beliefs is that of the state as it is.
  mutating func noteSeen() { seen = .current }

  mutating func appendArm() { rows.append(Row()) }

  mutating func appendCategory(seed: UInt64) {
    categoryProbes.append(ProbeSet(capacity: Self.categoryProbeCapacity, seed: seed))
  }

  mutating func remove(_ arm: Int) {
    rows[arm].current = nil
    rows[arm].prior = nil
  }

  /// The posteriors are gone.
  mutating func removeAll() {
    for arm in rows.indices { remove(arm) }
    bestProbabilityByCategory = []
  }

  /// There are posteriors, from a prior that may be another.
  mutating func restart() { forms = nil }

  /// Takes a new context into the probes.
  mutating func offer(_ context: [Double], category: Int?) {
    var isTaken = probes.offer(context)
    if let category, categoryProbes[category].offer(context) { isTaken = true }
    if isTaken { seen = max(staleness, .beliefs) }
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
    mean.hash(into: &digest)
    standardDeviation.hash(into: &digest)
  }
}
