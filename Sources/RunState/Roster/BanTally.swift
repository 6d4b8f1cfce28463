import RouterEngine

/// Decisions since a reward model was banned from all categories.
public struct BanTally: Equatable, Sendable {
  public var decisions = 0
  /// Those that chose it all the same.
  public var own = 0

  public init() {}
}

extension BanTally {
  func hash(into digest: inout StateDigest) {
    digest.combine(decisions)
    digest.combine(own)
  }
}
