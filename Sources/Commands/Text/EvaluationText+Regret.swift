import OfflineRouter
import TerminalCells
import Wording

extension EvaluationText {
  private static let chartRows = 14
  private static let chartColumns = 60

  /// Regret over the stream by the dashboard's chart primitives: each curve's name stands where it ends.
  var regretChart: [String] {
    let rows = shownRows.filter { $0.policy != .oracle }
    guard let greatest = rows.compactMap({ $0.regretCurve.last }).max(), greatest > 0 else { return [] }
    let bounds = 0...greatest
    let ticks = AxisTicks.vertical(range: bounds, rows: Self.chartRows)
    let labelWidth = ticks.ticks.map(\.label.count).max() ?? 1
    let columns = min(Self.chartColumns, width - labelWidth - 24)
    var canvas = DotCanvas(size: CellSize(width: columns, height: Self.chartRows), tier: glyphs)
    for row in rows {
      canvas.beginSeries()
      canvas.plot(Self.plot(row.regretCurve, width: canvas.width), bounds: bounds, style: .plain)
    }
    var buffer = CellBuffer(size: CellSize(width: width, height: Self.chartRows + 1))
    let dots = DotCanvas.dots(of: glyphs).rows
    for tick in ticks.ticks {
      guard let row = canvas.row(of: tick.value, bounds: bounds) else { continue }
      let start = labelWidth - tick.label.count
      buffer.write(tick.label, x: start, y: row / dots)
    }
    canvas.draw(into: &buffer, x: labelWidth + 1, y: 0)
    nameEnds(rows, canvas: canvas, bounds: bounds, x: labelWidth + columns + 2, into: &buffer)
    buffer.write("0", x: labelWidth + 1, y: Self.chartRows)
    let end = formatCount(Int(report.streamPairs.rounded()))
    buffer.write(end, x: labelWidth + 1 + columns - end.count, y: Self.chartRows)
    return ["regret: pairs that an RM has right and the policy has not, over the stream"]
      + buffer.plainText.split(separator: "\n", omittingEmptySubsequences: false).map {
        Self.line(String($0))
      }
  }

  private static func plot(_ curve: [Double], width: Int) -> [PlotColumn] {
    curve.enumerated().map { point, value in
      PlotColumn(column: point * (width - 1) / max(1, curve.count - 1), value: value)
    }
  }

  /// Names beside the ends of their curves, from the top; names that would share a row move down, and up again from
  /// the last row.
  private func nameEnds(
    _ rows: [EvaluationReport.Row], canvas: DotCanvas, bounds: ClosedRange<Double>, x: Int,
    into buffer: inout CellBuffer
  ) {
    let dots = DotCanvas.dots(of: glyphs).rows
    let ends = zip(rows, policyNames(rows)).map { row, name in
      (
        row: (canvas.row(of: row.regretCurve.last ?? 0, bounds: bounds) ?? 0) / dots,
        value: row.regretCurve.last ?? 0, name: name
      )
    }.sorted { ($0.row, -$0.value, $0.name) < ($1.row, -$1.value, $1.name) }
    var lines: [Int] = []
    for end in ends { lines.append(max(end.row, (lines.last ?? -1) + 1)) }
    var limit = Self.chartRows - 1
    for index in lines.indices.reversed() {
      lines[index] = min(lines[index], limit)
      limit = lines[index] - 1
    }
    for (end, line) in zip(ends, lines) {
      buffer.write("\(formatCount(Int(end.value.rounded()))) \(end.name)", x: x, y: line)
    }
  }
}
