/// Which way a series goes at its end, where that is more than its noise.
///
/// ```
/// window    the last max(64, n/4) of n points, in at most 64 equal groups, each by its mean
/// S         Σ_{i<j} sign(y_j − y_i)                                        (Mann and Kendall)
/// σ²        (m(m−1)(2m+5) − Σ_ties t(t−1)(2t+5)) / 18
/// slope     the median of (y_j − y_i)/(x_j − x_i), i < j                   (Theil and Sen)
/// ρ         autocorrelation at lag 1 of y − slope·x, cut to 0 … 0.6
/// z         (|S| − 1) / (σ √((1+ρ)/(1−ρ)))
/// trend     z > 3.3 now; or z > 3.3 at one of the 32 points before, and z > 2.3 with the same sign ever since
/// ```
/// What is not finite and what the run has left by starting again are no points. Fewer than 8 points have no trend, nor
/// has a change over the window that is less than 1e-9 of the greatest value.
///
/// - Numerics: by ranks, so neither the scale of the values nor a single wild one matters.
/// - Source: Mann (1945), Kendall (1975), Sen (1968). Departures: ρ widens σ, for what is smoothed or follows itself is
///   not noise of so many points; and a trend that was certain lasts while it is likely, so that an arrow does not come
///   and go at the limit.
///
/// Tested by `TrendTests`: in white noise at most one look in 250 sees a trend.
package struct Trend: Equatable, Sendable {
  package enum Direction: String, Sendable {
    case rises
    case falls
  }

  package var direction: Direction
  /// What the slope makes of the window, in the units of the values.
  package var change: Double
  /// z.
  package var score: Double
  /// Points of the series in the window.
  package var points: Int

  /// Most points that are compared with each other.
  package static let window = 64
  package static let fewestPoints = 8
  /// z from which there is a trend, and down to which it lasts.
  static let begins = 3.3
  static let lasts = 2.3
  /// Looks back for how long a trend that was there may last.
  static let memory = 32
  static let greatestCorrelation = 0.6
  static let leastChange = 1e-9
}

extension Series {
  /// The trend at its end.
  ///
  /// - Complexity: O(buckets + 64²); where z lies between the two limits up to 32 times as much.
  package var trend: Trend? {
    let (points, grouped) = lastPoints(Trend.window + Trend.memory)
    guard let now = Trend(points.suffix(Trend.window), of: grouped, above: Trend.lasts) else { return nil }
    if now.score > Trend.begins { return now }
    for back in 1...Trend.memory {
      let window = points.dropLast(back).suffix(Trend.window)
      guard let before = Trend(window, of: grouped, above: Trend.lasts), before.direction == now.direction
      else {
        return nil
      }
      if before.score > Trend.begins { return now }
    }
    return nil
  }

  /// Mean of the last so many points of the branch that the run went on with; `nil` without any.
  ///
  /// - Complexity: O(buckets it has left + count).
  package func recentMean(of count: Int) -> Double? {
    var sum = 0.0
    var seen = 0
    for bucket in buckets.reversed() where bucket.isPoint {
      if seen == count { break }
      sum += Self.mean(of: bucket)
      seen += 1
    }
    let mean = sum / Double(seen)
    return seen > 0 && mean.isFinite ? mean : nil
  }

  /// The last points for a trend, and how many of the series' own each one stands for.
  private func lastPoints(_ count: Int) -> (points: [Trend.Point], grouped: Int) {
    let total = buckets.count { $0.isPoint }
    let size = max(1, (total / 4 + Trend.window - 1) / Trend.window)
    var points: [Trend.Point] = []
    var index = total
    var open = Trend.Point(position: 0, value: 0)
    // Groups begin at multiples of their size, so that they stay what they are while points come in.
    for bucket in buckets.reversed() where bucket.isPoint {
      index -= 1
      if index >= total / size * size { continue }
      open.position += bucket.start / 2 + bucket.end / 2
      open.value += Self.mean(of: bucket)
      guard index % size == 0 else { continue }
      points.append(Trend.Point(position: open.position / Double(size), value: open.value / Double(size)))
      open = Trend.Point(position: 0, value: 0)
      if points.count == count { break }
    }
    return (points.reversed(), size)
  }
}

extension Series.Bucket {
  /// Of the branch that the run went on with, and a number.
  fileprivate var isPoint: Bool { count > 0 && !isAbandoned && sum.isFinite }
}

extension Trend {
  struct Point {
    var position: Double
    var value: Double
  }

  /// `nil` of few points, and where z is not above a limit.
  fileprivate init?(_ points: ArraySlice<Point>, of size: Int, above limit: Double) {
    guard points.count >= Self.fewestPoints, let first = points.first, let last = points.last else {
      return nil
    }
    let values = points.map(\.value)
    let (sum, variance) = Self.kendall(values)
    let plain = (abs(sum) - 1) / variance.squareRoot()
    // ρ only makes it less.
    guard variance > 0, plain > limit else { return nil }
    let slope = Self.slope(Array(points))
    let change = slope * (last.position - first.position)
    let greatest = values.reduce(0) { max($0, $1.magnitude) }
    guard change.isFinite, change.magnitude > Self.leastChange * greatest, (change > 0) == (sum > 0) else {
      return nil
    }
    let rest = points.map { $0.value - slope * ($0.position - first.position) }
    let correlation = min(max(0, Self.autocorrelation(rest)), Self.greatestCorrelation)
    direction = change > 0 ? .rises : .falls
    self.change = change
    score = plain / ((1 + correlation) / (1 - correlation)).squareRoot()
    self.points = points.count * size
    guard score > limit else { return nil }
  }

  private static func kendall(_ values: [Double]) -> (sum: Double, variance: Double) {
    let sum = kendallSum(values)
    func term(_ count: Int) -> Double { Double(count * (count - 1) * (2 * count + 5)) }
    var variance = term(values.count)
    let sorted = values.sorted()
    var start = 0
    for index in sorted.indices where index + 1 == sorted.count || sorted[index + 1] != sorted[index] {
      variance -= term(index + 1 - start)
      start = index + 1
    }
    return (Double(sum), variance / 18)
  }

  private static func slope(_ points: [Point]) -> Double {
    var slopes: [Double] = []
    slopes.reserveCapacity(points.count * (points.count - 1) / 2)
    for index in points.indices {
      for later in points[(index + 1)...] where later.position > points[index].position {
        slopes.append((later.value - points[index].value) / (later.position - points[index].position))
      }
    }
    return slopes.takeMedian()
  }

  /// 0 of what does not move.
  private static func autocorrelation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    var squares = 0.0
    var products = 0.0
    for index in values.indices {
      squares += (values[index] - mean) * (values[index] - mean)
      if index > 0 { products += (values[index] - mean) * (values[index - 1] - mean) }
    }
    let correlation = products / squares
    return correlation.isFinite ? correlation : 0
  }
}
