import OfflineRouter
import RouterEngine
import TerminalCells
import Wording

/// An evaluation as text: a table with intervals, a table by category, curves of regret.
struct EvaluationText {
  let report: EvaluationReport
  /// Cells of a line.
  let width: Int
  let glyphs: GlyphTier

  /// Rows whose curves and categories are shown, in this order, as far as they are there.
  private static let shown: [EvaluationPolicy] = [
    .hybrid, .hybridPublished, .bestSingle, .bestPerCategory, .linucb, .laser, .online, .oracle,
  ]

  init(_ report: EvaluationReport, width: Int = 100, glyphs: GlyphTier = .braille) {
    self.report = report
    self.width = max(60, width)
    self.glyphs = glyphs
  }

  /// All of it; lines end without blanks.
  var text: String {
    let lines =
      headline.map { wrapLines($0, to: width) } + [""] + policyTable + [""] + categoryTable + regretChart
    let text = lines.joined(separator: "\n") + "\n"
    guard glyphs == .ascii else { return text }
    return String(text.map { $0 == "–" ? "-" : $0 == "…" ? "~" : $0 })
  }

  /// What was compared.
  private var headline: [String] {
    var lines = [
      "\(formatCount(report.pairs, of: "pair")) of \(formatCount(report.groups, of: "group")), "
        + "\(formatCount(report.rewardModels, of: "RM")); \(formatCount(report.seeds, of: "split")): about "
        + "\(formatCount(Int(report.offlinePairs.rounded()))) pairs to learn from, "
        + "\(formatCount(Int(report.streamPairs.rounded()))) streamed",
      "an RM is right on \(formatShare(report.solvableShare, decimals: 1))% of the streamed pairs",
    ]
    if let gates = report.gates {
      lines.append(
        "calibrated fit: the gate was open in \(gates.open) of \(formatCount(gates.splits, of: "split")); "
          + "cross-validated gain \(Self.points(gates.gain)) points on average")
    }
    return lines
  }

  /// One line a policy: accuracy ± half its interval, then the difference from the best single RM as a bar.
  private var policyTable: [String] {
    let names = policyNames(report.rows)
    let nameWidth = max(6, names.map { displayWidth($0) }.max() ?? 0)
    let barStart = nameWidth + 37
    let axis = differenceAxis(cells: width - barStart)
    var lines = [
      padded("policy", to: nameWidth) + "  " + padded("accuracy", to: 12, alignment: .trailing)
        + padded("regret", to: 10, alignment: .trailing) + padded("vs best", to: 9, alignment: .trailing)
        + "    "
        + (axis.width >= 29 ? "points over best-single, 95 %" : "points, 95 %")
    ]
    for (name, row) in zip(names, report.rows) {
      let half = (row.accuracy.high - row.accuracy.low) / 2
      let accuracy =
        Self.percent(row.accuracy.value) + (glyphs == .ascii ? " +- " : " ± ") + Self.percent(half)
      let isBase = row.policy == .bestSingle
      let difference = isBase ? "–" : Self.points(row.difference.value)
      let left =
        padded(name, to: nameWidth) + "  " + padded(accuracy, to: 12, alignment: .trailing)
        + padded(formatCount(Int(row.regret.rounded())), to: 10, alignment: .trailing)
        + padded(difference, to: 9, alignment: .trailing) + "    "
      var buffer = CellBuffer(size: CellSize(width: axis.width, height: 1))
      let interval = ForestInterval(row.difference)
      buffer.drawForest(
        isBase ? nil : interval, axis: axis, x: 0, y: 0, style: ForestStyle(), tier: glyphs)
      lines.append(left + Self.line(buffer.plainText))
    }
    let ends = [axis.lower, axis.upper].map { Self.points($0) }
    let gap = max(1, axis.width - ends[0].count - ends[1].count)
    lines.append(
      String(repeating: " ", count: barStart) + ends[0] + String(repeating: " ", count: gap) + ends[1])
    return lines
  }

  /// Names of policies that no two share, of at most 28 cells.
  func policyNames(_ rows: [EvaluationReport.Row]) -> [String] {
    ShownNames(
      rows.map(\.policy.name), width: 28, leavesOutPrefix: false, printing: { printableText($0) }
    ).names
  }

  /// Wide enough for all intervals but the oracle's, and for zero.
  private func differenceAxis(cells: Int) -> ForestAxis {
    var (low, high) = (-0.005, 0.005)
    for row in report.rows where row.policy != .oracle {
      low = min(low, row.difference.low)
      high = max(high, row.difference.high)
    }
    return ForestAxis(lower: low, upper: high, width: max(12, min(48, cells)))
  }

  /// The rows that get a column or a curve.
  var shownRows: [EvaluationReport.Row] {
    let known = Self.shown.compactMap { policy in report.rows.first { $0.policy == policy } }
    return known.isEmpty ? Array(report.rows.prefix(6)) : known
  }

  /// Accuracy by category, the largest 16; none where the pairs have no categories.
  private var categoryTable: [String] {
    guard report.categories.contains(where: { $0.name != nil && $0.pairs > 0 }) else { return [] }
    let indices = report.categories.indices.filter { report.categories[$0].pairs > 0 }
    let kept = Set(
      indices.sorted { (-report.categories[$0].pairs, $0) < (-report.categories[$1].pairs, $1) }.prefix(16))
    let labels = indices.filter(kept.contains).map { index in
      (index, report.categories[index].name.map { printableText($0, limit: 36) } ?? "(none)")
    }
    let nameWidth = max(8, labels.map { displayWidth($0.1) }.max() ?? 0)
    let columns = shownRows.prefix(max(1, (width - nameWidth - 8) / 11))
    var lines = [
      padded("category", to: nameWidth) + padded("pairs", to: 8, alignment: .trailing)
        + ShownNames(columns.map { Self.short($0.policy) }, width: 10, leavesOutPrefix: false).names
        .map { padded($0, to: 11, alignment: .trailing) }.joined()
    ]
    for (index, label) in labels {
      let share = Double(report.categories[index].pairs) / Double(report.seeds)
      lines.append(
        padded(label, to: nameWidth)
          + padded(formatCount(Int(share.rounded())), to: 8, alignment: .trailing)
          + columns.map { padded(Self.percent($0.categoryAccuracy[index]), to: 11, alignment: .trailing) }
          .joined())
    }
    if indices.count > kept.count {
      lines.append("and \(formatCount(indices.count - kept.count, of: "more", plural: "more"))")
    }
    return lines + [""]
  }

  /// A short name.
  private static func short(_ policy: EvaluationPolicy) -> String {
    switch policy {
    case .hybridPublished: "published"
    case .bestPerCategory: "by categ."
    case .bestSingle: "single"
    default: printableText(policy.name)
    }
  }
}

extension EvaluationText {
  /// `74.7`.
  static func percent(_ fraction: Double) -> String {
    fraction.isNaN ? "–" : formatFixed(fraction * 100, decimals: 1)
  }

  /// `+1.7`.
  static func points(_ fraction: Double) -> String {
    formatSigned(fraction * 100, decimals: 1, leadingZero: true)
  }

  /// Without the line's end, and without blanks before it.
  static func line(_ text: String) -> String {
    var text = text
    while let last = text.last, last == "\n" || last == " " { text.removeLast() }
    return text
  }
}

extension ForestInterval {
  fileprivate init(_ interval: IntervalEstimate) {
    self.init(center: interval.value, deviation: 0)
    low = interval.low
    high = interval.high
  }
}
