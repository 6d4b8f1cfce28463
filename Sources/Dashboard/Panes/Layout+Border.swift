import TerminalCells

/// A rule between panes, which can be dragged.
enum Border: Equatable, Sendable {
  /// The title line of a row of panes that has another row above it.
  case below(Pane, Pane)
  /// The rule between two panes that stand side by side.
  case between(Pane, Pane)
}

extension Layout {
  /// Cells that a pane beside another keeps when a border is dragged: what two of them have on the smallest screen.
  static let leastDraggedWidth = (minimumSize.width - 1) / 2
  /// Lines that a pane keeps.
  static let leastDraggedHeight = 3

  func pane(atX x: Int, y: Int) -> Placement? { panes.first { $0.rect.contains(x: x, y: y) } }

  func border(atX x: Int, y: Int) -> Border? {
    if let here = pane(atX: x, y: y) {
      guard y == here.rect.y, let above = panes.first(where: { $0.rect.bottom == y && !$0.rect.isEmpty })
      else { return nil }
      return .below(above.pane, here.pane)
    }
    guard let left = panes.first(where: { $0.rect.right == x && y > $0.rect.y && y < $0.rect.bottom }),
      let right = panes.first(where: { $0.rect.y == left.rect.y && $0.rect.x == x + 1 })
    else { return nil }
    return .between(left.pane, right.pane)
  }

  /// The panes that stand beside this one, itself among them.
  func row(of pane: Pane) -> [Placement] {
    guard let rect = rect(of: pane) else { return [] }
    return panes.filter { $0.rect.y == rect.y }
  }
}

/// Sizes that a viewer has given to panes by dragging their borders.
struct DraggedSizes: Equatable, Sendable {
  /// Lines of the row that a pane is in.
  var heights: [Pane: Int] = [:]
  /// Cells of the panes of a row, from which the shares of its width follow.
  var widths: [Pane: Int] = [:]

  /// Moves a border of a layout to a cell; what lies on its other sides stays as it is.
  mutating func move(_ border: Border, of layout: Layout, toX x: Int, y: Int) {
    switch border {
    case .below(let above, let below):
      guard let first = layout.rect(of: above), let second = layout.rect(of: below) else { return }
      let least = Layout.leastDraggedHeight
      let all = first.height + second.height
      guard all >= 2 * least else { return }
      let height = min(max(least, y - first.y), all - least)
      for placement in layout.row(of: above) { heights[placement.pane] = height }
      for placement in layout.row(of: below) { heights[placement.pane] = all - height }
    case .between(let left, let right):
      guard let first = layout.rect(of: left), let second = layout.rect(of: right) else { return }
      let least = Layout.leastDraggedWidth
      let all = first.width + second.width
      guard all >= 2 * least else { return }
      for placement in layout.row(of: left) { widths[placement.pane] = placement.rect.width }
      let width = min(max(least, x - first.x), all - least)
      widths[left] = width
      widths[right] = all - width
    }
  }

  /// The widths of panes side by side: equal ones, but for those of a row that was dragged.
  func widths(of panes: [Pane], in room: Int) -> [Int] {
    func shares(_ weights: [Int]) -> [Int] {
      let sum = weights.reduce(0, +)
      var before = 0
      return weights.map { weight in
        defer { before += weight }
        return room * (before + weight) / sum - room * before / sum
      }
    }
    let equal = shares(panes.map { _ in 1 })
    let dragged = panes.compactMap { widths[$0] }
    guard dragged.count == panes.count, panes.count > 1 else { return equal }
    let result = shares(dragged)
    return result.allSatisfy { $0 >= min(Layout.leastDraggedWidth, equal.min() ?? 0) } ? result : equal
  }
}
