import TerminalCells
import Wording

extension RewardModelInspector {
  /// Draws into the last lines of the pane.
  func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    guard rect.height > 1 else { return }
    painter.heading(title, rect)
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    for placement in InspectorLayout(body, content).placements {
      draw(placement.part, of: model, into: &painter, rect: placement.rect)
    }
  }

  private func draw(
    _ part: InspectorLayout.Part, of model: DashboardModel, into painter: inout Painter, rect: CellRect
  ) {
    let below = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    switch part {
    case .facts: draw(facts, into: &painter, rect: rect)
    case .calibration:
      painter.heading(calibrationTitle, rect)
      draw(calibration, into: &painter, rect: below)
    case .categories:
      painter.heading("Categories", detail: Self.detail(categories.count, rect), rect)
      drawCategories(into: &painter, rect: below)
    case .decisions:
      painter.heading("Last decisions", detail: Self.detail(decisions.count, rect), rect)
      drawDecisions(into: &painter, rect: below)
    case .share: drawChart(.share, of: model, into: &painter, rect: rect)
    case .reward: drawChart(.reward, of: model, into: &painter, rect: rect)
    case .posterior: drawChart(.posterior, of: model, into: &painter, rect: rect)
    }
  }

  /// How many rows of a table are shown, where that is not all.
  private static func detail(_ count: Int, _ rect: CellRect) -> String {
    count > rect.height - 2 ? "\(rect.height - 2) of \(formatCount(count))" : ""
  }

  private func drawChart(
    _ kind: RewardModelChart.Kind, of model: DashboardModel, into painter: inout Painter, rect: CellRect
  ) {
    RewardModelChart(model, arm: arm, kind: kind, width: rect.width, dotsPerCell: painter.dotsPerCell)
      .draw(into: &painter, rect: rect)
  }

  private func draw(_ lines: [Line], into painter: inout Painter, rect: CellRect) {
    var y = rect.y
    for line in lines where y < rect.bottom {
      switch line {
      case .gauges(let gauges): draw(gauges, into: &painter, rect: rect, y: y)
      case .levels(let levels): draw(levels, into: &painter, rect: rect, y: y)
      case .text(let pieces): draw(pieces, into: &painter, rect: rect, y: y)
      }
      y += line.rows(rect.width)
    }
  }

  /// Draws a line, broken where it is too long.
  private func draw(_ pieces: [StyledText], into painter: inout Painter, rect: CellRect, y: Int) {
    let rows = Line.wrapped(pieces, to: rect.width - 2)
    guard rows.count > 1 else {
      painter.write(pieces, x: rect.x + 1, y: y, right: rect.right - 1)
      return
    }
    let role = pieces.count == 1 ? pieces[0].role : .text
    for (index, row) in rows.enumerated() where y + index < rect.bottom {
      painter.write(row, x: rect.x + 1, y: y + index, width: rect.width - 2, role)
    }
  }

  /// In a narrow column with fewer words: the title says of what.
  private func draw(_ levels: [Level], into painter: inout Painter, rect: CellRect, y: Int) {
    let isWide = rect.width >= 72
    let barWidth = max(4, (rect.width - (isWide ? 62 : 36)) / levels.count)
    var x = rect.x + 1
    for level in levels where x < rect.right {
      x += painter.write(
        (isWide ? "in the " : "") + level.name + " ", x: x, y: y, width: rect.right - x, .faint)
      let bar = horizontalBar(level.share, width: barWidth, tier: painter.glyphs)
      x +=
        painter.write(bar, x: x, y: y, width: max(0, rect.right - x), level.isOff ? .warning : .overall) + 1
      x +=
        painter.write(level.value, x: x, y: y, width: max(0, rect.right - x), level.isOff ? .warning : .text)
        + 3
    }
  }

  private func draw(_ gauges: [Gauge], into painter: inout Painter, rect: CellRect, y: Int) {
    let right = rect.right - 1
    let gap = rect.width >= 64 ? 2 : 1
    let barWidth = rect.width >= 110 ? 24 : rect.width >= 72 ? 12 : rect.width >= 64 ? 6 : 3
    var x = rect.x + 1 + painter.write("CUSUM", x: rect.x + 1, y: y, width: rect.width - 2, .text) + gap
    for gauge in gauges where x < right {
      let role: ThemeRole = gauge.fraction >= 0.5 ? .warning : .text
      x += painter.write(gauge.name + " ", x: x, y: y, width: right - x, .text)
      x += painter.write("[", x: x, y: y, width: right - x, .faint)
      let bar = horizontalBar(gauge.fraction, width: barWidth, tier: painter.glyphs)
      x += painter.write(bar, x: x, y: y, width: max(0, right - x), role)
      x += painter.write("] ", x: x, y: y, width: max(0, right - x), .faint)
      x += painter.write(gauge.value, x: x, y: y, width: right - x, role) + gap + 1
    }
  }

  /// Of its decisions how many, which share of the category's, with what reward, and P(best).
  private func drawCategories(into painter: inout Painter, rect: CellRect) {
    let longest = categories.map { displayWidth($0.name) }.max() ?? 0
    let fixed = 6 + 1 + 5 + 2 + 7 + 8
    let name = min(max(8, longest), max(8, rect.width - fixed - 8))
    let bar = min(24, max(0, rect.width - name - fixed - 2))
    let ends = (count: rect.x + 1 + name + 7, share: rect.x + 1 + name + 13)
    let barStart = ends.share + 1
    let rewardEnd = barStart + bar + 8
    let bestEnd = rewardEnd + 8
    let titles = [
      ("n", ends.count, 6), ("share", ends.share, 5), ("reward", rewardEnd, 7), ("P(best)", bestEnd, 7),
    ]
    painter.write("category", x: rect.x + 1, y: rect.y, width: name, .heading)
    for (title, right, width) in titles {
      painter.writeTrailing(title, right: right, y: rect.y, width: width, .heading)
    }
    let style = painter.theme.style(painter.keys[arm])
    for (index, row) in categories.prefix(max(0, rect.height - 1)).enumerated() {
      let y = rect.y + 1 + index
      painter.write(row.name, x: rect.x + 1, y: y, width: name)
      painter.writeTrailing(row.count, right: ends.count, y: y, width: 6)
      painter.writeTrailing(row.share, right: ends.share, y: y, width: 5)
      painter.buffer.write(
        horizontalBar(row.shareValue, width: bar, tier: painter.glyphs), x: barStart, y: y, width: bar,
        style: style)
      painter.writeTrailing(row.reward, right: rewardEnd, y: y, width: 7)
      painter.writeTrailing(row.best, right: bestEnd, y: y, width: 6)
    }
  }

  private func drawDecisions(into painter: inout Painter, rect: CellRect) {
    func width(_ path: KeyPath<DecisionRow, String>, _ title: String, most: Int) -> Int {
      min(most, max(title.count, decisions.map { displayWidth($0[keyPath: path]) }.max() ?? 0))
    }
    let step = width(\.step, "step", most: 8)
    let category = width(\.category, "category", most: 16)
    let by = width(\.by, "by", most: 12)
    let x = (
      outcome: rect.x + 1 + step + 2, category: rect.x + 1 + step + 10, by: rect.x + step + 13 + category,
      id: rect.x + step + 15 + category + by
    )
    painter.writeTrailing("step", right: rect.x + 1 + step, y: rect.y, width: step, .heading)
    painter.writeTrailing("reward", right: x.outcome + 6, y: rect.y, width: 6, .heading)
    painter.write("category", x: x.category, y: rect.y, width: category, .heading)
    painter.write("by", x: x.by, y: rect.y, width: by, .heading)
    painter.write("id", x: x.id, y: rect.y, width: max(0, rect.right - x.id), .heading)
    for (index, row) in decisions.prefix(max(0, rect.height - 1)).enumerated() {
      let y = rect.y + 1 + index
      painter.writeTrailing(row.step, right: rect.x + 1 + step, y: y, width: step, .axis)
      painter.writeTrailing(row.outcome, right: x.outcome + 6, y: y, width: 6, row.role)
      painter.write(row.category, x: x.category, y: y, width: category)
      painter.write(row.by, x: x.by, y: y, width: by, .faint)
      painter.write(row.id, x: x.id, y: y, width: max(0, rect.right - x.id - 1), .faint)
    }
  }
}
