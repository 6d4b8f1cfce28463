import RouterEngine

/// The last finite raw rewards, as many as it is made for, and the arm that each is of.
package struct RecentRewards: Codable, Sendable {
  private var arms: Ring<UInt8>
  private var rewards: Ring<Double>

  init(capacity: Int = RecentDecisions.capacity) {
    arms = Ring(capacity: capacity)
    rewards = Ring(capacity: capacity)
  }

  package var count: Int { arms.count }

  /// The rewards of one arm, or of several.
  package struct Total: Equatable, Sendable {
    package var count = 0
    package var sum = 0.0

    package init() {}

    package mutating func add(_ other: Total) {
      count += other.count
      sum += other.sum
    }

    /// `nil` without any.
    package var mean: Double? { count > 0 ? sum / Double(count) : nil }
  }

  /// Summed anew at every look, in the order in which they lie: a sum that is carried along would drift.
  ///
  /// - Parameter arms: how many there are.
  /// - Complexity: O(capacity).
  package func totalByArm(_ arms: Int) -> [Total] {
    var totals = [Total](repeating: Total(), count: arms)
    for (arm, reward) in zip(self.arms.storage, rewards.storage) where Int(arm) < arms {
      totals[Int(arm)].count += 1
      totals[Int(arm)].sum += reward
    }
    return totals
  }

  mutating func append(_ reward: Double, arm: Int) {
    arms.append(UInt8(truncatingIfNeeded: arm))
    rewards.append(reward)
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(arms.oldest)
    for arm in arms.storage { digest.combine(Int(arm)) }
    rewards.hash(into: &digest)
  }
}
