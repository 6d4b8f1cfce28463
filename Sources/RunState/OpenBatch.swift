/// The batch that is open: what its feedback brought, in order of arrival, until it closes.
struct OpenBatch: Sendable {
  struct Item: Sendable {
    enum Kind: Sendable {
      /// ℓ of a usable reward.
      case loss(Double)
      /// What a tie or an error is folded as, as it stands.
      case substitute(Double)
    }

    var hash: IdentifierHash
    var arm: Int
    var kind: Kind
  }

  var isOpen = false
  var items: [Item] = []
  /// Usable rewards among them.
  var usable = 0
  /// Raw rewards, over all RMs and by arm.
  var sum = 0.0
  var sumByArm: [Double] = []
  var countByArm: [Int] = []

  init() {}

  /// Takes a usable raw reward.
  mutating func append(reward: Double, arm: Int, hash: IdentifierHash) {
    items.append(Item(hash: hash, arm: arm, kind: .loss(-reward)))
    usable += 1
    sum += reward
    while sumByArm.count <= arm {
      sumByArm.append(0)
      countByArm.append(0)
    }
    sumByArm[arm] += reward
    countByArm[arm] += 1
  }

  /// Empties it, keeping the room it has unless that is large.
  mutating func close() {
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
