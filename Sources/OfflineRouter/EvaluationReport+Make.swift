import RouterEngine

extension EvaluationReport {
  /// Sums up the splits.
  ///
  /// Every split counts the same: its pairs have the weight 1/(splits · its pairs), in means, categories and
  /// differences. Intervals are of a keyed bootstrap over groups, 2,000 resamples: how sure a number is depends on how
  /// many prompts were judged, and not on how often they were split, because all splits share them.
  ///
  /// - Parameters:
  ///   - runs: of the policies in `settings` followed by the best single RM.
  ///   - pairs: what was split.
  /// - Complexity: O(policies · (streamed pairs + resamples · groups)).
  init(_ runs: [SplitRun], pairs: PairDataset, settings: EvaluationSettings) {
    let baseline = settings.policies.count
    let resamples = GroupResamples(groups: pairs.groupCount)
    let table = CategoryTable(pairs)
    let weights = GroupWeights(runs, pairs: pairs)
    rows = settings.policies.enumerated().map { position, policy in
      let accuracies = runs.map { Self.mean($0.hits[position]) }
      let sums = weights.sums(runs, pairs: pairs) { $0.hits[position][$1] }
      let differences = weights.sums(runs, pairs: pairs) { $0.hits[position][$1] - $0.hits[baseline][$1] }
      let mean = Self.mean(accuracies)
      return Row(
        policy: policy, accuracy: resamples.interval(mean: mean, sums: sums, weights: weights.total),
        solvableAccuracy: Self.mean(
          runs.map { run in
            let solvable = run.solvable.reduce(0, +)
            let right = zip(run.hits[position], run.solvable).reduce(0.0) { $0 + $1.0 * $1.1 }
            return solvable > 0 ? right / solvable : 0
          }),
        regret: Self.mean(runs.map { $0.regrets(position).last ?? 0 }),
        difference: resamples.interval(
          mean: mean - Self.mean(runs.map { Self.mean($0.hits[baseline]) }), sums: differences,
          weights: weights.total),
        regretCurve: Self.curve(runs.map { $0.regrets(position) }),
        categoryAccuracy: table.accuracies(runs, policy: position))
    }
    categories = table.categories(runs)
    solvableShare = Self.mean(runs.map { Self.mean($0.solvable) })
    seeds = runs.count
    self.pairs = pairs.count
    groups = pairs.groupCount
    rewardModels = pairs.rewardModels.count
    offlinePairs = Self.mean(runs.map { Double($0.offlineCount) })
    streamPairs = Self.mean(runs.map { Double($0.stream.count) })
    let known = runs.compactMap(\.gate)
    if !known.isEmpty {
      gates = Gates(
        open: known.filter(\.isOpen).count, splits: known.count, gain: Self.mean(known.map(\.gain)))
    }
  }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

  /// Means of the regrets so far at the same parts of every stream.
  private static func curve(_ regrets: [[Double]]) -> [Double] {
    (0..<curvePoints).map { point in
      mean(regrets.map { $0[($0.count - 1) * point / (curvePoints - 1)] })
    }
  }
}

extension SplitRun {
  /// Regret before the first pair, after it, and so on.
  fileprivate func regrets(_ policy: Int) -> [Double] {
    var sum = 0.0
    return [0]
      + zip(solvable, hits[policy]).map { best, hit in
        sum += best - hit
        return sum
      }
  }
}

/// What every group weighs in the means over splits.
private struct GroupWeights {
  /// By group; they sum to 1.
  let total: [Double]

  init(_ runs: [SplitRun], pairs: PairDataset) {
    var total = Array(repeating: 0.0, count: pairs.groupCount)
    for run in runs {
      let weight = 1 / Double(runs.count * run.stream.count)
      for pair in run.stream { total[pairs.groups[pair]] += weight }
    }
    self.total = total
  }

  /// The weighted sum of something over each group's streamed pairs.
  func sums(_ runs: [SplitRun], pairs: PairDataset, _ value: (SplitRun, Int) -> Double) -> [Double] {
    var sums = Array(repeating: 0.0, count: total.count)
    for run in runs {
      let weight = 1 / Double(runs.count * run.stream.count)
      for (position, pair) in run.stream.enumerated() {
        sums[pairs.groups[pair]] += weight * value(run, position)
      }
    }
    return sums
  }
}

/// Accuracy by category.
private struct CategoryTable {
  /// Index into the pairs' categories, in byte order of the names; `nil` last where pairs have none.
  private let order: [Int?]
  private let pairs: PairDataset

  init(_ pairs: PairDataset) {
    self.pairs = pairs
    let used = Set(pairs.categories)
    let names = pairs.categoryNames
    order =
      names.indices.filter { used.contains($0) }.sorted {
        names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
      } + (used.contains(nil) ? [nil] : [])
  }

  private func columns() -> [Int?: Int] {
    var columns: [Int?: Int] = [:]
    for (column, category) in order.enumerated() { columns[category] = column }
    return columns
  }

  func categories(_ runs: [SplitRun]) -> [EvaluationReport.Category] {
    let columns = columns()
    var counts = Array(repeating: 0, count: order.count)
    for run in runs {
      for pair in run.stream { if let column = columns[pairs.categories[pair]] { counts[column] += 1 } }
    }
    return zip(order, counts).map { category, count in
      EvaluationReport.Category(name: category.map { pairs.categoryNames[$0] }, pairs: count)
    }
  }

  /// NaN for a category that no stream had.
  func accuracies(_ runs: [SplitRun], policy: Int) -> [Double] {
    let columns = columns()
    var sums = Array(repeating: 0.0, count: order.count)
    var weights = sums
    for run in runs {
      let weight = 1 / Double(run.stream.count)
      for (index, pair) in run.stream.enumerated() {
        guard let column = columns[pairs.categories[pair]] else { continue }
        sums[column] += weight * run.hits[policy][index]
        weights[column] += weight
      }
    }
    return zip(sums, weights).map { $0 / $1 }
  }
}
