import JSON
import Router
import RunEvents
import RunState
import TerminalCells
import Wording

/// Words and JSON of a summary.
enum SummaryText {
  /// One object; field order and names are the interface.
  static func json(_ summary: RunSummary) -> String {
    JSONText.object { json in
      json.nullable("run", summary.run)
      json.field("events", summary.events)
      json.field("faults", summary.faults)
      json.field("remarks", summary.remarks)
      json.objects("remarks_by_field", summary.remarksByField) { json, entry in
        json.field("field", entry.field)
        json.field("reason", entry.kind.rawValue)
        json.field("count", entry.count)
        json.field("first_line", entry.first.line)
        json.field("text", entry.first.remark.sentence)
      }
      json.field("decisions", summary.decisions)
      json.field("pending", summary.pending)
      json.field("late_of_earlier_segments", summary.lateOfEarlierSegments)
      json.field("stray_steps", summary.strays)
      json.nullable("writer_distance", summary.writerDistance)
      json.field("zero_contexts", summary.zeroContexts)
      json.nullable("first_step", summary.firstStep)
      json.nullable("last_step", summary.lastStep)
      json.field("digest", summary.digest)
      json.object("allowed") { json in
        for entry in summary.allowed {
          json.key(entry.category)
          json.value(entry.rewardModels)
        }
      }
      json.objects("rms", summary.rewardModels) { write($1, &$0) }
      CategoryText.write(summary, &json)
      write(summary.calls, &json)
      json.nullable("selection_entropy", summary.selectionEntropy)
      json.field("not_finite", summary.nonFinite)
      json.field("closes", summary.thinned.closes)
      json.field("belief_points", summary.thinned.looks)
      json.object("audit") { json in
        json.field("decisions", summary.thinned.auditedDecisions)
        json.field("closes", summary.thinned.auditedCloses)
        json.field("differing", summary.thinned.differing)
      }
      json.field("predicted_closes", summary.thinned.predictedCloses)
      json.object("watched") { json in
        for watched in summary.watched { json.field(watched.metric, watched.better.rawValue) }
      }
      json.objects("conditions", summary.conditions) { write($1, of: summary, &$0) }
      SettingsText.write(summary.settings, &json)
    }
  }

  private static func write(_ rewardModel: RunSummary.RewardModel, _ json: inout JSONText) {
    json.field("id", rewardModel.id)
    json.field("decisions", rewardModel.decisions)
    json.field("share", rewardModel.share)
    json.field("recent_share", rewardModel.recentShare)
    json.nullable("posterior", rewardModel.posterior) { json, posterior in
      json.field("mean", posterior.mean)
      json.field("sd", posterior.standardDeviation)
    }
    json.nullable("p_best", rewardModel.bestProbability)
    json.nullable("reward_mean", rewardModel.rewardMean)
    json.field("ties", rewardModel.ties)
    json.field("errors", rewardModel.errors)
    json.nullable("last_error", rewardModel.lastError)
    json.field("not_finite", rewardModel.nonFinite)
    json.field("pinned", rewardModel.isPinned)
    json.field("banned", rewardModel.isBanned)
    write(rewardModel.innovations, &json)
  }

  private static func write(_ condition: HealthCondition, of summary: RunSummary, _ json: inout JSONText) {
    func id(_ arm: Int) -> String { summary.rewardModels[arm].id }
    json.field("kind", condition.kind.rawValue)
    json.nullable("rm", condition.arm.map(id))
    json.nullable("metric", condition.metricName)
    json.key("suspects")
    json.value(condition.suspects.map(id))
    json.nullable("since_step", condition.step)
    json.field("since_event", condition.event)
    json.field("count", condition.count)
    json.nullable("of_last", condition.window)
    json.field("alarm", condition.isAlarm)
    json.field("short", condition.short)
    json.field("text", condition.sentence)
  }

  private static func write(_ calls: CallFigures, _ json: inout JSONText) {
    json.object("calls") { json in
      json.field("made", calls.made)
      json.field("ensemble", calls.ensemble)
      json.field("saved", calls.saved)
      json.nullable("cost", calls.cost)
      json.nullable("ensemble_cost", calls.ensembleCost)
    }
  }

  /// `innovations`: null where no scores were logged.
  static func write(_ innovations: RunSummary.Innovations?, _ json: inout JSONText) {
    json.nullable("innovations", innovations) { json, innovations in
      json.field("total", innovations.total)
      json.field("unscored", innovations.unscored)
      json.field("window", innovations.figures.count)
      json.field("mean", innovations.figures.mean)
      json.nullable("sd", innovations.figures.standardDeviation)
      json.field("coverage", innovations.figures.coverage)
      json.field("cusum_higher", innovations.figures.higherSum)
      json.field("cusum_lower", innovations.figures.lowerSum)
      json.nullable("drift", innovations.drift?.direction.rawValue)
    }
  }

  /// The same for people: a headline, a table of RMs, what is odd.
  static func table(_ summary: RunSummary, of state: RunState) -> String {
    var lines: [String] = []
    let name = summary.run.map { printableText($0, limit: 200) } ?? "(no run line)"
    var head = "\(name)  \(formatCount(summary.decisions, of: "decision"))"
    if let first = summary.firstStep, let last = summary.lastStep {
      head += "  steps \(formatCount(first))–\(formatCount(last))"
    }
    head += "  \(formatCount(summary.events, of: "event"))  \(formatCount(summary.faults, of: "fault"))"
    if summary.remarks > 0 { head += "  \(formatCount(summary.remarks, of: "remark"))" }
    if summary.pending > 0 { head += "  \(formatCount(summary.pending, of: "reward")) pending" }
    lines.append(head)
    var rows = [
      ["RM", "flag", "decisions", "share", "recent", "mean", "sd", "P(best)", "reward", "ties", "errors"]
    ]
    let names = ShownNames(
      summary.rewardModels.map(\.id), width: 60, leavesOutPrefix: false, printing: { printableText($0) }
    ).names
    for (rewardModel, name) in zip(summary.rewardModels, names) { rows.append(cells(rewardModel, name)) }
    lines += aligned(rows)
    if summary.settings.contains(where: \.isAutomatic) { lines.append(SettingsText.line(summary.settings)) }
    if state.hasMetricsOnly {
      lines.append("\(formatCount(state.metrics.count, of: "metric")): the file has \(RunState.metricsOnly)")
      lines.append(RunState.decisionsMissing)
    } else if summary.rewardModels.isEmpty {
      lines.append("no reward models yet")
    }
    if case .unavailable(let reason) = state.posterior, !state.hasMetricsOnly {
      lines.append("no posterior: \(reason)" + state.skippedInPlaceOfRunLine)
    }
    for entry in summary.allowed where entry.rewardModels.count < summary.rewardModels.count {
      let ids = entry.rewardModels.map { printableText($0, limit: 256) }
      lines.append("allowed for \(printableText(entry.category, limit: 60)): " + ids.joined(separator: ", "))
    }
    if summary.lateOfEarlierSegments > 0 {
      lines.append(
        formatCount(summary.lateOfEarlierSegments, of: "late feedback")
          + " for a decision of an earlier segment")
    }
    if summary.strays > 0 {
      lines.append("\(formatCount(summary.strays, of: "line")) with a step far beyond all others")
    }
    if let distance = summary.writerDistance { lines.append(RunState.advice(distance)) }
    lines += AuditText.lines(summary)
    lines += CategoryText.lines(summary, names: names)
    lines.append("digest \(summary.digest)")
    return lines.joined(separator: "\n") + "\n"
  }

  private static func cells(_ rewardModel: RunSummary.RewardModel, _ name: String) -> [String] {
    let flags = (rewardModel.isPinned ? ["PIN"] : []) + (rewardModel.isBanned ? ["BAN"] : [])
    return [
      name, flags.joined(separator: " "),
      formatCount(rewardModel.decisions), formatShare(rewardModel.share, decimals: 1) + "%",
      formatShare(rewardModel.recentShare, decimals: 1) + "%",
      rewardModel.posterior.map { formatSigned($0.mean, decimals: 3, leadingZero: true) } ?? "–",
      rewardModel.posterior.map { formatFixed($0.standardDeviation, decimals: 3) } ?? "–",
      rewardModel.bestProbability.map { formatFixed($0, decimals: 3) } ?? "–",
      rewardModel.rewardMean.map { formatSigned($0, decimals: 3, leadingZero: true) } ?? "–",
      formatCount(rewardModel.ties), formatCount(rewardModel.errors),
    ]
  }

  /// Columns two blanks apart; the first two to the left, numbers to the right.
  static func aligned(_ rows: [[String]]) -> [String] {
    guard let first = rows.first else { return [] }
    let widths = first.indices.map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
    return rows.map { row in
      var line = ""
      for (column, text) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - displayWidth(text))
        line += (column == 0 ? "" : "  ") + (column < 2 ? text + blanks : blanks + text)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
