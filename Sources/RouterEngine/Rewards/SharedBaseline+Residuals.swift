/// A usable reward of a batch.
package struct ContextualSample: Equatable, Sendable {
  package var arm: Int
  /// ℓ: the loss, or −reward.
  package var loss: Double
  /// φ, of the bank's `dimension`; `nil` where it is not known.
  package var context: [Double]?

  package init(arm: Int, loss: Double, context: [Double]?) {
    self.arm = arm
    self.loss = loss
    self.context = context
  }
}

extension SharedBaseline {
  /// Fewer usable rewards with a context than this say too little about how hard their batch is.
  package static let leastSamples = 4

  /// Whether a reward rule has innovations: `batch` over all reward models, and `none`.
  package static func supports(_ rule: RewardRule) -> Bool {
    switch rule {
    case .batch(_, .all), .none: true
    case .batch(_, .rewardModel), .emaZ, .quantile, .welford: false
    }
  }

  /// What is folded in place of the rewards of a closing batch, in order of arrival.
  ///
  /// Rule `batch`: a batch's normalised rewards say how a pair went against the others of its batch; the expected
  /// difference, part of it the pairs' own difficulty, is taken off, and what the chosen reward model was expected to
  /// give is put back:
  /// ```
  /// p_j = c₀ + f₀·φ_j + μ_k·x_j                                   k the arm of j, x_j = [φ_j, 1] with an intercept
  /// r′_j = κ z_j − (p_j − mean of p_i over the others) + μ_k·x_j    z by rule `batch`
  /// ```
  /// over the samples given, every μ as the posteriors stand: call it before anything of the close is folded or aged.
  ///
  /// Rule `none`: r′ = r − c₀ − f₀·φ for correctness r = −ℓ in [0, 1].
  ///
  /// - Returns: `nil` for a sample that gives none: any of a batch of fewer than four, correctness outside [0, 1], no
  ///   context, one of another length or with a number beyond 1e60, an unknown arm (these take no part), and every one
  ///   for a rule that is not supported.
  /// - Complexity: O(samples · width), and O(width³) for each arm whose factor is not at hand.
  ///
  /// Numerics: p_j − mean of the others is computed as (p_j − mean of all)·n/(n−1), so that c₀ costs no digits.
  ///
  /// Source: docs/engine.md, *Rewards*, *Baseline*. Tested by `SharedBaselineTests` against its words.
  package func residuals(
    _ samples: [ContextualSample], rule: RewardRule, posteriors: inout PosteriorBank
  ) -> [Double?] {
    let limit = PosteriorSettings.scaleRange.upperBound
    var taken: [BatchSample] = []
    for (index, sample) in samples.enumerated() {
      guard let context = sample.context, context.count == posteriors.settings.dimension,
        context.allSatisfy({ $0.magnitude <= limit }), sample.loss.isFinite,
        (0..<posteriors.count).contains(sample.arm)
      else { continue }
      taken.append(BatchSample(index: index, arm: sample.arm, loss: sample.loss, context: context))
    }
    var result: [Double?] = Array(repeating: nil, count: samples.count)
    switch rule {
    case .none:
      for sample in taken where (-1...0).contains(sample.loss) {
        result[sample.index] = -sample.loss - value(at: sample.context)
      }
    case .batch(_, .all):
      let rewards = residuals(batch: taken, rule: rule, posteriors: &posteriors)
      for (sample, reward) in zip(taken, rewards) { result[sample.index] = reward }
    case .batch(_, .rewardModel), .emaZ, .quantile, .welford: break
    }
    return result
  }

  private func residuals(
    batch samples: [BatchSample], rule: RewardRule, posteriors: inout PosteriorBank
  ) -> [Double?] {
    guard samples.count >= Self.leastSamples else { return samples.map { _ in nil } }
    var normaliser = RewardNormaliser(rule: rule)
    let normalised = normaliser.normalise(samples.map { RewardSample(arm: $0.arm, loss: $0.loss) })
    let own = posteriors.meanScores(of: samples)
    let expected = zip(samples, own).map { sample, own in value(at: sample.context) + own }
    let count = Double(samples.count)
    let mean = expected.reduce(0, +) / count
    return samples.indices.map { index in
      guard let z = normalised[index] else { return nil }
      let reward = gain * z - (expected[index] - mean) * (count / (count - 1)) + own[index]
      return reward.isFinite ? reward : nil
    }
  }
}

/// A sample that takes part.
private struct BatchSample {
  /// Its index among all samples.
  let index: Int
  let arm: Int
  let loss: Double
  let context: [Double]
}

extension PosteriorBank {
  /// μ_k·x of each sample, k its arm.
  fileprivate mutating func meanScores(of samples: [BatchSample]) -> [Double] {
    var means: [[Double]] = Array(repeating: [], count: count)
    return samples.map { sample in
      if means[sample.arm].isEmpty { means[sample.arm] = posteriorMean(sample.arm) }
      var sum = settings.hasIntercept ? means[sample.arm][settings.dimension] : 0
      for (weight, entry) in zip(means[sample.arm], sample.context) { sum += weight * entry }
      return sum
    }
  }
}
