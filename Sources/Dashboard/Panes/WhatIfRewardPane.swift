import RouterEngine
import RunState
import TerminalCells
import Wording

/// Pane 4 in a what-if: what the labels say, how much the answer is worth, and the estimated rewards.
struct WhatIfRewardPane: Equatable {
  /// A part of a whole as a bar.
  struct Bar: Equatable {
    var name: String
    var value: String
    /// In [0, 1].
    var part: Double
    /// After the bar.
    var remark = ""
    var role = ThemeRole.text
  }

  /// An estimate of the mean reward, and what it is more than what was recorded, with its interval.
  struct Row: Equatable {
    var name: String
    var value: String
    var gain: String
    var interval: String
    var center: Double
    var range: ClosedRange<Double>
    /// The whole interval of the difference is above, or below, nothing.
    var isSurelyBetter = false
    var isSurelyWorse = false
  }

  var title = "What-if result"
  var detail = ""
  /// Right by the labels, asked and recorded; empty in a log without labels.
  var labels: [Bar] = []
  /// Above them, where there is room: how many there are.
  var labelHeading = ""
  /// Of how many rounds the estimates are worth.
  var effectiveSize: Bar?
  /// The most trustworthy first.
  var rows: [Row] = []
  /// From the lowest gain to the greatest, 0 among them.
  var axis: ClosedRange<Double>?
  /// `mean recorded` with its interval; empty without one.
  var recorded = ""
  /// Beneath all: refusals, what the numbers rest on, what is left out.
  var sentences: [String] = []
  var emptyText: String?

  /// Doubly robust where there is a model; then what leans on weights, the normalised ones first.
  private static let methods: [OffPolicyMethod] = [.dr, .snips, .ips, .dm]
  /// Estimates that are worth less of the rounds than this part are a warning.
  private static let smallPart = 0.1

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
    takeLabels(report.tally)
    takeEstimates(report.reward)
    let models = answer.shares.map(\.rewardModel)
    func sentence(_ refusal: OffPolicyRefusal) -> String {
      printableText(refusal.sentence { models.indices.contains($0) ? models[$0] : "?" }, limit: 400)
    }
    if let refusal = report.reward.refusal {
      sentences.append(
        "No estimate: " + (refusal == .noRounds ? Self.reason(report) : sentence(refusal)) + ".")
    } else {
      sentences.append("mean weight \(formatFixed(report.reward.meanWeight, decimals: 2))")
    }
    if let refusal = report.reward.modelRefusal { sentences.append(sentence(refusal)) }
    let left = Self.leftOut(report)
    if !left.isEmpty { sentences.append("left out: " + left) }
  }

  private mutating func takeLabels(_ tally: WhatIfTally) {
    guard tally.labelled > 0 else { return }
    let asked = tally.rightWhatIf / Double(tally.labelled)
    let recorded = Double(tally.rightHappened) / Double(tally.labelled)
    let points = ((asked - recorded) * 1000).rounded() / 10
    let role: ThemeRole = points > 0 ? .good : points < 0 ? .error : .text
    func percent(_ part: Double) -> String { formatShare(part, decimals: 1) + "%" }
    labels = [
      Bar(
        name: "asked", value: percent(asked), part: asked,
        remark: points == 0 ? "=" : formatSigned(points, decimals: 1, leadingZero: true), role: role),
      Bar(name: "recorded", value: percent(recorded), part: recorded),
    ]
    labelHeading = "right by \(formatCount(tally.labelled, of: "label"))"
  }

  private mutating func takeEstimates(_ report: OffPolicyReport) {
    if let mean = report.recorded {
      recorded = "mean recorded \(Self.text(mean.value)) \(Self.text(mean))"
    }
    for method in Self.methods {
      guard let estimate = report[method] else { continue }
      let gain = estimate.gain
      guard gain.low <= gain.high else { continue }
      rows.append(
        Row(
          name: method.rawValue.uppercased(), value: Self.text(estimate.value.value),
          gain: ScreenText.signed(gain.value, cells: 5), interval: Self.text(gain), center: gain.value,
          range: gain.low...gain.high, isSurelyBetter: gain.low > 0, isSurelyWorse: gain.high < 0))
    }
    axis = rows.reduce(nil) { ClosedRange.union($0, $1.range) }.map {
      min(0, $0.lowerBound)...max(0, $0.upperBound)
    }
    guard report.refusal == nil, report.rounds > 0 else { return }
    let size = report.effectiveSampleSize
    let part = size / Double(report.rounds)
    effectiveSize = Bar(
      name: "ESS", value: formatShare(part) + "%", part: part,
      remark: "\(formatCompact(size)) of \(formatCount(report.rounds))",
      role: part < Self.smallPart ? .warning : .text)
  }

  private static func text(_ value: Double) -> String {
    formatSigned(value, decimals: 3, leadingZero: true)
  }

  private static func text(_ estimate: IntervalEstimate) -> String {
    "[\(text(estimate.low)) \(text(estimate.high))]"
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
