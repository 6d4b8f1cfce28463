import RunEvents

/// The reward rules from the list of all losses so far: nothing is remembered but the list.
struct NaiveRewards {
  /// By reward model, or all under 0.
  private var past: [Int: [Double]] = [:]

  init() {}

  /// The normalised rewards of one closed batch.
  mutating func normalise(_ batch: [(arm: Int, loss: Double)], _ settings: RewardSettings) -> [Double?] {
    let isShared = settings.effectiveScope == .all
    if settings.rule == .batch {
      return batch.map { one in
        let losses = batch.filter { isShared || $0.arm == one.arm }.map(\.loss)
        guard losses.count > 1 else { return nil }
        let count = Double(losses.count)
        let mean = losses.reduce(0, +) / count
        let deviation = (losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
        let others = (losses.reduce(0, +) - one.loss) / (count - 1)
        return min(max((others - one.loss) / max(deviation, 1e-6), -settings.clip), settings.clip)
      }
    }
    return batch.map { one in
      let key = isShared ? 0 : one.arm
      let before = past[key] ?? []
      past[key] = before + [one.loss]
      return switch settings.rule {
      case .none, .batch: -one.loss
      case .welford: Self.welford(before, one.loss)
      case .quantile: Self.quantile(before, one.loss, settings)
      case .emaZ: Self.emaZ(before, one.loss, settings)
      }
    }
  }

  private static func welford(_ before: [Double], _ loss: Double) -> Double {
    let all = before + [loss]
    guard all.count > 1 else { return 0 }
    let mean = all.reduce(0, +) / Double(all.count)
    let squares = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean - loss) / ((squares / Double(all.count - 1)).squareRoot() + 1e-8)
  }

  private static func quantile(_ before: [Double], _ loss: Double, _ settings: RewardSettings) -> Double {
    let window = (before + [loss]).suffix(settings.history).map { -$0 }.sorted()
    guard window.count >= settings.minimumHistory else { return 0.5 }
    func at(_ q: Double) -> Double {
      let position = Double(window.count - 1) * q
      let part = position - position.rounded(.down)
      return window[Int(position)] * (1 - part) + window[min(Int(position) + 1, window.count - 1)] * part
    }
    if at(settings.high) <= at(settings.low) { return -loss > at(settings.low) ? 1 : 0 }
    return min(max((-loss - at(settings.low)) / (at(settings.high) - at(settings.low)), 0), 1)
  }

  private static func emaZ(_ before: [Double], _ loss: Double, _ settings: RewardSettings) -> Double? {
    guard let first = before.first, before.count + 1 >= settings.minimumCount else { return nil }
    var mean = first
    var square = first * first
    for old in before.dropFirst() {
      mean = (1 - settings.alpha) * mean + settings.alpha * old
      square = (1 - settings.alpha) * square + settings.alpha * old * old
    }
    let z = (mean - loss) / (max(square - mean * mean, 0) + 1e-6).squareRoot()
    return min(max(z, -settings.clip), settings.clip)
  }
}
