import RouterEngine
import RunState
import TerminalCells
import Wording

/// Pane 2 in a what-if: shares under the other settings beside what happened.
struct WhatIfSharePane: Equatable {
  struct Row: Equatable {
    var arm: Int
    var id: String
    var happened: String
    var whatIf: String
    /// In [0, 1], for the bars.
    var happenedValue: Double
    var whatIfValue: Double
  }

  var title = "What-if share"
  var detail: String
  /// The question, and what of it is not in effect.
  var wording: String
  var warning: String?
  var rows: [Row] = []
  /// Cells of the ids.
  var idWidth = 0
  /// Said instead of rows.
  var emptyText: String?

  /// - Parameters:
  ///   - width: of the pane.
  ///   - height: lines below the title.
  init(_ model: DashboardModel, width: Int, height: Int) {
    guard let session = model.whatIf else {
      detail = ""
      wording = ""
      return
    }
    detail = session.startText
    wording = session.question.wording
    guard let answer = session.answer else {
      emptyText = "This what-if begins later: it holds \(session.startText)."
      return
    }
    let decisions = answer.tally.answered
    if width >= 56 { detail += " · \(formatCount(decisions, of: "decision"))" }
    warning = answer.conflict ?? answer.obstacle
    let shares = answer.shares
    guard !shares.isEmpty else {
      emptyText = warning ?? "No decisions since then: play on (space) or go to the end (End)."
      warning = nil
      return
    }
    let whatIf = ScreenText.shares(shares.map(\.whatIf), decimals: 0)
    let happened = ScreenText.shares(shares.map(\.happened), decimals: 0)
    let room = max(1, height - 2 - (warning == nil ? 0 : 1))
    let order = model.rowOrder.filter(shares.indices.contains)
    let window = RowWindow(
      order: order, selected: model.selectedArm.flatMap(order.firstIndex) ?? 0, room: room,
      stays: { _ in false })
    if window.rows.count < order.count { detail += " · \(window.wording) of \(order.count)" }
    idWidth = max(8, min(24, (width - 2) / 3))
    let names = model.shownModelNames(width: idWidth).names
    for arm in window.rows.map({ order[$0] }) where names.indices.contains(arm) {
      rows.append(
        Row(
          arm: arm, id: names[arm], happened: happened[arm], whatIf: whatIf[arm],
          happenedValue: shares[arm].happened, whatIfValue: shares[arm].whatIf))
    }
  }
}

/// Pane 4 in a what-if: the estimated reward beside what was recorded.
struct WhatIfRewardPane: Equatable {
  struct Row: Equatable {
    var name: String
    var value: String
    var interval: String
    /// Difference to what was recorded; empty in the row of that.
    var gain: String
    /// The whole interval of the difference is above, or below, nothing.
    var isSurelyBetter = false
    var isSurelyWorse = false
  }

  var title = "What-if reward"
  var detail = ""
  var rows: [Row] = []
  /// Beneath the rows: what the numbers rest on, labels, refusals.
  var sentences: [String] = []
  var emptyText: String?

  init(_ model: DashboardModel) {
    guard let session = model.whatIf, let answer = session.answer else {
      emptyText = "No estimate before the what-if begins."
      return
    }
    guard let report = session.report else {
      emptyText = model.feed.target == nil ? "No decisions since then." : "Folding the run once more …"
      return
    }
    detail = "\(formatCount(report.reward.rounds)) rounds"
    if let recorded = report.reward.recorded { rows.append(Row(name: "recorded", recorded)) }
    for estimate in report.reward.estimates {
      var row = Row(name: estimate.method.rawValue.uppercased(), estimate.value)
      row.gain = ScreenText.signed(estimate.gain.value, cells: 5)
      row.isSurelyBetter = estimate.gain.low > 0
      row.isSurelyWorse = estimate.gain.high < 0
      rows.append(row)
    }
    let models = answer.shares.map(\.rewardModel)
    func sentence(_ refusal: OffPolicyRefusal) -> String {
      printableText(refusal.sentence { models.indices.contains($0) ? models[$0] : "?" }, limit: 400)
    }
    if let refusal = report.reward.refusal {
      sentences.append(
        "No estimate: " + (refusal == .noRounds ? Self.reason(report) : sentence(refusal)) + ".")
    } else {
      let size = report.reward.effectiveSampleSize
      let share = formatShare(size / Double(max(1, report.reward.rounds)))
      sentences.append(
        "worth \(formatCompact(size)) (\(share)%), mean weight \(formatFixed(report.reward.meanWeight, decimals: 2))"
      )
    }
    if let refusal = report.reward.modelRefusal { sentences.append(sentence(refusal)) }
    let tally = report.tally
    if tally.labelled > 0 {
      let other = formatShare(tally.rightWhatIf / Double(tally.labelled), decimals: 1)
      let own = formatShare(Double(tally.rightHappened) / Double(tally.labelled), decimals: 1)
      sentences.append("by labels \(other)% right, recorded \(own)%")
    }
    let left = Self.leftOut(report)
    if !left.isEmpty { sentences.append("left out: " + left) }
  }

  /// Why no round can be used: the reason of most of them.
  private static func reason(_ report: WhatIfReport) -> String {
    let tally = report.tally
    let reasons: [(Int, String)] = [
      (tally.withoutPropensity, "the log has no propensities to weigh by"),
      (tally.pinned, "pins made these decisions"), (tally.withoutContext, "pairs have no context"),
      (tally.withoutAnswer, report.obstacle ?? "the other settings give no answer"),
      (tally.withoutReward + report.waiting, "no batch has closed since then"),
    ]
    let greatest = reasons.max { $0.0 < $1.0 }
    return greatest.flatMap { $0.0 > 0 ? $0.1 : nil } ?? "no decisions since then"
  }

  private static func leftOut(_ report: WhatIfReport) -> String {
    let tally = report.tally
    return [
      (tally.pinned, "pinned"), (tally.withoutPropensity, "without p"),
      (tally.withoutContext, "without context"),
      (tally.withoutAnswer, "not answered"), (tally.withoutReward, "without reward"),
    ].filter { $0.0 > 0 }.map { "\(formatCount($0.0)) \($0.1)" }.joined(separator: ", ")
  }
}

extension WhatIfRewardPane.Row {
  init(name: String, _ estimate: IntervalEstimate) {
    self.name = name
    value = formatSigned(estimate.value, decimals: 3, leadingZero: true)
    interval =
      "[\(formatSigned(estimate.low, decimals: 3, leadingZero: true)) "
      + "\(formatSigned(estimate.high, decimals: 3, leadingZero: true))]"
    gain = ""
  }
}
