import RouterEngine

/// How many closed rewards of a reward model lay within the intervals that were predicted for them.
///
/// A reward r with the predicted mean m and variance v lies within the interval of level p where
/// |r − m| ≤ z_p √(σ² + v), z_p the (1 + p)/2 quantile of the standard normal law. Where rewards come as the posterior
/// says about p of them do: fewer, and it is too sure; more, and it is not sure enough.
package struct IntervalCoverage: Equatable, Codable, Sendable {
  /// p, and z_p.
  package static let levels: [(share: Double, halfWidth: Double)] = [
    (0.5, 0.674_489_750_196_082), (0.8, 1.281_551_565_544_6), (0.95, standardNormalQuantile975),
  ]

  /// Rewards that a prediction was there for.
  package private(set) var count = 0
  package private(set) var within50 = 0
  package private(set) var within80 = 0
  package private(set) var within95 = 0

  package init() {}

  /// In the order of `levels`.
  package var within: [Int] { [within50, within80, within95] }

  /// Takes (r − m)/√(σ² + v).
  package mutating func append(_ innovation: Double) {
    let size = innovation.magnitude
    count += 1
    if size <= Self.levels[0].halfWidth { within50 += 1 }
    if size <= Self.levels[1].halfWidth { within80 += 1 }
    if size <= Self.levels[2].halfWidth { within95 += 1 }
  }

  func hash(into digest: inout StateDigest) {
    for number in [count, within50, within80, within95] { digest.combine(number) }
  }
}

/// The coverage of one reward model, by who predicted.
package struct PredictionCoverage: Equatable, Codable, Sendable {
  /// By the scores that were logged with its decisions.
  package var logged = IntervalCoverage()
  /// By the fold's own posterior as the batch closed, of rewards whose decisions have no scores.
  package var folded = IntervalCoverage()

  package init() {}

  func hash(into digest: inout StateDigest) {
    logged.hash(into: &digest)
    folded.hash(into: &digest)
  }
}
