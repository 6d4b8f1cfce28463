import RouterEngine

/// The last 256 decisions, by arm.
struct RecentDecisions: Codable, Sendable {
  static let capacity = 256
  private var arms = Ring<UInt8>(capacity: capacity)

  var count: Int { arms.count }

  func hash(into digest: inout StateDigest) {
    digest.combine(arms.count)
    digest.combine(arms.oldest)
    for arm in arms.storage { digest.combine(Int(arm)) }
  }

  /// - Returns: the arm that is no longer among the recent ones.
  mutating func append(_ arm: Int) -> Int? { arms.append(UInt8(truncatingIfNeeded: arm)).map { Int($0) } }
}
