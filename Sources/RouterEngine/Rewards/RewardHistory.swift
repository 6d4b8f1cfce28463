/// The last rewards, in order of arrival and by rank; older ones are dropped.
struct RewardHistory: Equatable, Sendable {
  /// Greatest number of rewards kept, ≥ 1.
  private(set) var limit: Int
  private(set) var ranked = RankedValues()
  /// In order of arrival from `oldest` on, around the end.
  private var arrivals: [Double] = []
  private var oldest = 0

  /// - Parameter limit: less than 1 counts as 1.
  init(limit: Int) { self.limit = max(limit, 1) }

  var count: Int { arrivals.count }

  /// Takes a reward, and drops the oldest where there are more than `limit`.
  ///
  /// - Complexity: O(log count).
  mutating func append(_ reward: Double) {
    // One zero: −0 and 0 are equal, and must not differ in the digest by which of them a rank gave.
    let reward = reward == 0 ? 0 : reward
    if arrivals.count < limit {
      arrivals.append(reward)
    } else {
      ranked.remove(arrivals[oldest])
      arrivals[oldest] = reward
      oldest = (oldest + 1) % limit
    }
    ranked.insert(reward)
  }

  /// Changes the limit; a smaller one drops the oldest.
  ///
  /// - Complexity: O(count).
  mutating func resize(limit: Int) {
    let limit = max(limit, 1)
    guard limit != self.limit else { return }
    let inOrder = Array(arrivals[oldest...] + arrivals[..<oldest])
    self.limit = limit
    for reward in inOrder.dropLast(limit) { ranked.remove(reward) }
    arrivals = Array(inOrder.suffix(limit))
    oldest = 0
  }

  /// Combines the rewards in order of arrival, which say everything.
  func hash(into digest: inout StateDigest) {
    digest.combine(arrivals.count)
    arrivals.withUnsafeBufferPointer { arrivals in
      digest.combine(span: UnsafeBufferPointer(rebasing: arrivals[oldest...]))
      digest.combine(span: UnsafeBufferPointer(rebasing: arrivals[..<oldest]))
    }
  }
}
