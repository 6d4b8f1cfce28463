import TerminalCells
import Wording

extension RewardModelTable {
  /// `Reward models · hub/judge-… · share of the last 256 · belief (rmtop's fold)`, with shorter words where it is
  /// tight: what the numbers are of comes before whose belief it is.
  static func title(prefix: String, decisions: Int, isForeign: Bool, cells: Int) -> String {
    let name = "Reward models"
    let front = prefix.isEmpty ? "" : " · \(prefix)…"
    let window = formatCount(decisions)
    let long = decisions > 0 ? " · share of the last \(window)" : ""
    let short = decisions > 0 ? " · share: last \(window)" : ""
    let belief = isForeign ? " · belief (rmtop's fold)" : ""
    for (share, rest) in [(long, belief), (short, belief), (short, "")] {
      let room = cells - displayWidth(name + share + rest)
      if displayWidth(front) <= room { return name + front + share + rest }
      // Half a prefix says enough; less would not.
      if !prefix.isEmpty, room >= 16 {
        return name + " · " + truncated(prefix, to: room - 3) + share + rest
      }
    }
    return name + short + front
  }

  /// At the right: which rows these are, and what they are sorted by where no column on the screen can be marked.
  static func detail(window: String?, sort: TableSort, columns: RewardModelColumns) -> String {
    var parts = [window].compactMap { $0 }
    if !columns.sortable.contains(sort.column) {
      parts.append("by \(sort.column.word) \(sort.mark)")
    }
    return parts.joined(separator: " · ")
  }
}

extension TableSort {
  /// Which way, as no other sign of the screen says it.
  var mark: String { isReversed ? "△" : "▽" }
}

extension RewardModelColumns {
  /// What the table can be sorted by on this screen, left to right.
  var sortable: [TableSort.Column] { columns.compactMap(\.kind.sort) }
}

extension RewardModelColumns.Kind {
  /// What a column sorts by.
  var sort: TableSort.Column? {
    switch self {
    case .id: .id
    case .share: .share
    case .count: .count
    case .mean: .mean
    case .best: .best
    case .reward: .reward
    case .ties: .ties
    case .errors: .failures
    case .latency: .latency
    case .key, .name, .flag, .bar, .spark, .forest: nil
    }
  }
}
