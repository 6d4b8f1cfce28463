import RunState
import TerminalCells

extension SharePane {
  /// Cells of the labels at the left, none where the pane is narrow.
  static func labelWidth(_ width: Int) -> Int { width >= 48 ? 5 : 0 }

  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    if model.whatIf != nil {
      return WhatIfSharePane(model, width: rect.width, height: rect.height - 1)
        .draw(into: &painter, rect: rect)
    }
    painter.withLegend(rect, pane: pane, of: model) { painter, rect in
      SharePane(model, width: rect.width - labelWidth(rect.width))
        .draw(into: &painter, rect: rect)
    }
  }

  static func mark(_ model: DashboardModel) -> ChartMark? {
    guard model.run.shares.byArm.contains(where: { !$0.buckets.isEmpty }) else { return nil }
    return ChartMark(model, words: [entropy(model.run) ?? ""])
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .share, name: title, detail: detail)
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    guard let span, emptyText == nil else {
      painter.sentences([emptyText].compactMap { $0 }, in: body)
      return
    }
    let labels = Self.labelWidth(rect.width)
    let chart = CellRect(
      x: rect.x + labels, y: rect.y + 1, width: rect.width - labels, height: max(0, rect.height - 2)
    )
    let faint = painter.layers(of: charted, painter.theme.faintStyle)
    let colors: ColorTier = painter.showsLetters ? .mono : .trueColor
    painter.buffer.drawStackedShares(
      abandoned, series: faint, in: chart, glyphs: painter.glyphs, colors: colors)
    let layers = painter.layers(of: charted, painter.theme.areaStyle)
    painter.buffer.drawStackedShares(
      columns, series: layers, in: chart, glyphs: painter.glyphs, colors: colors)
    painter.markersOnArea(markers, in: chart)
    painter.crosshairLineOnArea(span, in: chart)
    painter.readout(readout, span, in: chart)
    if labels > 0, chart.height > 0 {
      let marks = chart.height >= 5 ? ["100%", "50%", "0%"] : ["100%", "0%"]
      for (index, mark) in marks.enumerated() {
        let row = (chart.height - 1) * index / (marks.count - 1)
        painter.writeTrailing(mark, right: chart.x - 1, y: chart.y + row, width: labels - 1, .axis)
      }
    }
    painter.positions(span, markers, x: chart.x, y: rect.bottom - 1, width: chart.width)
  }
}
