import ElementaryFunctions
import RouterEngine

/// The last 256 decisions in which the router had a choice: no pin, no fixed policy, more than one RM allowed.
struct SelectionWatch: Codable, Sendable {
  private(set) var recent = RecentDecisions()
  private(set) var countByArm: [Int] = []
  /// Said, and not yet over.
  var collapsedArm: Int?

  init() {}

  var count: Int { recent.count }

  func count(of arm: Int) -> Int { countByArm.indices.contains(arm) ? countByArm[arm] : 0 }

  mutating func append(_ arm: Int) {
    while countByArm.count <= arm { countByArm.append(0) }
    countByArm[arm] += 1
    if let gone = recent.append(arm) { countByArm[gone] -= 1 }
  }

  /// −Σ p ln p of the shares, over ln of the number of RMs that there are: 1 is even, 0 is one RM alone.
  ///
  /// - Returns: `nil` before the first free decision, or where there is nothing to choose among.
  func entropy(among rewardModels: Int) -> Double? {
    guard count > 0, rewardModels > 1 else { return nil }
    var entropy = 0.0
    for number in countByArm where number > 0 {
      let share = Double(number) / Double(count)
      entropy -= share * log(share)
    }
    return min(1, max(0, entropy / log(Double(rewardModels))))
  }
}

extension SelectionWatch {
  func hash(into digest: inout StateDigest) {
    recent.hash(into: &digest)
    digest.combine(collapsedArm ?? -1)
  }
}
