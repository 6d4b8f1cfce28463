import RouterEngine

/// Training reward up while an evaluation falls: the trends of both over the last evaluations of one metric.
///
/// Every evaluation e goes with the mean raw reward r that the run had since the evaluation before it. Over the last
/// n = 8 … 16 pairs Kendall's S = Σ_{i<j} sign(x_j − x_i) is taken of e and of r; without a trend it has mean 0 and
/// standard deviation √(n(n−1)(2n+5)/18). The signal: S_e ≤ −2.5 sd and S_r ≥ 2.5 sd. Ranks alone count, so that
/// neither scale, nor an outlier, nor a bend of a curve matters.
///
/// False alarms: for each of two independent series without trend or memory a limit is passed with probability
/// 0.3 … 0.6 % an evaluation, so both with less than 4·10⁻⁵; series with memory pass it more often.
///
/// Episodes: said once; over when one of the two trends has the other sign (or none).
///
/// - Complexity: O(16²) an evaluation.
/// - Source: Mann, *Nonparametric tests against trend* (1945).
struct DivergenceWatch: Sendable {
  static let capacity = 16
  static let least = 8
  /// In standard deviations of S.
  static let limit = 2.5

  struct Point: Equatable, Sendable {
    var evaluation: Double
    var reward: Double
    var step: Int
  }

  /// Means over the first and the last quarter of the points.
  struct Ends: Equatable {
    var first: Double
    var last: Double
  }

  enum Finding: Equatable {
    case diverges(evaluation: Ends, reward: Ends, since: Int, count: Int)
    case over
  }

  /// Oldest first.
  private(set) var points: [Point] = []
  private(set) var isOpen = false
  /// Sum and number of the raw rewards up to the last evaluation.
  private var sum = 0.0
  private var count = 0

  init() {}

  /// Takes an evaluation.
  ///
  /// - Parameters:
  ///   - value: not finite, or without a reward since the one before, it is left out.
  ///   - step: one lower than the last begins anew (a restarted trainer).
  ///   - rewardSum: of all finite raw rewards of the run so far; `rewardCount`: how many.
  mutating func append(_ value: Double, step: Int, rewardSum: Double, rewardCount: Int) -> Finding? {
    if let last = points.last, step < last.step { points.removeAll() }
    let since = rewardCount - count
    let reward = (rewardSum - sum) / Double(since)
    guard value.isFinite, since > 0, reward.isFinite else { return nil }
    (sum, count) = (rewardSum, rewardCount)
    points.append(Point(evaluation: value, reward: reward, step: step))
    if points.count > Self.capacity { points.removeFirst() }
    guard points.count >= Self.least else { return nil }
    let evaluation = Self.trend(points.map(\.evaluation))
    let training = Self.trend(points.map(\.reward))
    if isOpen {
      guard evaluation >= 0 || training <= 0 else { return nil }
      isOpen = false
      return .over
    }
    guard evaluation <= -Self.limit, training >= Self.limit else { return nil }
    isOpen = true
    return .diverges(
      evaluation: Self.ends(points.map(\.evaluation)), reward: Self.ends(points.map(\.reward)),
      since: points[0].step, count: points.count)
  }

  /// Kendall's S in its standard deviations.
  static func trend(_ values: [Double]) -> Double {
    var sum = 0
    for (place, value) in values.enumerated() {
      for later in values[(place + 1)...] { sum += later > value ? 1 : later < value ? -1 : 0 }
    }
    let count = Double(values.count)
    guard count > 1 else { return 0 }
    return Double(sum) / (count * (count - 1) * (2 * count + 5) / 18).squareRoot()
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
    }
    digest.combine(isOpen)
    digest.combine(sum)
    digest.combine(count)
  }
}
