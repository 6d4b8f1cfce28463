/// Decisions whose feedback or whose batch is not there yet: at most 8,192, the oldest dropped first.
struct PendingRounds: Sendable {
  static let limit = 8192

  struct Round: Sendable {
    var context: [Double]
    var arm: Int
    /// `nil`: not for estimates; its labels still count.
    var propensity: Double?
    var allowed: [Int]
    var target: [Double]
    /// In which the decision was made.
    var segment = 0
  }

  private var rounds: [IdentifierHash: Round] = [:]
  private var order: [IdentifierHash] = []
  private var head = 0

  init() {}

  var count: Int { rounds.count }

  subscript(hash: IdentifierHash) -> Round? { rounds[hash] }

  /// - Returns: the round dropped for it.
  mutating func insert(_ round: Round, for hash: IdentifierHash) -> Round? {
    rounds[hash] = round
    order.append(hash)
    var dropped: Round?
    while rounds.count > Self.limit, head < order.count {
      dropped = rounds.removeValue(forKey: order[head]) ?? dropped
      head += 1
    }
    if order.count > 1024, order.count > 2 * rounds.count {
      order = order[head...].filter { rounds[$0] != nil }
      head = 0
    }
    return dropped
  }

  mutating func remove(_ hash: IdentifierHash) -> Round? { rounds.removeValue(forKey: hash) }

  /// Eligible ones among those that wait.
  var eligible: Int { rounds.values.count { $0.propensity != nil } }

  /// Feedback for the decisions of these segments will not be taken any more.
  ///
  /// - Returns: eligible ones among them.
  mutating func removeAll(before segment: Int) -> Int {
    let gone = rounds.filter { $0.value.segment < segment }
    for hash in gone.keys { rounds[hash] = nil }
    return gone.values.count { $0.propensity != nil }
  }

  mutating func removeAll() { self = PendingRounds() }
}
