import Dashboard
import RouterEngine
import RunEvents
import RunLog
import RunState
import TerminalCells
import Wording

/// Words and JSON of a what-if.
struct WhatIfText {
  let report: WhatIfReport
  let question: WhatIfQuestion
  let recorded: RunState

  init(_ report: WhatIfReport, question: WhatIfQuestion, recorded: RunState) {
    self.report = report
    self.question = question
    self.recorded = recorded
  }

  /// Why there are no estimates; `nil` where there are.
  var refusal: String? {
    if let conflict = report.conflict { return conflict }
    guard let refusal = report.reward.refusal else { return nil }
    guard refusal == .noRounds else { return sentence(refusal) }
    return reasonForNoRounds
  }

  func sentence(_ refusal: OffPolicyRefusal) -> String {
    printableText(
      refusal.sentence { arm in
        recorded.rewardModels.indices.contains(arm) ? recorded.rewardModels[arm].info.id : "?"
      }, limit: 500)
  }

  /// No round can be used: the reason that holds for most decisions.
  private var reasonForNoRounds: String {
    let tally = report.tally
    if tally.decisions == 0 { return "the log has no decisions" }
    if let obstacle = report.obstacle, tally.answered == 0 { return obstacle }
    let reasons: [(Int, String)] = [
      (
        tally.withoutPropensity,
        "its decisions have no propensity (`p`, or the scores of Thompson sampling), without which there is "
          + "nothing to weigh by" + (unusablePropensity.map { "; \($0)" } ?? "")
      ),
      (tally.pinned, "pins made its decisions, and what a pin chose says nothing of other choices"),
      (tally.withoutContext, "its pairs have no context"),
      (tally.withoutReward + report.waiting, "its decisions have no reward of a closed batch"),
    ]
    let greatest = reasons.max { $0.0 < $1.0 }
    return "the log cannot answer: " + (greatest?.1 ?? "no round of it can be used")
  }

  /// The first `p` that could not be used, with its line; `nil` where all could.
  private var unusablePropensity: String? {
    recorded.remarks.first(of: "p").map { "line \($0.line): \($0.remark.reason.message)" }
  }

  // MARK: For people

  var table: String {
    var lines = wrapped(headline) + eligibility
    if let conflict = report.conflict { lines += wrapped("not in effect: " + conflict) }
    if let obstacle = report.obstacle { lines += wrapped("not answered everywhere: " + obstacle) }
    if !report.shares.isEmpty {
      lines.append("")
      lines += shareLines
    }
    lines.append("")
    lines += estimateLines(report.reward, title: "reward, as normalised", truth: nil)
    if let correctness = report.correctness {
      lines.append("")
      lines += estimateLines(correctness, title: "right choices", truth: report.correctnessTruth)
    }
    let tally = report.tally
    if tally.labelled > 0 {
      lines += wrapped(
        "labels of \(formatCount(tally.labelled, of: "decision")): "
          + "\(percent(tally.rightWhatIf / Double(tally.labelled))) of the other choices are right, "
          + "\(percent(Double(tally.rightHappened) / Double(tally.labelled))) of what happened")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var headline: String {
    let name = recorded.header.map { printableText($0.name, limit: 100) } ?? "(no run line)"
    return "\(name)  what if: \(question.wording)"
  }

  private var eligibility: [String] {
    let tally = report.tally
    var parts: [String] = []
    for (count, words) in [
      (tally.pinned, "pinned"), (tally.withoutPropensity, "without a propensity"),
      (tally.withoutContext, "without a context"), (tally.withoutAnswer, "not answered"),
      (tally.withoutReward, "without a reward"), (report.waiting, "waiting for their batch"),
    ] where count > 0 { parts.append("\(formatCount(count)) \(words)") }
    var text = "\(formatCount(tally.decisions, of: "decision")), \(formatCount(tally.eligible)) eligible"
    if !parts.isEmpty { text += "; left out: " + parts.joined(separator: ", ") }
    var lines = wrapped(text)
    if tally.propensitiesFromScores > 0 {
      lines.append(
        "\(formatCount(tally.propensitiesFromScores)) propensities computed from the logged scores")
    }
    if tally.withoutPropensity > 0, report.reward.rounds > 0, let unusablePropensity {
      lines += wrapped("of those without a propensity, " + unusablePropensity)
    }
    if report.stride > 1 {
      lines.append("only one batch of \(formatCount(report.stride)) is kept, to fit into memory")
    }
    return lines
  }

  private var shareLines: [String] {
    let ids = ShownNames(
      report.shares.map(\.rewardModel), width: 40, leavesOutPrefix: false, printing: { printableText($0) }
    ).names
    let width = max(12, ids.map { displayWidth($0) }.max() ?? 0)
    let other = formatShares(report.shares.map(\.whatIf), decimals: 1)
    let own = formatShares(report.shares.map(\.happened), decimals: 1)
    var lines = [pad("share of", width) + "  what if  happened"]
    for (index, id) in ids.enumerated() {
      let bar = String(repeating: "█", count: Int((report.shares[index].whatIf * 24).rounded()))
      lines.append(
        trimmed(
          pad(id, width) + "  " + padLeft(other[index] + "%", 7) + "  " + padLeft(own[index] + "%", 8) + "  "
            + bar))
    }
    return lines
  }

  private func estimateLines(_ report: OffPolicyReport, title: String, truth: Double?) -> [String] {
    let width = 21
    var lines = [
      pad(title, width) + "     value  95% interval        against what happened"
    ]
    if let recorded = report.recorded {
      lines.append(pad("  what happened", width) + row(recorded))
    }
    if let truth {
      lines.append(pad("  what if, by labels", width) + padLeft(number(truth), 10))
    }
    for estimate in report.estimates {
      lines.append(
        pad("  what if, " + estimate.method.rawValue.uppercased(), width) + row(estimate.value)
          + "   " + number(estimate.gain.value) + " " + interval(estimate.gain))
    }
    if let refusal = report.refusal, report.rounds > 0 { lines += wrapped(sentence(refusal), indent: 2) }
    if let refusal = report.modelRefusal { lines += wrapped(sentence(refusal), indent: 2) }
    if report.rounds > 0 {
      let share = percent(report.effectiveSampleSize / Double(report.rounds))
      lines.append(
        "  \(formatCount(report.rounds)) rounds in \(formatCount(report.batches)) batches, worth "
          + "\(formatFixed(report.effectiveSampleSize, decimals: 1)) (\(share)); mean weight "
          + "\(formatFixed(report.meanWeight, decimals: 3)), greatest \(formatCompact(report.greatestWeight))"
      )
    } else {
      lines += wrapped("no estimate: " + reasonForNoRounds, indent: 2)
    }
    // Choices that the log does not have bring the mean weight down by themselves.
    let isSupported = report.unsupportedMass <= OffPolicyRefusal.unsupportedLimit
    if report.rounds > 0, isSupported, report.weightScore.magnitude > 4 {
      lines += wrapped(
        "the mean weight is \(formatFixed(report.weightScore.magnitude, decimals: 1)) standard errors from 1: the "
          + "logged propensities may not be those of the choices, or few rounds carry most of the weight",
        indent: 2)
    }
    return lines
  }

  private func row(_ estimate: IntervalEstimate) -> String {
    padLeft(number(estimate.value), 10) + "  " + pad(interval(estimate), 18)
  }

  private func interval(_ estimate: IntervalEstimate) -> String {
    "[\(number(estimate.low)), \(number(estimate.high))]"
  }

  private func number(_ value: Double) -> String {
    value.magnitude < 1000
      ? formatSigned(value, decimals: 4, leadingZero: true) : formatCompact(value, digits: 5)
  }

  /// Lines of at most 80 cells.
  private func wrapped(_ text: String, indent: Int = 0) -> [String] {
    wrap(text, to: 80 - indent).map { String(repeating: " ", count: indent) + $0 }
  }

  private func percent(_ share: Double) -> String { formatShare(share, decimals: 1) + "%" }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  private func padLeft(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(text))) + text
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
