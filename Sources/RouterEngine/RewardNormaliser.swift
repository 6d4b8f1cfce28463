/// How raw losses become the rewards that posteriors see.
public enum RewardRule: Equatable, Sendable {
  /// r = clip((mean of the other losses of the batch − ℓ)/s, ±clip), s = max(sample sd of the batch, 1e-6).
  case batch(clip: Double)
  /// r = −ℓ.
  case none
}

/// One usable raw reward of a batch, as a loss.
public struct RewardSample: Equatable, Sendable {
  public var arm: Int
  /// ℓ: the loss, or −reward.
  public var loss: Double

  public init(arm: Int, loss: Double) {
    self.arm = arm
    self.loss = loss
  }
}

/// Turns the usable rewards of each closed batch into what is folded, by one rule.
public struct RewardNormaliser: Equatable, Sendable {
  /// Least standard deviation that the batch rule divides by.
  public static let leastDeviation = 1e-6

  public let rule: RewardRule

  public init(rule: RewardRule) { self.rule = rule }

  /// Rule `batch`.
  ///
  /// - Parameter batchClip: greatest magnitude of a normalised reward.
  public init(batchClip: Double) { self.init(rule: .batch(clip: batchClip)) }

  /// Rule `none`.
  public static let none = RewardNormaliser(rule: .none)

  /// The normalised rewards of one batch, in order of arrival.
  ///
  /// ```
  /// r_i = clip((m_i − ℓ_i)/s, ±clip)    m_i: mean of the other losses    s = max(√(Σ(ℓ − m)²/(n−1)), 1e-6)
  /// ```
  /// - Returns: `nil` where the rule gives none (a batch of one), the loss is not finite (it then takes no part), or
  ///   the result is not finite.
  /// - Complexity: O(samples).
  ///
  /// Numerics: m_i − ℓ_i is computed as (m − ℓ_i)·n/(n−1) with the mean m of all, which loses no digits where one
  /// loss is far from the others; two passes for the deviation.
  ///
  /// Tested by `RewardNormaliserTests` against the rule's own words.
  public mutating func normalise(_ samples: [RewardSample]) -> [Double?] {
    switch rule {
    case .none: samples.map { $0.loss.isFinite ? -$0.loss : nil }
    case .batch(let clip): Self.normalise(batch: samples, clip: clip)
    }
  }

  private static func normalise(batch samples: [RewardSample], clip: Double) -> [Double?] {
    let finite = samples.filter(\.loss.isFinite)
    guard finite.count > 1 else { return samples.map { _ in nil } }
    let count = Double(finite.count)
    let mean = finite.reduce(0) { $0 + $1.loss } / count
    let squares = finite.reduce(0) { $0 + ($1.loss - mean) * ($1.loss - mean) }
    let deviation = max((squares / (count - 1)).squareRoot(), leastDeviation)
    return samples.map { sample in
      guard sample.loss.isFinite else { return nil }
      let reward = (mean - sample.loss) * (count / (count - 1)) / deviation
      return reward.isFinite ? min(max(reward, -clip), clip) : nil
    }
  }

  /// Combines what later batches depend on; rules `batch` and `none` keep nothing.
  public func hash(into digest: inout StateDigest) {
    switch rule {
    case .none: digest.combine(0)
    case .batch(let clip):
      digest.combine(1)
      digest.combine(clip)
    }
  }
}
