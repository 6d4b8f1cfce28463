/// The batch that is open: what its feedback brought, in order of arrival, until it closes (rule 2 of
/// `docs/run-log.md`).
///
/// A key stands for the decision that a feedback answers: who drives the router knows its context by it.
package struct OpenBatch<Key: Codable & Sendable>: Codable, Sendable {
  package struct Item: Codable, Sendable {
    package enum Kind: Codable, Sendable {
      /// ℓ of a usable reward.
      case loss(Double)
      /// What a tie or an error is folded as, as it stands.
      case substitute(Double)
    }

    package var key: Key
    package var arm: Int
    package var kind: Kind
  }

  /// It has had a feedback, usable or not.
  package var isOpen = false
  package var items: [Item] = []
  /// Usable rewards among them.
  package var usable = 0
  /// Raw rewards, over all reward models and by arm.
  package var sum = 0.0
  package var sumByArm: [Double] = []
  package var countByArm: [Int] = []

  package init() {}

  /// Takes a usable raw reward.
  package mutating func append(reward: Double, arm: Int, key: Key) {
    items.append(Item(key: key, arm: arm, kind: .loss(-reward)))
    usable += 1
    sum += reward
    while sumByArm.count <= arm {
      sumByArm.append(0)
      countByArm.append(0)
    }
    sumByArm[arm] += reward
    countByArm[arm] += 1
  }

  /// Takes what a tie or an error is folded as.
  mutating func append(substitute: Double, arm: Int, key: Key) {
    items.append(Item(key: key, arm: arm, kind: .substitute(substitute)))
  }

  /// Empties it, keeping the room it has unless that is large.
  package mutating func clear() {
    isOpen = false
    items.removeAll(keepingCapacity: items.count <= 4096)
    usable = 0
    sum = 0
    for arm in sumByArm.indices {
      sumByArm[arm] = 0
      countByArm[arm] = 0
    }
  }
}
