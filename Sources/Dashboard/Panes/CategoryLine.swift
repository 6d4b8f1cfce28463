import RunState
import TerminalCells
import Wording

/// Selection by category in one line: `by category  math: skywork 91%  code: grm-llama3.2 92%  +3`.
///
/// The most frequent categories come first, each with the reward model that took most of its last 64 decisions and
/// their share; the number at the end is that of the categories for which there is no room.
struct CategoryLine: Equatable {
  struct Entry: Equatable {
    var category: String
    var arm: Int
    var name: String
    var share: String

    var width: Int { displayWidth(category) + 2 + displayWidth(name) + 1 + displayWidth(share) }
  }

  var entries: [Entry]
  /// Categories that are left out.
  var left: Int

  private static let heading = "by category"
  private static let separator = "  "
  /// Cells of the names of categories and reward models: the longest that show the most categories.
  private static let nameWidths = [(16, 16), (12, 12), (12, 10), (12, 8), (8, 8)]

  /// - Parameter width: cells of the line.
  /// - Returns: `nil` where no decision has a category.
  init?(_ model: DashboardModel, width: Int) {
    let run = model.run
    let found = model.categoryOrder.compactMap { index -> (category: Int, arm: Int, share: String)? in
      let counts = run.categories[index].recentDecisions.countByArm(run.rewardModels.count)
      guard let most = counts.max(), most > 0, let arm = counts.firstIndex(of: most) else { return nil }
      // Rounded together, as the pane does it.
      return (index, arm, ScreenText.shares(counts.map(Double.init), decimals: 0)[arm])
    }
    guard !found.isEmpty else { return nil }
    let room = width - displayWidth(Self.heading) - 2
    let forms = Self.nameWidths.map { categoryWidth, nameWidth in
      let categories = ShownNames(
        run.categories.map(\.name), width: categoryWidth, leavesOutPrefix: false, byWords: true
      ) { printableName($0) }.names
      let names = model.shortModelNames(width: nameWidth)
      let entries = found.map {
        Entry(category: categories[$0.category], arm: $0.arm, name: names[$0.arm], share: $0.share)
      }
      return Array(entries.prefix(Self.fitting(entries, width: room)))
    }
    let most = forms.map(\.count).max() ?? 0
    entries = forms.first { $0.count == most } ?? []
    left = found.count - entries.count
  }

  /// How many of the first entries there is room for, with the number of the others behind them.
  private static func fitting(_ entries: [Entry], width: Int) -> Int {
    var used = 0
    var count = 0
    for (index, entry) in entries.enumerated() {
      used += entry.width + (index == 0 ? 0 : separator.count)
      let left = entries.count - index - 1
      if used + (left == 0 ? 0 : separator.count + 1 + String(left).count) <= width { count = index + 1 }
    }
    return count
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    let right = rect.right - 1
    var x = rect.x + 1
    x += painter.write(Self.heading, x: x, y: rect.y, width: right - x, .heading) + 2
    for (index, entry) in entries.enumerated() {
      if index > 0 { x += painter.write(Self.separator, x: x, y: rect.y, width: right - x, .faint) }
      x += painter.write(entry.category + ": ", x: x, y: rect.y, width: right - x, .faint)
      let style = painter.theme.style(painter.keys[entry.arm])
      x += painter.buffer.write(entry.name, x: x, y: rect.y, width: right - x, style: style) + 1
      x += painter.write(entry.share, x: x, y: rect.y, width: right - x)
    }
    guard left > 0 else { return }
    let rest = (entries.isEmpty ? "" : Self.separator) + "+\(left)"
    painter.write(rest, x: x, y: rect.y, width: right - x, .faint)
  }
}
