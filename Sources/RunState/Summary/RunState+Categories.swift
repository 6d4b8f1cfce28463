import Router

extension RunState {
  /// Indices of the categories: the one with most decisions first, equal ones by name, `(other)` last.
  ///
  /// - Complexity: O(C log C).
  package var categoryOrder: [Int] {
    let categories = categories
    return categories.indices.sorted { first, second in
      let (one, other) = (categories[first], categories[second])
      let isLast = (one.name == Self.otherCategory, other.name == Self.otherCategory)
      if isLast.0 != isLast.1 { return isLast.1 }
      if one.decisions != other.decisions { return one.decisions > other.decisions }
      return one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
  }

  /// Decisions whose pairs have no category.
  package var decisionsWithoutCategory: Int {
    counts.decisions - categories.reduce(0) { $0 + $1.decisions }
  }

  /// P(best) of an arm for a category: the mean over the category's probes, as it was when somebody last looked; `nil`
  /// where nobody has or there are no posteriors, no context of it has come, or the reward model is not in the run.
  package func bestProbability(category: Int, arm: Int) -> Double? {
    guard case .available = posterior, rewardModels[arm].isInRun else { return nil }
    let byArm = beliefs.bestProbabilities(category: category)
    guard byArm.indices.contains(arm), !byArm[arm].isNaN else { return nil }
    return byArm[arm]
  }

  package var categorySummaries: [RunSummary.Category] {
    categoryOrder.map { index in
      let category = categories[index]
      let recent = category.recentDecisions.countByArm(rewardModels.count)
      let rewards = category.recentRewards.totalByArm(rewardModels.count)
      func mean(_ sum: Double, _ count: Int) -> Double? { count > 0 ? sum / Double(count) : nil }
      let cells = rewardModels.indices.map { arm in
        RunSummary.Category.Cell(
          decisions: category.decisionsByArm[arm],
          recentShare: mean(Double(recent[arm]), category.recentDecisions.count),
          rewardMean: mean(category.rewardSumByArm[arm], category.rewardCountByArm[arm]),
          recentRewardMean: rewards[arm].mean, bestProbability: bestProbability(category: index, arm: arm))
      }
      return RunSummary.Category(
        name: category.name, decisions: category.decisions, recentDecisions: category.recentDecisions.count,
        recentRewards: category.recentRewards.count,
        rewardMean: mean(
          category.rewardSumByArm.reduce(0, +), category.rewardCountByArm.reduce(0, +)),
        probes: beliefs.probeCount(category: index), rewardModels: cells)
    }
  }
}
