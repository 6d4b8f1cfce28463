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

  private var rounds = ArrivalQueue<Round>()

  init() {}

  var count: Int { rounds.count }

  subscript(hash: IdentifierHash) -> Round? { rounds[hash] }

  /// - Returns: the round dropped for it.
  mutating func insert(_ round: Round, for hash: IdentifierHash) -> Round? {
    rounds.insert(round, for: hash)
    return rounds.count > Self.limit ? rounds.removeOldest() : nil
  }

  mutating func remove(_ hash: IdentifierHash) -> Round? { rounds.remove(hash) }

  /// Eligible ones among those that wait.
  var eligible: Int { rounds.all.count { $0.propensity != nil } }

  /// Feedback for the decisions of these segments will not be taken any more.
  ///
  /// - Returns: eligible ones among them.
  mutating func removeAll(before segment: Int) -> Int {
    rounds.removeAll { $0.segment < segment }.count { $0.propensity != nil }
  }

  mutating func removeAll() { self = PendingRounds() }
}
