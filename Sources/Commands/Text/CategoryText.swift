import JSON
import RunState
import TerminalCells
import Wording

/// The heat map of reward models and categories in a summary: as tables for people, and as JSON.
enum CategoryText {
  /// Categories that the tables list; the others are counted.
  static let listed = 20

  /// One table for each measure of which anything is known.
  static func lines(_ summary: RunSummary, names: [String]) -> [String] {
    guard !summary.categories.isEmpty else { return [] }
    let capacity = RecentDecisions.categoryCapacity
    let shown = summary.categories.prefix(listed)
    let labels = ShownNames(
      shown.map(\.name), width: 40, leavesOutPrefix: false, printing: { printableText($0) }
    ).names
    func table(_ title: String, _ cells: (RunSummary.Category) -> [String]) -> [String] {
      var rows = [["category", "", "n"] + names]
      for (category, label) in zip(shown, labels) {
        rows.append([label, "", formatCount(category.decisions)] + cells(category))
      }
      return ["", title] + SummaryText.aligned(rows.map { [$0[0]] + [""] + $0.dropFirst(2) })
    }
    var lines = table("share of the last \(capacity) decisions of each category") { category in
      guard category.recentDecisions > 0 else { return names.map { _ in "–" } }
      return formatShares(category.rewardModels.map { $0.recentShare ?? 0 }, decimals: 1).map { $0 + "%" }
    }
    if shown.contains(where: { $0.recentRewards > 0 }) {
      lines += table("mean reward of the last \(capacity) rewards of each category") { category in
        category.rewardModels.map { cell in
          cell.recentRewardMean.map { formatSigned($0, decimals: 3, leadingZero: true) } ?? "–"
        }
      }
    }
    if shown.contains(where: { $0.rewardModels.contains { $0.bestProbability != nil } }) {
      let contexts = formatCount(shown.map(\.probes).max() ?? 0, of: "context")
      lines += table("P(best), mean over \(contexts) of each category") { category in
        category.rewardModels.map { $0.bestProbability.map { formatFixed($0, decimals: 3) } ?? "–" }
      }
    }
    let rest = summary.categories.dropFirst(listed)
    if !rest.isEmpty {
      let decisions = rest.reduce(0) { $0 + $1.decisions }
      lines.append(
        "and \(formatCount(rest.count)) more categories with \(formatCount(decisions, of: "decision")): "
          + "--json has all of them")
    }
    return lines + [""]
  }

  /// `categories`: one object for each, with one for each reward model in `rms`.
  static func write(_ summary: RunSummary, _ json: inout JSONText) {
    json.objects("categories", summary.categories) { json, category in
      json.field("category", category.name)
      json.field("decisions", category.decisions)
      json.field("recent_decisions", category.recentDecisions)
      json.field("recent_rewards", category.recentRewards)
      json.nullable("reward_mean", category.rewardMean)
      json.field("probes", category.probes)
      json.objects("rms", Array(zip(summary.rewardModels, category.rewardModels))) { json, pair in
        let (rewardModel, cell) = pair
        json.field("id", rewardModel.id)
        json.field("decisions", cell.decisions)
        json.nullable("recent_share", cell.recentShare)
        json.nullable("reward_mean", cell.rewardMean)
        json.nullable("recent_reward_mean", cell.recentRewardMean)
        json.nullable("p_best", cell.bestProbability)
      }
    }
  }
}
