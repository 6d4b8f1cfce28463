import RunState
import TerminalCells
import Wording

extension RewardModelInspector {
  /// How its rewards agree with what was predicted: the coverage of the intervals, and the innovations of the logged
  /// scores.
  static func calibration(_ run: RunState, arm: Int) -> (title: String, lines: [Line]) {
    let coverage = run.conditions.coverage[arm]
    let isLogged = coverage.logged.count > 0
    let counted = isLogged ? coverage.logged : coverage.folded
    var lines: [Line] = []
    var title = "Calibration"
    var off: Level?
    if counted.count > 0 {
      let rewards = formatCount(counted.count, of: "reward")
      title += " · \(rewards), by \(isLogged ? "the logged scores" : "rmtop's fold")"
      if !isLogged, run.counts.predictedCloses < run.progress.closes {
        title +=
          " at \(formatCount(run.counts.predictedCloses)) of \(formatCount(run.progress.closes, of: "close"))"
      }
      let levels = zip(IntervalCoverage.levels, counted.within).map { level, within in
        Level(level.share, within: within, of: counted.count)
      }
      lines.append(.levels(levels))
      off = levels.first { $0.isOff }
    }
    lines += innovations(run.conditions.innovations[arm])
    if let off {
      let words =
        off.isTooSure
        ? "fewer rewards lie within than should: the posterior is too sure"
        : "more rewards lie within than should: the posterior is not sure enough"
      lines.append(.text([StyledText(words, .warning)]))
    }
    return (title, lines)
  }

  private static func innovations(_ watch: InnovationWatch) -> [Line] {
    guard let figures = watch.figures else {
      return [
        .text([
          StyledText(
            watch.unscored > 0
              ? "innovations: no scores are logged with its decisions, so no drift can be seen"
              : "innovations: no reward has been folded yet", .faint)
        ])
      ]
    }
    var text = "innovations, last \(formatCount(figures.count)) of \(formatCount(watch.count)):"
    text += " mean \(ScreenText.signed(figures.mean, cells: 5))"
    if let deviation = figures.standardDeviation {
      text += " · sd \(ScreenText.unsigned(deviation, cells: 4))"
    }
    text += " · \(formatShare(figures.coverage, decimals: 1))% in the 95% interval"
    guard watch.drift == nil else {
      let waits = "CUSUM waits until \(InnovationWatch.capacity) rewards have come as the posterior says"
      return [.text([StyledText(text)]), .text([StyledText(waits)])]
    }
    return [
      .text([StyledText(text)]),
      .gauges([gauge("higher", figures.higherSum), gauge("lower", figures.lowerSum)]),
    ]
  }

  private static func gauge(_ name: String, _ sum: Double) -> Gauge {
    Gauge(
      name: name, fraction: min(1, max(0, sum / InnovationWatch.limit)),
      value: "\(formatFixed(sum, decimals: 1)) of \(formatFixed(InnovationWatch.limit, decimals: 0))")
  }

  /// The categories in which it was chosen.
  static func categories(_ run: RunState, arm: Int) -> [CategoryRow] {
    let indices = run.categories.indices.filter { run.categories[$0].decisionsByArm[arm] > 0 }
    let sorted = indices.sorted { one, other in
      let (a, b) = (run.categories[one].decisionsByArm[arm], run.categories[other].decisionsByArm[arm])
      return a == b ? one < other : a > b
    }
    return sorted.map { index in
      let category = run.categories[index]
      let count = category.decisionsByArm[arm]
      let rewards = category.rewardCountByArm[arm]
      let best = run.beliefs.bestProbabilities(category: index)
      return CategoryRow(
        name: printableText(category.name, limit: 64), count: formatCount(count, width: 6),
        shareValue: Double(count) / Double(max(1, category.decisions)),
        share: ScreenText.percent(count, of: category.decisions, decimals: 0),
        reward: rewards > 0
          ? ScreenText.signed(category.rewardSumByArm[arm] / Double(rewards), cells: 5) : "–",
        best: best.indices.contains(arm) ? ScreenText.probability(best[arm], isWide: true) : "–")
    }
  }
}

extension RewardModelInspector.Level {
  /// - Parameter share: what the interval should hold.
  init(_ share: Double, within: Int, of count: Int) {
    name = "\(formatFixed(100 * share, decimals: 0))%"
    self.share = Double(within) / Double(count)
    value = ScreenText.percent(within, of: count, decimals: count >= 1000 ? 1 : 0)
    // Three standard deviations of the share of so many: rewards of one batch are not quite independent.
    isOff = abs(self.share - share) > 3 * (share * (1 - share) / Double(count)).squareRoot()
    isTooSure = self.share < share
  }
}

extension RewardModelInspector.DecisionRow {
  init(_ record: DecisionRecord, _ run: RunState) {
    step = record.step.map { formatCompactStep(Double($0)) } ?? "–"
    switch record.outcome {
    case .waiting: (outcome, role) = ("waits", .faint)
    case .reward: (outcome, role) = (ScreenText.signed(record.reward, cells: 5), .text)
    case .tie: (outcome, role) = ("tie", .faint)
    case .error: (outcome, role) = ("error", .warning)
    case .notFinite: (outcome, role) = ("NaN", .nonFinite)
    }
    let category = record.category.flatMap {
      run.categories.indices.contains($0) ? run.categories[$0].name : nil
    }
    self.category = category.map { printableText($0, limit: 32) } ?? "–"
    by = record.by.map { printableText($0, limit: 16) } ?? "–"
    id = printableText(record.id, limit: 64)
  }
}
