import RunState
import TerminalCells
import Wording

/// The audit part of a summary for people: calls, selection, innovations, conditions.
enum AuditText {
  static func lines(_ summary: RunSummary) -> [String] {
    guard summary.decisions > 0 else { return [] }
    var lines = [calls(summary.calls)]
    if let entropy = summary.selectionEntropy {
      lines.append(
        "selection entropy \(formatFixed(entropy, decimals: 2)) of the last 256 decisions with a choice "
          + "(1 even, 0 one RM alone)")
    }
    lines += innovations(summary)
    lines += scores(summary.thinned)
    if !summary.watched.isEmpty {
      let names = summary.watched.map {
        "\(printableText($0.metric, limit: 64)) (\($0.better.rawValue) is better)"
      }
      lines.append("watched against the reward: " + names.joined(separator: ", "))
    }
    if summary.nonFinite > 0 {
      let counts = summary.rewardModels.filter { $0.nonFinite > 0 }
        .map { "\(printableText($0.id, limit: 60)) \(formatCount($0.nonFinite))" }
      let ofModels = counts.isEmpty ? "" : ", of them " + counts.joined(separator: ", ")
      lines.append("NaN or infinite: \(formatCount(summary.nonFinite, of: "number"))" + ofModels)
    }
    lines += summary.conditions.map { condition in
      (condition.isAlarm ? "▲ " : "note: ") + condition.sentence
        + (condition.step.map { " (since step \($0))" } ?? "")
    }
    return lines
  }

  /// `calls 3,200 of an ensemble's 12,800: 9,600 saved (75%)`, and what they cost.
  private static func calls(_ calls: CallFigures) -> String {
    var line = "calls \(formatCount(calls.made)) of an ensemble's \(formatCount(calls.ensemble))"
    if let share = calls.savedShare {
      line += ": \(formatCount(calls.saved)) saved (\(formatShare(share))%)"
    }
    if let cost = calls.cost, let ensemble = calls.ensembleCost {
      line += ", cost \(formatCompact(cost, digits: 4)) of \(formatCompact(ensemble, digits: 4))"
    }
    return line
  }

  /// `logged scores: 208 decisions audited at 12 of 512 closes, 0 differ from rmtop's fold`.
  private static func scores(_ thinned: RunSummary.Thinned) -> [String] {
    guard thinned.auditedDecisions > 0 else { return [] }
    var line = "logged scores: \(formatCount(thinned.auditedDecisions, of: "decision")) audited at "
    line += "\(formatCount(thinned.auditedCloses)) of \(formatCount(thinned.closes, of: "close"))"
    line += ", \(formatCount(thinned.differing)) differ from rmtop's fold"
    return [line]
  }

  private static func innovations(_ summary: RunSummary) -> [String] {
    let judged = summary.rewardModels.compactMap { model in model.innovations.map { (model.id, $0) } }
    guard !judged.isEmpty else {
      return ["innovations: the log has no scores with its decisions, so nothing can be said of them"]
    }
    var rows = [["innovations", "", "n", "mean", "sd", "in 95%", "higher", "lower"]]
    let names = ShownNames(
      judged.map(\.0), width: 60, leavesOutPrefix: false, printing: { printableText($0) }
    ).names
    for (name, (_, innovations)) in zip(names, judged) {
      let figures = innovations.figures
      rows.append([
        name, "", formatCount(figures.count),
        formatSigned(figures.mean, decimals: 2, leadingZero: true),
        figures.standardDeviation.map { formatFixed($0, decimals: 2) } ?? "–",
        formatShare(figures.coverage, decimals: 1) + "%", formatFixed(figures.higherSum, decimals: 1),
        formatFixed(figures.lowerSum, decimals: 1),
      ])
    }
    return SummaryText.aligned(rows)
  }
}
