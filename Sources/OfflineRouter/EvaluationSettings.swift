/// How policies are compared.
package struct EvaluationSettings: Equatable, Sendable {
  /// What is fed back for the chosen RM.
  package enum Reward: String, CaseIterable, Sendable {
    /// r, whether it was right, after every pair.
    case correct
    /// ℓ = softplus(−(1.5(2r − 1) + 0.3 ε)), ε ~ N(0, 1), in batches of 16 by rule `batch`.
    case proxyLoss = "proxy-loss"
  }

  /// Pairs that are decided together, and whose rewards come together.
  static let proxyBatch = 16
  /// The clip of rule `batch`, its default.
  static let proxyClip = 2.0
  /// Most splits.
  static let seedLimit = 10_000

  /// The part of the groups that is learned from before the stream, in (0, 1).
  package var offlineFraction = 0.6
  /// Splits, 1…10,000; their seeds are 1, 2, 3, ….
  package var seeds = 20
  package var policies: [EvaluationPolicy]
  /// The probability with which r is flipped before it is fed back, in [0, 1].
  package var noise = 0.0
  package var reward = Reward.correct

  package init(policies: [EvaluationPolicy]) { self.policies = policies }

  /// Whether the numbers are in their domains, before anything is read.
  ///
  /// - Throws: `setting`, for the first that is not.
  package func checkNumbers() throws(ContrastError) {
    guard offlineFraction > 0, offlineFraction < 1 else {
      throw .setting("offline fraction \(offlineFraction) is out of range (between 0 and 1)")
    }
    guard (1...Self.seedLimit).contains(seeds) else {
      throw .setting("\(seeds) seeds are out of range (1 to \(Self.seedLimit))")
    }
    guard noise >= 0, noise <= 1 else { throw .setting("noise \(noise) is out of range (0 to 1)") }
  }

  func check() throws(ContrastError) {
    try checkNumbers()
    guard !policies.isEmpty else { throw .setting("no policy is named") }
  }
}
