extension PolicyDesk {
  /// The policies that learn nothing from the stream.
  func expected(_ policy: EvaluationPolicy) -> [Double] {
    switch policy {
    case .single(let id):
      let arm = stream.pairs.rewardModels.firstIndex(of: id) ?? 0
      return (0..<stream.count).map { fixed([arm], $0) }
    case .bestSingle:
      let order = Self.ranked(offline) { _ in true }
      return (0..<stream.count).map { fixed(order, $0) }
    case .bestPerCategory:
      return bestPerCategory()
    case .majority:
      return (0..<stream.count).map { pair in
        let share = meanTruth(pair)
        return share > 0.5 ? 1 : share < 0.5 ? 0 : 0.5
      }
    case .random: return (0..<stream.count).map(meanTruth)
    default:
      return (0..<stream.count).map { pair in
        stream.allowed[pair].reduce(0) { max($0, stream.truth(pair, $1)) }
      }
    }
  }

  /// The part of a pair's labelled RMs that is right.
  private func meanTruth(_ pair: Int) -> Double {
    let allowed = stream.allowed[pair]
    return allowed.reduce(0) { $0 + stream.truth(pair, $1) } / Double(allowed.count)
  }

  /// The first of an order that is labelled; where none is, any labelled one, in expectation.
  private func fixed(_ order: [Int], _ pair: Int) -> Double {
    guard let arm = order.first(where: { stream.pairs.label(pair, $0) != nil }) else {
      return meanTruth(pair)
    }
    return stream.truth(pair, arm)
  }

  private func bestPerCategory() -> [Double] {
    let overall = Self.ranked(offline) { _ in true }
    let seen = Set(offline.categories.compactMap { $0 })
    var orders: [Int: [Int]] = [:]
    for category in seen {
      orders[category] = Self.ranked(offline) { offline.categories[$0] == category }
    }
    return (0..<stream.count).map { pair in
      let category = stream.pairs.categories[pair]
      return fixed(category.flatMap { orders[$0] } ?? overall, pair)
    }
  }

  /// RMs by their mean label over some pairs, best first, the lowest index on ties; those without a label last.
  static func ranked(_ pairs: PairDataset, where isIncluded: (Int) -> Bool) -> [Int] {
    var sums = Array(repeating: 0.0, count: pairs.rewardModels.count)
    var counts = sums
    for pair in 0..<pairs.count where isIncluded(pair) {
      for arm in sums.indices {
        guard let label = pairs.label(pair, arm) else { continue }
        sums[arm] += label
        counts[arm] += 1
      }
    }
    let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : -1 }
    return means.indices.sorted { (-means[$0], $0) < (-means[$1], $1) }
  }
}
