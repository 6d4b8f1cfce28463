/// The reward rules in their plainest form: every reward from the whole list of those before it.
struct NaiveNormaliser {
  var losses: [Double] = []

  /// The quantile of sorted numbers at position (n − 1)q.
  static func quantile(_ sorted: [Double], _ q: Double) -> Double {
    let position = Double(sorted.count - 1) * q
    let below = Int(position.rounded(.down))
    guard below + 1 < sorted.count else { return sorted[below] }
    let part = position - Double(below)
    // Between equal numbers it is that number: a weighted mean of them may be off by a rounding, and all rewards equal
    // then count as above it.
    return sorted[below] + (sorted[below + 1] - sorted[below]) * part
  }

  mutating func quantile(_ loss: Double, low: Double, high: Double, minimumHistory: Int, history: Int)
    -> Double
  {
    losses.append(loss)
    let window = losses.suffix(history).map { -$0 }.sorted()
    guard window.count >= minimumHistory else { return 0.5 }
    let least = Self.quantile(window, low)
    let greatest = Self.quantile(window, high)
    if greatest <= least { return -loss > least ? 1 : 0 }
    return min(max((-loss - least) / (greatest - least), 0), 1)
  }

  mutating func welford(_ loss: Double) -> Double {
    losses.append(loss)
    guard losses.count > 1 else { return 0 }
    let mean = losses.reduce(0, +) / Double(losses.count)
    let variance = losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(losses.count - 1)
    return (mean - loss) / (variance.squareRoot() + 1e-8)
  }

  /// The averages as explicit weighted sums: α(1 − α)^age, and (1 − α)^age for the first.
  mutating func emaZ(_ loss: Double, clip: Double, alpha: Double, minimumCount: Int) -> Double? {
    defer { losses.append(loss) }
    guard !losses.isEmpty else { return nil }
    var mean = 0.0
    var square = 0.0
    var weight = 1.0
    for (index, old) in losses.enumerated().reversed() {
      let part = index == 0 ? weight : weight * alpha
      mean += part * old
      square += part * old * old
      weight *= 1 - alpha
    }
    guard losses.count + 1 >= minimumCount else { return nil }
    return min(max((mean - loss) / (max(square - mean * mean, 0) + 1e-6).squareRoot(), -clip), clip)
  }
}
