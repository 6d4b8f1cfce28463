import RunState
import TerminalCells
import Wording

/// Which colour or letter is which reward model, below a chart that has the whole screen.
struct ChartLegend: Equatable {
  struct Entry: Equatable {
    /// `nil`: the line over all RMs, or what is shown together.
    var arm: Int?
    var name: String
    /// The reward models that are shown together.
    var isOthers = false
  }

  var lines: [[Entry]]
  /// Entries that there is no room for.
  var left: Int

  /// Cells of an entry beside its name: key, blank, two blanks to the next.
  private static let margin = 4

  /// - Parameters:
  ///   - width: cells of a line.
  ///   - mostLines: names are cut, and then left out, to stay within so many.
  ///   - hasOverall: the chart has a line over all RMs.
  init(_ model: DashboardModel, width: Int, mostLines: Int, hasOverall: Bool) {
    lines = []
    left = 0
    let charted = model.chartedModels
    guard !charted.shown.isEmpty, mostLines > 0, width > Self.margin + 8 else { return }
    for room in [40, 24, 16, 12, 8] {
      let names = model.shownModelNames(width: room).names
      var entries = charted.shown.map { Entry(arm: $0, name: names[$0]) }
      if !charted.others.isEmpty {
        entries.append(Entry(arm: nil, name: "\(formatCount(charted.others.count)) others", isOthers: true))
      }
      if hasOverall { entries.append(Entry(arm: nil, name: room < 12 ? "all" : "all of them")) }
      let cells = (entries.map { displayWidth($0.name) }.max() ?? 0) + Self.margin
      let columns = max(1, width / cells)
      let all = stride(from: 0, to: entries.count, by: columns).map {
        Array(entries[$0..<min($0 + columns, entries.count)])
      }
      lines = Array(all.prefix(mostLines))
      left = entries.count - lines.reduce(0) { $0 + $1.count }
      if left == 0 { return }
    }
  }

  func draw(into painter: inout Painter, x: Int, y: Int, width: Int) {
    let widths = lines.flatMap { $0 }.map { displayWidth($0.name) }
    let cells = (widths.max() ?? 0) + Self.margin
    for (row, entries) in lines.enumerated() {
      for (column, entry) in entries.enumerated() {
        let start = x + column * cells
        let isLast = row == lines.count - 1 && column == entries.count - 1
        if isLast, left > 0 {
          painter.write("and \(left + 1) more", x: start, y: y + row, width: cells, .faint)
          continue
        }
        let whole =
          entry.isOthers ? (ChartedModels.sign, painter.theme[.raw]) : ("━", painter.theme[.overall])
        let glyph = entry.arm.map { painter.keyGlyph(painter.keys[$0]) } ?? whole.0
        let style = entry.arm.map { painter.theme.style(painter.keys[$0]) } ?? whole.1
        painter.buffer.write(glyph, x: start, y: y + row, width: 1, style: style)
        painter.write(entry.name, x: start + 2, y: y + row, width: max(0, x + width - start - 2))
      }
    }
  }
}

extension Painter {
  /// A pane with its legend in its last lines, where it has the whole screen.
  mutating func withLegend(
    _ rect: CellRect, pane: Pane, of model: DashboardModel, draw: (inout Painter, CellRect) -> Void
  ) {
    var rect = rect
    guard model.view.zoomed == pane, rect.height >= 8 else { return draw(&self, rect) }
    let legend = ChartLegend(
      model, width: rect.width - 2, mostLines: rect.height / 3, hasOverall: pane == .reward)
    rect.height -= legend.lines.count
    draw(&self, rect)
    legend.draw(into: &self, x: rect.x + 1, y: rect.bottom, width: rect.width - 2)
  }
}
