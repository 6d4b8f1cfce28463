import RouterEngine

/// Shares of selections over the run.
package struct ShareHistory: Codable, Sendable {
  /// By arm: share in [0, 1] of that point's decisions.
  package private(set) var byArm: [Series] = []
  /// By arm: decisions since the last point, those of the value of the routing step in force.
  package private(set) var openDecisions: [Int] = []
  /// Sum of `openDecisions`.
  package private(set) var openTotal = 0

  init() {}

  mutating func append() {
    byArm.append(Series())
    openDecisions.append(0)
  }

  mutating func count(_ arm: Int) {
    openDecisions[arm] += 1
    openTotal += 1
  }

  /// Makes a point of the decisions since the last one, where there are any.
  mutating func close(position: Double, segment: Int) {
    guard openTotal > 0 else { return }
    let total = Double(openTotal)
    for arm in byArm.indices {
      byArm[arm].append(position: position, value: Double(openDecisions[arm]) / total, segment: segment)
      openDecisions[arm] = 0
    }
    openTotal = 0
  }

  mutating func change(_ body: (inout Series) -> Void) {
    for arm in byArm.indices { body(&byArm[arm]) }
  }

  func hash(into digest: inout StateDigest) {
    for series in byArm { series.hash(into: &digest) }
    for count in openDecisions { digest.combine(count) }
  }
}
