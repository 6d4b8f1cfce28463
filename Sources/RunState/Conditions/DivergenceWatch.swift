import RouterEngine

/// Training reward up while an evaluation gets worse: the trends of both over the last evaluations of one metric.
///
/// Every evaluation e (its negative, where less is better) goes with the mean raw reward r that the run had since the
/// evaluation before it. Over the last n = 8 … 16 pairs Kendall's S = Σ_{i<j} sign(x_j − x_i) is taken of e and of r;
/// without a trend it has mean 0 and standard deviation √(n(n−1)(2n+5)/18). The condition: S_e ≤ −2.5 sd and
/// S_r ≥ 2.5 sd. Ranks alone count, so that neither scale, nor an outlier, nor a bend of a curve matters.
///
/// RMs whose share of the decisions and whose own raw reward rose over the same pairs (S ≥ 1 sd of both, and the last
/// quarter above the first) are named, the greatest rise of the share first, and only those with half as much.
///
/// False alarms: for each of two independent series without trend or memory a limit is passed with probability
/// 0.3 … 0.6 % an evaluation, so both with less than 4·10⁻⁵; series with memory pass it more often.
///
/// Episodes: over when one of the two trends has the other sign (or none).
///
/// - Complexity: O(16² · RMs) an evaluation.
/// - Source: Mann, *Nonparametric tests against trend* (1945).
struct DivergenceWatch: Codable, Sendable {
  static let capacity = 16
  static let least = 8
  /// In standard deviations of S.
  static let limit = 2.5
  /// The same for an RM that is named.
  static let limitOfOne = 1.0

  struct Point: Equatable, Codable, Sendable {
    var evaluation: Double
    var reward: Double
    var step: Int
    /// By arm, since the evaluation before; no reward is not a number.
    var shares: [Double] = []
    var rewards: [Double] = []
  }

  /// Means over the first and the last quarter of the points.
  struct Ends: Equatable, Codable {
    var first: Double
    var last: Double
  }

  /// What one RM has had in the run so far.
  struct Total: Equatable, Codable, Sendable {
    var decisions = 0
    var rewards = 0
    var rewardSum = 0.0
  }

  struct Divergence: Equatable, Codable {
    var evaluation: Ends
    var reward: Ends
    var since: Int
    var count: Int
    /// Arms whose share and reward rose as well.
    var risen: [Int]
  }

  enum Finding: Equatable {
    case diverges(Divergence)
    case over
  }

  let better: EvaluationNames.Better
  /// Oldest first.
  private(set) var points: [Point] = []
  private(set) var isOpen = false
  /// Sum and number of the raw rewards up to the last evaluation, of all and by arm.
  private var sum = 0.0
  private var count = 0
  private var totals: [Total] = []

  init(better: EvaluationNames.Better = .more) { self.better = better }

  /// Takes an evaluation.
  ///
  /// - Parameters:
  ///   - value: not finite, or without a reward since the one before, it is left out.
  ///   - step: one lower than the last begins anew (a restarted trainer).
  ///   - rewardSum: of all finite raw rewards of the run so far; `rewardCount`: how many.
  ///   - now: what every RM has had, by arm.
  mutating func append(
    _ value: Double, step: Int, rewardSum: Double, rewardCount: Int, of now: [Total] = []
  ) -> Finding? {
    if let last = points.last, step < last.step { points.removeAll() }
    let since = rewardCount - count
    let reward = (rewardSum - sum) / Double(since)
    guard value.isFinite, since > 0, reward.isFinite else { return nil }
    var point = Point(evaluation: value, reward: reward, step: step)
    note(now, in: &point)
    (sum, count, totals) = (rewardSum, rewardCount, now)
    points.append(point)
    if points.count > Self.capacity { points.removeFirst() }
    guard points.count >= Self.least else { return nil }
    let trend = Self.trend(points.map(\.evaluation))
    let evaluation = better == .more ? trend : -trend
    let training = Self.trend(points.map(\.reward))
    if isOpen {
      guard evaluation >= 0 || training <= 0 else { return nil }
      isOpen = false
      return .over
    }
    guard evaluation <= -Self.limit, training >= Self.limit else { return nil }
    isOpen = true
    return .diverges(
      Divergence(
        evaluation: Self.ends(points.map(\.evaluation)), reward: Self.ends(points.map(\.reward)),
        since: points[0].step, count: points.count, risen: risen))
  }

  private func note(_ now: [Total], in point: inout Point) {
    let made = now.indices.map {
      now[$0].decisions - (totals.indices.contains($0) ? totals[$0].decisions : 0)
    }
    let all = max(1, made.reduce(0, +))
    for (arm, total) in now.enumerated() {
      let before = totals.indices.contains(arm) ? totals[arm] : Total()
      let rewards = total.rewards - before.rewards
      point.shares.append(Double(made[arm]) / Double(all))
      point.rewards.append(rewards > 0 ? (total.rewardSum - before.rewardSum) / Double(rewards) : .nan)
    }
  }

  private var risen: [Int] {
    let arms = points.map(\.shares.count).max() ?? 0
    var rises: [(arm: Int, rise: Double)] = []
    for arm in 0..<arms {
      let shares = points.map { $0.shares.indices.contains(arm) ? $0.shares[arm] : 0 }
      let rewards = points.compactMap { $0.rewards.indices.contains(arm) ? $0.rewards[arm] : nil }
        .filter(\.isFinite)
      let share = Self.ends(shares)
      guard rewards.count >= 4, Self.trend(shares) >= Self.limitOfOne, share.last > share.first,
        Self.trend(rewards) >= Self.limitOfOne
      else { continue }
      let reward = Self.ends(rewards)
      if reward.last > reward.first { rises.append((arm, share.last - share.first)) }
    }
    let greatest = rises.map(\.rise).max() ?? 0
    return rises.filter { $0.rise >= greatest / 2 }.sorted { ($1.rise, $0.arm) < ($0.rise, $1.arm) }.map(
      \.arm)
  }

  /// Kendall's S in its standard deviations.
  static func trend(_ values: [Double]) -> Double {
    let count = Double(values.count)
    guard count > 1 else { return 0 }
    return Double(kendallSum(values)) / (count * (count - 1) * (2 * count + 5) / 18).squareRoot()
  }

  private static func ends(_ values: [Double]) -> Ends {
    let quarter = max(1, values.count / 4)
    return Ends(
      first: values.prefix(quarter).reduce(0, +) / Double(quarter),
      last: values.suffix(quarter).reduce(0, +) / Double(quarter))
  }

  func hash(into digest: inout StateDigest) {
    digest.combine(points.count)
    for point in points {
      digest.combine(point.evaluation)
      digest.combine(point.reward)
      digest.combine(point.step)
      digest.combine(point.shares)
      for reward in point.rewards { digest.combine(reward) }
    }
    digest.combine(isOpen)
    digest.combine(sum)
    digest.combine(count)
    for total in totals {
      digest.combine(total.decisions)
      digest.combine(total.rewards)
      digest.combine(total.rewardSum)
    }
  }
}
