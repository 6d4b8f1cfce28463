import RouterEngine

/// What has become of one category's pairs: a row of the heat map. What is believed of it is in `Beliefs`.
package struct CategoryState: Codable, Sendable {
  package var name: String
  package var decisions = 0
  /// By arm.
  package var decisionsByArm: [Int]
  package var rewardSumByArm: [Double]
  package var rewardCountByArm: [Int]
  /// The last 64 decisions of this category, and its last 64 rewards.
  package internal(set) var recentDecisions = RecentDecisions(capacity: RecentDecisions.categoryCapacity)
  package internal(set) var recentRewards = RecentRewards(capacity: RecentDecisions.categoryCapacity)

  init(name: String, arms: Int) {
    self.name = name
    decisionsByArm = [Int](repeating: 0, count: arms)
    rewardSumByArm = [Double](repeating: 0, count: arms)
    rewardCountByArm = [Int](repeating: 0, count: arms)
  }

  mutating func appendArm() {
    decisionsByArm.append(0)
    rewardSumByArm.append(0)
    rewardCountByArm.append(0)
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(name)
    digest.combine(decisions)
    for number in decisionsByArm { digest.combine(number) }
    for number in rewardCountByArm { digest.combine(number) }
    digest.combine(rewardSumByArm)
  }

  func hashRecent(into digest: inout StateDigest) {
    recentDecisions.hash(into: &digest)
    recentRewards.hash(into: &digest)
  }
}
