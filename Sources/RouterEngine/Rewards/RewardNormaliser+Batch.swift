extension RewardNormaliser {
  /// Rule `batch`.
  ///
  /// ```
  /// r_i = clip((m_i − ℓ_i)/s, ±clip)    m_i: mean of the other losses    s = max(√(Σ(ℓ − m)²/(n−1)), 1e-6)
  /// ```
  /// - Parameters:
  ///   - samples: the batch in order of arrival; losses that are not finite take no part.
  ///   - clip: > 0, in standard deviations.
  ///   - scope: `rewardModel` makes each one's samples a batch of their own.
  /// - Returns: as many rewards, without unit; `nil` for losses that are not finite and in a batch of one.
  /// - Complexity: O(samples).
  ///
  /// Numerics: m_i − ℓ_i is computed as (m − ℓ_i)·n/(n−1) with the mean m of all, which loses no digits where one
  /// loss is far from the others; two passes for the deviation.
  ///
  /// Edge cases: equal losses have s = 1e-6 and rewards 0; two losses have ±√2 (or the clip), whatever they are.
  ///
  /// Source: docs/engine.md, *Rewards*; the leave-one-out baseline of REINFORCE (Kool et al. 2019), scaled. Tested
  /// by `RewardNormaliserTests` and `RewardRuleTests`.
  static func normalise(batch samples: [RewardSample], clip: Double, scope: RewardScope) -> [Double?] {
    guard scope == .rewardModel else { return normalise(batch: samples, clip: clip) }
    var rewards: [Double?] = Array(repeating: nil, count: samples.count)
    var placesByArm: [Int: [Int]] = [:]
    for (index, sample) in samples.enumerated() { placesByArm[sample.arm, default: []].append(index) }
    for places in placesByArm.values {
      let own = normalise(batch: places.map { samples[$0] }, clip: clip)
      for (index, reward) in zip(places, own) { rewards[index] = reward }
    }
    return rewards
  }

  private static func normalise(batch samples: [RewardSample], clip: Double) -> [Double?] {
    let finite = samples.filter(\.loss.isFinite)
    guard finite.count > 1 else { return samples.map { _ in nil } }
    let count = Double(finite.count)
    let unit = unit(of: finite)
    let mean = finite.reduce(0) { $0 + $1.loss * unit } / count
    let squares = finite.reduce(0) { $0 + ($1.loss * unit - mean) * ($1.loss * unit - mean) }
    let deviation = max((squares / (count - 1)).squareRoot(), leastDeviation * unit)
    return samples.map { sample in
      guard sample.loss.isFinite else { return nil }
      let reward = (mean - sample.loss * unit) * (count / (count - 1)) / deviation
      return reward.isFinite ? min(max(reward, -clip), clip) : nil
    }
  }

  /// 1, or the power of two that brings losses whose sum or squares could overflow near to 1, exactly: rewards are
  /// ratios of losses, and exist whatever the losses are.
  private static func unit(of samples: [RewardSample]) -> Double {
    let greatest = samples.reduce(0) { max($0, $1.loss.magnitude) }
    guard greatest > RewardRule.lossLimit else { return 1 }
    return Double(sign: .plus, exponent: -greatest.exponent, significand: 1)
  }
}

extension RewardRule {
  func hash(into digest: inout StateDigest) {
    switch self {
    case .none: digest.combine(0)
    case .batch(let clip, let scope):
      digest.combine(scope == .all ? 1 : 2)
      digest.combine(clip)
    case .emaZ(let clip, let alpha, let minimumCount, let scope):
      digest.combine(scope == .all ? 3 : 4)
      digest.combine(clip)
      digest.combine(alpha)
      digest.combine(minimumCount)
    case .quantile(let low, let high, let minimumHistory, let history, let scope):
      digest.combine(scope == .all ? 5 : 6)
      digest.combine(low)
      digest.combine(high)
      digest.combine(minimumHistory)
      digest.combine(history)
    case .welford(let scope): digest.combine(scope == .all ? 7 : 8)
    }
  }
}
