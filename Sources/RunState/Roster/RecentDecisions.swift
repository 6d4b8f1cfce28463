import RouterEngine

/// The last 256 decisions, by arm.
struct RecentDecisions: Sendable {
  static let capacity = 256
  private var arms: [UInt8] = []
  private var oldest = 0

  var count: Int { arms.count }

  func hash(into digest: inout StateDigest) {
    digest.combine(arms.count)
    digest.combine(oldest)
    for arm in arms { digest.combine(Int(arm)) }
  }

  /// - Returns: the arm that is no longer among the recent ones.
  mutating func append(_ arm: Int) -> Int? {
    let byte = UInt8(truncatingIfNeeded: arm)
    if arms.count < Self.capacity {
      arms.append(byte)
      return nil
    }
    let gone = arms[oldest]
    arms[oldest] = byte
    oldest = (oldest + 1) % Self.capacity
    return Int(gone)
  }
}
