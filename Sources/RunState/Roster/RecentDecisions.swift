import RouterEngine

/// The last decisions, by arm: as many as it is made for.
package struct RecentDecisions: Codable, Sendable {
  /// Of the whole run.
  package static let capacity = 256
  /// Of one category: with four of them about as long ago as the run's.
  package static let categoryCapacity = 64
  private var arms: Ring<UInt8>

  init(capacity: Int = capacity) { arms = Ring(capacity: capacity) }

  package var count: Int { arms.count }

  /// How many of them chose each arm.
  ///
  /// - Parameter arms: how many there are.
  /// - Complexity: O(capacity).
  package func countByArm(_ arms: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: arms)
    for arm in self.arms.storage where Int(arm) < arms { counts[Int(arm)] += 1 }
    return counts
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(arms.count)
    digest.combine(arms.oldest)
    for arm in arms.storage { digest.combine(Int(arm)) }
  }

  /// - Returns: the arm that is no longer among the recent ones.
  @discardableResult
  mutating func append(_ arm: Int) -> Int? { arms.append(UInt8(truncatingIfNeeded: arm)).map { Int($0) } }
}
