/// The last rewards, in order of arrival and by rank; older ones are dropped.
struct RewardHistory: Equatable, Codable, Sendable {
  private(set) var ranked = RankedValues()
  private var arrivals: Ring<Double>

  /// - Parameter limit: greatest number of rewards kept; less than 1 counts as 1.
  init(limit: Int) { arrivals = Ring(capacity: limit) }

  var limit: Int { arrivals.capacity }
  var count: Int { arrivals.count }

  /// Takes a reward, and drops the oldest where there are more than `limit`.
  ///
  /// - Complexity: O(log count).
  mutating func append(_ reward: Double) {
    // One zero: −0 and 0 are equal, and must not differ in the digest by which of them a rank gave.
    let reward = reward == 0 ? 0 : reward
    if let gone = arrivals.append(reward) { ranked.remove(gone) }
    ranked.insert(reward)
  }

  /// Changes the limit; a smaller one drops the oldest.
  ///
  /// - Complexity: O(count).
  mutating func resize(limit: Int) {
    guard max(limit, 1) != self.limit else { return }
    for reward in arrivals.resize(capacity: limit) { ranked.remove(reward) }
  }

  /// Combines the rewards in order of arrival, which say everything.
  func hash(into digest: inout StateDigest) { arrivals.hash(into: &digest) }
}
