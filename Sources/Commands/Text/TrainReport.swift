import JSON
import OfflineRouter
import RunEvents
import TerminalCells
import Wording

/// How often each reward model is right on judged pairs.
struct RewardModelAccuracies {
  struct Row {
    var id: String
    var labelled = 0
    var right = 0

    var accuracy: Double? { labelled > 0 ? Double(right) / Double(labelled) : nil }
  }

  private(set) var rows: [Row]

  init(_ pairs: [JudgedPair], rewardModels: [String]) {
    rows = rewardModels.map { Row(id: $0) }
    var indices: [String: Int] = [:]
    for (index, id) in rewardModels.enumerated() { indices[id] = index }
    for pair in pairs {
      for label in pair.labels {
        guard let isRight = label.isRight, let index = indices[label.rewardModel] else { continue }
        rows[index].labelled += 1
        if isRight { rows[index].right += 1 }
      }
    }
  }

  /// The first of the greatest accuracies.
  var best: Row? {
    rows.filter { $0.labelled > 0 }.reduce(nil) { best, row in
      guard let best, let one = best.accuracy, let other = row.accuracy else { return row }
      return other > one ? row : best
    }
  }

  /// A line for each, aligned.
  var text: String {
    let shown = ShownNames(
      rows.map(\.id), width: 40, leavesOutPrefix: false, printing: { printableText($0) }
    ).names
    let width = shown.map { displayWidth($0) }.max() ?? 0
    return zip(rows, shown).map { row, name in
      let accuracy = row.accuracy.map { formatShare($0, decimals: 1) + "%" } ?? "no label"
      let pad = String(repeating: " ", count: width - displayWidth(name))
      return "  \(name)\(pad)  right on \(accuracy) of \(formatCount(row.labelled))\n"
    }.joined()
  }

  func write(to json: inout JSONText) {
    json.objects("rms", rows) { json, row in
      json.field("id", row.id)
      json.field("labelled", row.labelled)
      json.field("accuracy", row.accuracy)
    }
  }
}
