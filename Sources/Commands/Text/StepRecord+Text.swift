import JSON
import TerminalCells
import Wording

extension StepRecord {
  /// One line for people:
  /// `step 110 · 888 decisions · reward -0.56 · grm BAN 0% +0.31±0.13 P(best) 0.93 · sky 46% … · ok`.
  var text: String {
    var parts = [step.map { "step \($0)" }, formatCount(decisions, of: "decision")].compactMap { $0 }
    if let reward { parts.append("reward " + formatSigned(reward, leadingZero: true)) }
    let shares = formatShares(rewardModels.map(\.recentShare)).map { $0 == "–" ? $0 : $0 + "%" }
    let names = ShownNames(
      rewardModels.map(\.id), width: 40, leavesOutPrefix: false, printing: { printableName($0) }
    ).names
    for (index, model) in rewardModels.enumerated() {
      var words = [names[index]] + model.flags + [shares[index]]
      if let mean = model.mean, let deviation = model.standardDeviation {
        words.append(formatSigned(mean, leadingZero: true) + "±" + formatFixed(deviation, decimals: 2))
      }
      if let best = model.bestProbability { words.append("P(best) " + formatFixed(best, decimals: 2)) }
      parts.append(words.joined(separator: " "))
    }
    parts.append(conditions.isEmpty ? "ok" : "▲ " + conditions.map(\.short).joined(separator: ", "))
    return parts.joined(separator: " · ") + "\n"
  }

  /// One object; field order and names are the interface.
  var json: String {
    JSONText.object { json in
      json.nullable("run", run)
      json.nullable("step", step)
      json.nullable("t", time)
      json.field("decisions", decisions)
      json.nullable("reward", reward)
      json.field("feedback", feedbacks)
      json.field("ties", ties)
      json.field("errors", errors)
      json.field("not_finite", nonFinite)
      json.field("faults", faults)
      json.objects("rms", rewardModels) { json, model in
        json.field("id", model.id)
        json.field("decisions", model.decisions)
        json.field("share", model.share)
        json.field("recent_share", model.recentShare)
        json.key("posterior")
        if let mean = model.mean, let deviation = model.standardDeviation {
          json.object { json in
            json.field("mean", mean)
            json.field("sd", deviation)
          }
        } else {
          json.null()
        }
        json.nullable("p_best", model.bestProbability)
        json.nullable("reward_mean", model.rewardMean)
        json.field("pinned", model.isPinned)
        json.field("banned", model.isBanned)
      }
      json.objects("conditions", conditions) { json, condition in
        json.field("kind", condition.kind)
        json.nullable("rm", condition.rewardModel)
        json.nullable("metric", condition.metric)
        json.nullable("since_step", condition.since)
        json.field("short", condition.short)
      }
    } + "\n"
  }

  /// The same for every run: what depends on the run stands in rows.
  static let csvHeader = CSVText.record(
    [
      "run", "step", "t", "decisions", "reward", "feedback", "ties", "errors", "not_finite", "faults",
      "health",
      "rm", "rm_decisions", "share", "recent_share", "mean", "sd", "p_best", "reward_mean", "flags",
    ].map { .text($0) })

  /// A row for each reward model; one without a reward model where there is none.
  var csv: String {
    let head: [CSVText.Cell] = [
      .text(run), .count(step), .number(time), .count(decisions), .number(reward), .count(feedbacks),
      .count(ties), .count(errors), .count(nonFinite), .count(faults),
      .text(conditions.isEmpty ? "ok" : conditions.map(\.short).joined(separator: "; ")),
    ]
    guard !rewardModels.isEmpty else { return CSVText.record(head + Array(repeating: .empty, count: 9)) }
    // No two different ids are one in the file, whatever has been taken out of them.
    let names = ShownNames(
      rewardModels.map(\.id), width: 256, leavesOutPrefix: false, printing: { printableName($0) }
    ).names
    return zip(rewardModels, names).map { model, name in
      CSVText.record(
        head + [
          .text(name), .count(model.decisions), .number(model.share), .number(model.recentShare),
          .number(model.mean), .number(model.standardDeviation), .number(model.bestProbability),
          .number(model.rewardMean), .text(model.flags.joined(separator: " ")),
        ])
    }.joined()
  }
}

extension StepRecord.RewardModel {
  var flags: [String] { (isPinned ? ["PIN"] : []) + (isBanned ? ["BAN"] : []) }
}
