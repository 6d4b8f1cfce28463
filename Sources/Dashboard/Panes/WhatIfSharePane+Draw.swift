import TerminalCells

extension WhatIfSharePane {
  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .share, name: title, detail: detail)
    let right = rect.right - 1
    let x = rect.x + 1
    var y = rect.y + 1
    guard y < rect.bottom else { return }
    painter.write(wording, x: x, y: y, width: right - x, .status)
    y += 1
    if let warning, y < rect.bottom {
      painter.write("! " + warning, x: x, y: y, width: right - x, .warning)
      y += 1
    }
    if let emptyText {
      painter.sentences(
        [emptyText], in: CellRect(x: rect.x, y: y, width: rect.width, height: rect.bottom - y))
      return
    }
    for (index, area) in areas.enumerated() {
      draw(area, at: index, into: &painter, rect: rect)
    }
    if let table = layout.table { draw(table, into: &painter, rect: rect) }
  }

  private func draw(_ area: ShareArea, at index: Int, into painter: inout Painter, rect: CellRect) {
    var chart = layout.charts[index]
    chart.x += rect.x
    chart.y += rect.y
    guard !chart.isEmpty else { return }
    let left = chart.x - WhatIfShareLayout.labelWidth
    painter.write(
      Self.names[index], x: left, y: chart.y, width: WhatIfShareLayout.labelWidth - 1,
      index == 0 ? .heading : .status)
    if chart.height > 1, let row = rows.first(where: \.isSelected) {
      let key = painter.keys[row.arm]
      painter.buffer.write(
        painter.keyGlyph(key), x: left, y: chart.y + 1, width: 1, style: painter.theme.style(key))
      painter.write(index == 0 ? row.recorded : row.asked, x: left + 2, y: chart.y + 1, width: 5)
    }
    area.draw(into: &painter, keys: painter.keys, in: chart)
    painter.markersOnArea(markers, in: chart)
    if let span, layout.axes.contains(index) {
      painter.positions(span, x: chart.x, y: chart.bottom, width: chart.width)
    }
  }

  private func draw(_ table: CellRect, into painter: inout Painter, rect: CellRect) {
    let x = rect.x + table.x
    let right = min(rect.right - 1, x + table.width)
    let ends = [x + 2 + idWidth + 9, x + 2 + idWidth + 15, x + 2 + idWidth + 19].filter { $0 <= right }
    for (end, name) in zip(ends, Self.names + ["±"]) {
      painter.writeTrailing(name, right: end, y: rect.y + table.y, width: 8, .heading)
    }
    for (index, row) in rows.enumerated() {
      let y = rect.y + table.y + 1 + index
      let key = painter.keys[row.arm]
      painter.buffer.write(painter.keyGlyph(key), x: x, y: y, width: 1, style: painter.theme.style(key))
      painter.write(row.id, x: x + 2, y: y, width: min(idWidth, right - x - 2))
      for (end, text) in zip(ends, [row.recorded, row.asked, row.change]) {
        painter.writeTrailing(text, right: end, y: y, width: 5)
      }
      if row.isSelected { painter.select(CellRect(x: x, y: y, width: (ends.last ?? right) - x, height: 1)) }
    }
  }
}
