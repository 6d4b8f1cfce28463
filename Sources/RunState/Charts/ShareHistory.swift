import RouterEngine

/// Shares of selections over the run.
package struct ShareHistory: Codable, Sendable {
  /// By arm: share in [0, 1] of that point's decisions.
  package private(set) var byArm: [Series] = []
  /// By arm: decisions since the last point, those of the value of the routing step in force.
  package private(set) var openDecisions: [Int] = []
  /// Sum of `openDecisions`.
  package private(set) var openTotal = 0
  /// By arm, of a what-if: Σ of the probabilities with which its settings would have chosen, for the same decisions;
  /// `nil` in a run, whose digest has no part of it.
  private var openWeights: [Double]?

  init() {}

  mutating func append() {
    byArm.append(Series())
    openDecisions.append(0)
    openWeights?.append(0)
  }

  mutating func count(_ arm: Int) {
    openDecisions[arm] += 1
    openTotal += 1
  }

  /// Makes a point of the decisions since the last one, where there are any.
  mutating func close(position: Double, segment: Int) {
    guard openTotal > 0 else { return }
    let parts = openWeights ?? openDecisions.map(Double.init)
    let total = openWeights.map { $0.reduce(0, +) } ?? Double(openTotal)
    for arm in byArm.indices {
      if total > 0 { byArm[arm].append(position: position, value: parts[arm] / total, segment: segment) }
      openDecisions[arm] = 0
      openWeights?[arm] = 0
    }
    openTotal = 0
  }

  /// Whether points are of `openWeights`.
  var isWeighed: Bool { openWeights != nil }

  /// From here on points are of weights instead of counts; those of the open one are its counts so far.
  mutating func beginWeighing() { openWeights = openDecisions.map(Double.init) }

  /// What the decision that was counted last weighs, by arm.
  mutating func weigh(_ probabilities: [Double]) {
    for (arm, probability) in probabilities.enumerated() where arm < byArm.count {
      openWeights?[arm] += probability
    }
  }

  mutating func change(_ body: (inout Series) -> Void) {
    for arm in byArm.indices { body(&byArm[arm]) }
  }

  func hash(into digest: inout StateDigest) {
    for series in byArm { series.hash(into: &digest) }
    for count in openDecisions { digest.combine(count) }
  }
}
