import TerminalCells

extension RewardModelInspector {
  /// Draws into the last lines of the pane.
  func draw(into painter: inout Painter, rect: CellRect) {
    guard rect.height > 1 else { return }
    painter.buffer.horizontalRule(x: rect.x, y: rect.y, width: rect.width, style: painter.theme[.rule])
    painter.write(" \(title) ", x: rect.x + 1, y: rect.y, width: rect.width - 2, .title)
    var y = rect.y + 1
    for line in lines where y < rect.bottom {
      switch line {
      case .gauges(let gauges): draw(gauges, into: &painter, x: rect.x + 1, y: y, right: rect.right - 1)
      case .text(let pieces): y = draw(pieces, into: &painter, rect: rect, y: y)
      }
      y += 1
    }
  }

  /// Draws a line, broken where it is too long, and returns the row of its last part.
  private func draw(_ pieces: [StyledText], into painter: inout Painter, rect: CellRect, y: Int) -> Int {
    let role = pieces.first?.role ?? .text
    let rows = wrap(pieces.map(\.text).joined(), to: rect.width - 3)
    for (index, row) in rows.enumerated() where y + index < rect.bottom {
      painter.write(row, x: rect.x + 1, y: y + index, width: rect.width - 2, role)
    }
    return y + max(0, rows.count - 1)
  }

  private func draw(_ gauges: [Gauge], into painter: inout Painter, x: Int, y: Int, right: Int) {
    var x = x + painter.write("CUSUM", x: x, y: y, width: right - x, .text) + 2
    let barWidth = right - x >= 100 ? 24 : 12
    for gauge in gauges where x < right {
      let role: ThemeRole = gauge.fraction >= 0.5 ? .warning : .text
      x += painter.write(gauge.name + " ", x: x, y: y, width: right - x, .text)
      x += painter.write("[", x: x, y: y, width: right - x, .faint)
      let bar = horizontalBar(gauge.fraction, width: barWidth, tier: painter.glyphs)
      x += painter.write(bar, x: x, y: y, width: max(0, right - x), role)
      x += painter.write("] ", x: x, y: y, width: max(0, right - x), .faint)
      x += painter.write(gauge.value, x: x, y: y, width: right - x, role) + 3
    }
  }
}
