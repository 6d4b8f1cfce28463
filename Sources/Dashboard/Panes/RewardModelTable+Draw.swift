import RunEvents
import RunState
import TerminalCells

extension RewardModelTable {
  static func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    RewardModelTable(
      model, width: rect.width, height: rect.height, hasCategoryLine: painter.hasCategoryLine
    )
    .draw(model, into: &painter, rect: rect)
  }

  /// Draws the pane; all numbers but those of the inspector's charts are text by now.
  func draw(_ model: DashboardModel, into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .rewardModels, name: title, detail: detail)
    let body = CellRect(x: rect.x, y: rect.y + 1, width: rect.width, height: rect.height - 1)
    if let emptyText {
      painter.sentences([emptyText], in: body)
      return
    }
    drawHeading(into: &painter, x: rect.x, y: rect.y + 1)
    if let inspector {
      let top = rect.bottom - inspectorHeight
      let area = CellRect(x: rect.x, y: top, width: rect.width, height: rect.bottom - top)
      inspector.draw(model, into: &painter, rect: area)
    }
    let below = 2 + rows.count
    if below < rect.height { categoryLine?.draw(into: &painter, rect: rect.row(below)) }
    for (index, row) in rows.enumerated() where index + 2 < rect.height {
      draw(row, into: &painter, x: rect.x, y: rect.y + 2 + index, width: rect.width)
      painter.spot(
        .rewardModel(model.run.rewardModels[row.arm].info.id), rect.row(2 + index))
    }
    if let reason { draw(reason: reason, into: &painter, rect: rect) }
  }

  private func drawHeading(into painter: inout Painter, x: Int, y: Int) {
    for column in columns.columns {
      let left = x + column.x
      if let sort = column.kind.sort {
        painter.spot(.column(sort), CellRect(x: left, y: y, width: column.width, height: 1))
      }
      switch column.kind {
      case .forest:
        drawAxis(into: &painter, x: left, y: y, width: column.width)
      case .key, .bar:
        continue
      case .id, .name, .flag, .spark:
        painter.write(
          title(column.kind) + mark(column.kind, painter.glyphs), x: left, y: y, width: column.width,
          .heading)
      default:
        let text = title(column.kind) + mark(column.kind, painter.glyphs)
        painter.writeTrailing(
          text, right: left + column.width, y: y, width: max(column.width, textWidth(text)), .heading)
      }
    }
  }

  /// Behind the title of the column that the rows are sorted by: which way.
  private func mark(_ kind: RewardModelColumns.Kind, _ glyphs: GlyphTier) -> String {
    guard kind.sort == sort.column else { return "" }
    // A letter would read as part of the title.
    return glyphs == .ascii ? "*" : sort.mark
  }

  private func title(_ kind: RewardModelColumns.Kind) -> String {
    switch kind {
    case .id: "RM"
    case .name: "name"
    case .flag: "flag"
    case .share: "share"
    case .spark: ""
    case .count: "n"
    case .mean: columns.isWide ? "mean ±sd" : "mean±sd"
    case .best: "P(best)"
    case .reward: "reward"
    case .ties: "ties"
    case .errors: "errs"
    case .latency: "lat"
    case .key, .bar, .forest: ""
    }
  }

  /// Numbers of the shared axis, each over its cell.
  private func drawAxis(into painter: inout Painter, x: Int, y: Int, width: Int) {
    guard let axis else { return }
    let forest = ForestAxis(lower: axis.lowerBound, upper: axis.upperBound, width: width)
    let ticks = AxisTicks.horizontal(range: axis, cells: width, gap: 1, leadingZero: false)
    var free = x
    for tick in ticks.ticks {
      guard case .cell(let cell)? = forest.place(of: tick.value) else { continue }
      let label = tick.value == 0 ? "0" : tick.value > 0 ? "+" + tick.label : tick.label
      // A number is centred on its digits: the sign hangs out to the left.
      let digits = tick.value == 0 ? 1 : label.count - 1
      let offset = label.count - digits + digits / 2
      let start = min(max(x + cell - offset, x), x + width - label.count)
      guard start >= free else { continue }
      painter.write(label, x: start, y: y, width: x + width - start, .heading)
      free = start + label.count + 1
    }
  }

  private func draw(
    _ row: Row, into painter: inout Painter, x: Int, y: Int, width: Int
  ) {
    let key = painter.keys[row.arm]
    let series = painter.theme.style(key)
    let dim: ThemeRole = row.isBanned || !row.isInRun ? .faint : .text
    for column in columns.columns {
      let left = x + column.x
      func put(_ text: String, _ role: ThemeRole) {
        painter.writeTrailing(text, right: left + column.width, y: y, width: column.width, role)
      }
      switch column.kind {
      case .key:
        // A letter would read as part of the id: a blank between them.
        let left = painter.showsLetters ? left - 1 : left
        if row.isSelected { painter.write("▸", x: left + 1, y: y, width: 1, .key) }
        let glyph = painter.keyGlyph(key, isBanned: row.isBanned, isInRun: row.isInRun)
        painter.buffer.write(glyph, x: left + 2, y: y, width: 1, style: series)
      case .id: painter.write(row.id, marking: row.marks, x: left, y: y, width: column.width, dim)
      case .name: painter.write(row.name, x: left, y: y, width: column.width, .faint)
      case .flag: drawFlag(row, into: &painter, x: left, y: y, width: column.width)
      case .share: drawShare(row, into: &painter, right: left + column.width, y: y, width: column.width, dim)
      case .bar:
        painter.buffer.write(
          horizontalBar(row.shareValue, width: column.width, tier: painter.glyphs), x: left, y: y,
          width: column.width, style: series)
      case .spark:
        painter.buffer.write(
          sparkline(row.spark, width: column.width, bounds: 0...sparkHeight, tier: painter.glyphs), x: left,
          y: y, width: column.width, style: series)
      case .count: put(row.count, dim)
      case .forest: drawForest(row, into: &painter, x: left, y: y, width: column.width, series)
      case .mean: put(row.mean, dim)
      case .best: put(row.best, dim)
      case .reward:
        painter.writeTrailing(row.reward, right: left + column.width - 1, y: y, width: column.width - 1, dim)
        if let arrow = row.trend?.arrow {
          painter.write(arrow, x: left + column.width - 1, y: y, width: 1, row.isInRun ? .key : .faint)
        }
      case .ties: put(row.ties, row.hasManyTies ? .warning : dim)
      case .errors: put(row.errors, row.errorRole == .header ? dim : row.errorRole)
      case .latency: put(row.latency, dim)
      }
    }
    if row.isSelected {
      let selection = painter.theme[.selection]
      painter.buffer.restyle(CellRect(x: x, y: y, width: width, height: 1)) { style in
        if style.background == painter.theme[.text].background { style.background = selection.background }
        style.attributes.formUnion(selection.attributes)
        // Bold and dim change the ground of what is reversed: the row would have holes.
        if selection.attributes.contains(.reverse) { style.attributes.subtract([.bold, .dim]) }
      }
    }
  }

  /// Of a banned RM `0% now`, as far into the blank end of its flag as it takes.
  private func drawShare(
    _ row: Row, into painter: inout Painter, right: Int, y: Int, width: Int, _ role: ThemeRole
  ) {
    let flag = columns[.flag]?.width ?? 0
    let used = RewardModelTable.Row.width(row.flag(in: flag))
    let text = row.isSinceBan ? row.share + " now" : row.share
    let room = width + max(0, flag - used)
    painter.writeTrailing(
      textWidth(text) <= room ? text : row.share, right: right, y: y,
      width: max(width, min(room, textWidth(text))),
      role)
  }

  private func drawFlag(_ row: Row, into painter: inout Painter, x: Int, y: Int, width: Int) {
    var left = x
    for part in row.flag(in: width) where left < x + width {
      left += painter.write(part.text, x: left, y: y, width: x + width - left, part.role) + 1
    }
  }

  private func drawForest(
    _ row: Row, into painter: inout Painter, x: Int, y: Int, width: Int, _ series: CellStyle
  ) {
    guard let axis, reason == nil else { return }
    let theme = painter.theme
    let style = ForestStyle(
      guide: theme[.rule], zero: theme[.zero], prior: theme[.prior], interval: series, center: series)
    let interval = row.interval.map {
      ForestInterval(center: $0.mean, deviation: $0.deviation, prior: $0.prior)
    }
    painter.buffer.drawForest(
      interval, axis: ForestAxis(lower: axis.lowerBound, upper: axis.upperBound, width: width), x: x, y: y,
      style: style, tier: painter.glyphs)
  }

  /// Why there are no intervals, in their stead.
  private func draw(reason: String, into painter: inout Painter, rect: CellRect) {
    guard let forest = columns[.forest], !rows.isEmpty else { return }
    let end = [columns[.best], columns[.mean], forest].compactMap { $0 }.map { $0.x + $0.width }.max() ?? 0
    let area = CellRect(
      x: rect.x + forest.x, y: rect.y + 2, width: end - forest.x, height: min(rows.count, rect.height - 2))
    painter.buffer.fill(area, style: painter.theme[.text])
    for (index, line) in wrap("no posterior: \(reason)", to: area.width).prefix(area.height).enumerated() {
      painter.write(line, x: area.x, y: area.y + index, width: area.width, .faint)
    }
  }
}
