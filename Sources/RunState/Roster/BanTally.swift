import RouterEngine

/// Decisions since a reward model was banned from all categories.
package struct BanTally: Equatable, Codable, Sendable {
  package var decisions = 0
  /// Those that chose it all the same.
  package var own = 0

  package init() {}
}

extension BanTally {
  func hash(into digest: inout StateDigest) {
    digest.combine(decisions)
    digest.combine(own)
  }
}
