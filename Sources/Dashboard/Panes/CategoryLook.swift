import Router
import RunState
import TerminalCells
import Wording

/// The numbers behind the heat map: what one measure says of each category and reward model.
struct CategoryLook {
  /// A row: the value of each column, `nil` where nothing is known, and of the whole row.
  struct Numbers: Equatable {
    var values: [Double?]
    /// Means of fewer than five rewards say little: they are not coloured, and have no part in the scale.
    var isThin: [Bool]
    /// What each value is of: `28 of 64`, `23 rewards`.
    var notes: [String]
    var total: Double?

    init(_ values: [Double?], isThin: [Bool]? = nil, notes: [String]? = nil, total: Double? = nil) {
      self.values = values
      self.isThin = isThin ?? values.map { _ in false }
      self.notes = notes ?? values.map { _ in "" }
      self.total = total
    }
  }

  static let leastRewards = 5

  let run: RunState
  let measure: CategoryMeasure

  init(_ run: RunState, _ measure: CategoryMeasure) {
    self.run = run
    self.measure = measure
  }

  /// - Parameters:
  ///   - category: `nil` is all pairs, those without a category among them.
  ///   - arms: those of each column.
  func numbers(of category: Int?, arms: [[Int]]) -> Numbers {
    switch measure {
    case .share: shares(category, arms)
    case .reward: rewards(category, arms)
    case .best: Numbers(arms.map { best(category, $0) })
    }
  }

  private func shares(_ category: Int?, _ arms: [[Int]]) -> Numbers {
    let models = run.rewardModels
    let counts =
      category.map { run.categories[$0].recentDecisions.countByArm(models.count) }
      ?? models.map(\.recentDecisions)
    let all = counts.reduce(0, +)
    let columns = arms.map { $0.reduce(0) { $0 + counts[$1] } }
    let values = zip(arms, columns).map { arms, count -> Double? in
      // One that is gone could not be chosen.
      guard all > 0, count > 0 || arms.contains(where: { models[$0].isInRun }) else { return nil }
      return Double(count) / Double(all)
    }
    let decisions = category.map { run.categories[$0].decisions } ?? run.counts.decisions
    let total = run.counts.decisions > 0 ? Double(decisions) / Double(run.counts.decisions) : nil
    return Numbers(values, notes: columns.map { "\($0) of \(all)" }, total: total)
  }

  private func rewards(_ category: Int?, _ arms: [[Int]]) -> Numbers {
    let recent = category.map { run.categories[$0].recentRewards } ?? run.recentRewards
    let totals = recent.totalByArm(run.rewardModels.count)
    func sum(_ arms: some Sequence<Int>) -> RecentRewards.Total {
      arms.reduce(into: RecentRewards.Total()) { $0.add(totals[$1]) }
    }
    func mean(_ total: RecentRewards.Total) -> Double? { total.mean.flatMap { $0.isFinite ? $0 : nil } }
    let columns = arms.map { sum($0) }
    return Numbers(
      columns.map(mean), isThin: columns.map { (1..<Self.leastRewards).contains($0.count) },
      notes: columns.map { $0.count == 0 ? "" : formatCount($0.count, of: "reward") },
      total: mean(sum(totals.indices)))
  }

  private func best(_ category: Int?, _ arms: [Int]) -> Double? {
    let values = arms.compactMap { arm -> Double? in
      if let category { return run.bestProbability(category: category, arm: arm) }
      guard case .available = run.posterior else { return nil }
      return run.beliefs[arm].current?.bestProbability
    }
    return values.isEmpty ? nil : values.reduce(0, +)
  }

  /// What the ends of the colour bar stand for: all that a share or a probability can be; of rewards those that are
  /// there.
  func scale(_ rows: [Numbers]) -> ClosedRange<Double>? {
    let values = rows.flatMap { row in zip(row.values, row.isThin).compactMap { $1 ? nil : $0 } }
    guard let least = values.min(), let greatest = values.max() else { return nil }
    return measure == .reward ? least...greatest : 0...1
  }

  /// Why there is no scale.
  var absence: String {
    switch measure {
    case .share: return "no decision has a category yet"
    case .reward: return "no category has \(Self.leastRewards) rewards of one RM yet"
    case .best:
      if case .unavailable(let reason) = run.posterior { return "no posterior: \(reason)" }
      return "no context of a category has been folded yet"
    }
  }

  /// - Parameter cells: of a text, at most.
  func texts(_ numbers: Numbers, cells: Int) -> [String] {
    switch measure {
    case .share:
      let weights = numbers.values.map { $0 ?? 0 }
      // Of 64 decisions a tenth of a percent says nothing.
      let shares = ScreenText.shares(weights, decimals: 0)
      return zip(shares, numbers.values).map { $1 == nil ? "–" : $0 }
    case .reward: return numbers.values.map { signed($0, cells: cells) }
    case .best:
      return numbers.values.map { $0.map { ScreenText.probability($0, isWide: cells >= 8) } ?? "–" }
    }
  }

  var totalTitle: String {
    switch measure {
    case .share: "of all"
    case .reward: "all"
    case .best: ""
    }
  }

  /// What stands behind a row: a category's part of the run's decisions, or its reward whoever judged it.
  func total(_ numbers: Numbers) -> String {
    switch measure {
    case .share: numbers.total.map { formatShare($0, decimals: 1) + "%" } ?? "–"
    case .reward: signed(numbers.total, cells: 8)
    case .best: ""
    }
  }

  private func signed(_ value: Double?, cells: Int) -> String {
    value.map { ScreenText.signed($0, cells: cells >= 8 ? 5 : 4) } ?? "–"
  }
}

extension CategoryMeasure {
  var next: CategoryMeasure {
    switch self {
    case .share: .reward
    case .reward: .best
    case .best: .share
    }
  }

  var word: String {
    switch self {
    case .share: "share"
    case .reward: "reward"
    case .best: "P(best)"
    }
  }
}
