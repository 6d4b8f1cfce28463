import RunEvents
import RunState
package import TerminalCells
import Wording

extension DashboardModel {
  /// The screen: a pure function of the model and the looks.
  ///
  /// - Parameters:
  ///   - theme: what roles look like; the caller finds the one that `view.themeName` names.
  ///   - glyphs: what the terminal can show.
  ///   - colors: without any, the theme gives way to the one in which letters and patterns tell RMs apart.
  /// - Returns: cells of `size` (negative sizes count as 0).
  package func frame(theme: Theme, glyphs: GlyphTier, colors: ColorTier = .trueColor) -> CellBuffer {
    painted(theme: theme, glyphs: glyphs, colors: colors).buffer.reduced(to: glyphs)
  }

  /// The same as it was painted.
  func painted(
    theme: Theme, glyphs: GlyphTier, colors: ColorTier, collectsSpots: Bool = false
  ) -> Painter {
    let parts = FrameParts(of: self, theme: theme, glyphs: glyphs, colors: colors)
    var painter = painter(parts, on: blank(parts))
    painter.collectsSpots = collectsSpots
    drawPanes(parts, into: &painter)
    drawAround(parts, into: &painter)
    return painter
  }

  /// The panes and the rules between them; nothing where the screen is too small.
  func paneCells(_ parts: FrameParts) -> CellBuffer {
    var painter = painter(parts, on: blank(parts))
    drawPanes(parts, into: &painter)
    return painter.buffer
  }

  /// The same where some of the panes are as they were.
  ///
  /// - Parameter cells: with the same places of panes.
  func paneCells(_ parts: FrameParts, on cells: CellBuffer, keeping known: Set<Pane>) -> CellBuffer {
    var painter = painter(parts, on: cells)
    drawPanes(parts, into: &painter, keeping: known)
    return painter.buffer
  }

  /// The marks of the panes that have some; none where there are no panes.
  func marks(_ parts: FrameParts) -> [Pane: ChartMark] {
    if parts.layout.isTooSmall || waitingText != nil { return [:] }
    var marks: [Pane: ChartMark] = [:]
    for placement in parts.layout.panes where !placement.rect.isEmpty {
      marks[placement.pane] = view(of: placement.pane).mark(self)
    }
    return marks
  }

  /// The frame whose panes are drawn already.
  func frame(_ parts: FrameParts, around panes: CellBuffer) -> CellBuffer {
    var painter = painter(parts, on: panes)
    drawAround(parts, into: &painter)
    return painter.buffer.reduced(to: parts.glyphs)
  }

  private func blank(_ parts: FrameParts) -> CellBuffer {
    CellBuffer(size: size, fill: Cell(glyph: " ", style: parts.theme[.text]))
  }

  /// - Parameter known: panes that are not drawn, on cells that have them.
  private func drawPanes(_ parts: FrameParts, into painter: inout Painter, keeping known: Set<Pane>? = nil) {
    let layout = parts.layout
    if layout.isTooSmall { return }
    if let waiting = waitingText {
      let body = CellRect(
        x: 0, y: layout.header.bottom, width: size.width,
        height: layout.status.y - layout.header.bottom)
      painter.sentences(waiting, in: body, .text)
      return
    }
    for placement in layout.panes where !placement.rect.isEmpty && known?.contains(placement.pane) != true {
      if known != nil {
        painter.buffer.fill(placement.rect, style: painter.theme[.text])
      }
      view(of: placement.pane).draw(self, into: &painter, rect: placement.rect)
    }
    drawSeparators(layout, into: &painter)
  }

  /// The lines above and below the panes, and what lies over them.
  private func drawAround(_ parts: FrameParts, into painter: inout Painter) {
    let layout = parts.layout
    if layout.isTooSmall {
      drawTooSmall(into: &painter)
      return
    }
    parts.header.draw(into: &painter, rect: layout.header)
    parts.status.draw(into: &painter, rect: layout.status)
    parts.scrub?.draw(into: &painter, rect: layout.scrub)
    parts.hint.draw(into: &painter, rect: layout.hint)
    drawOverlay(into: &painter, layout)
  }

  private func painter(_ parts: FrameParts, on buffer: CellBuffer) -> Painter {
    let slots = parts.theme.palette?.text.count ?? 0
    return Painter(
      buffer: buffer, theme: parts.theme, glyphs: parts.glyphs,
      keys: SeriesKey.keys(run.rewardModels.map(\.info.id), slots: slots), focus: view.focus,
      hasCategoryLine: parts.layout.hasCategoryLine, colorCount: slots)
  }

  /// Where everything stands on this screen.
  var layout: Layout { layout(statusLines: StatusArea(self).lines.count) }

  func layout(statusLines: Int) -> Layout {
    Layout(
      size: size,
      request: LayoutRequest(
        rewardModels: run.rewardModels.count, metrics: run.metrics.count,
        categories: run.categories.count,
        events: min(8, run.journal.count + feed.notices.count + ownControls.count), runs: place.count,
        hidden: view.hidden, zoomed: view.zoomed, focus: view.focus, hasVitals: trends.hasVitals,
        isWhatIf: whatIf != nil, hasMetricsOnly: run.hasMetricsOnly, hasScrubBar: session.hasScrubBar,
        sizes: view.sizes, statusLines: statusLines),
      views: panes)
  }

  /// Said in place of all panes as long as there is nothing to show in them.
  var waitingText: [String]? {
    guard run.progress.events == 0, feed.notices.isEmpty else { return nil }
    let name = printableText(session.sourceName, limit: 200)
    let faults = run.faults.total
    if faults > 0 {
      let last = run.faults.last.map { "Line \($0.line): \($0.reason.message)" } ?? ""
      let count =
        faults == 1
        ? "1 line, and it is not an event" : "\(formatCount(faults)) lines, and none of them is an event"
      let head = "\(name) has \(count) of a run."
      if let format = run.faults.format {
        return [head, "It looks like \(format.name); \(ForeignFormat.runLog).", format.advice + "."]
      }
      return [head, last, "rmtop check names every fault."]
    }
    if feed.source.reachedEnd, !feed.source.canGrow { return ["\(name) is empty: it has no events."] }
    if feed.source.offset > 0 || feed.source.linesAhead > 0 { return ["Reading \(name) …"] }
    return [
      "Waiting for the first event from \(name).",
      "A run log has one JSON object per line; the first is the `run` line.",
    ]
  }

  private func drawTooSmall(into painter: inout Painter) {
    let need = Layout.minimumSize
    let area = CellRect(size)
    let lines = [
      "This screen is \(size.width)×\(size.height);",
      "rmtop needs \(need.width)×\(need.height).",
    ]
    let top = max(0, (area.height - lines.count) / 2)
    for (index, line) in lines.enumerated() {
      let row = CellRect(x: 0, y: top + index, width: area.width, height: 1)
      painter.buffer.write(line, in: row, alignment: .center, style: painter.theme[.text])
    }
  }

  /// A vertical rule between panes that stand side by side, joined to the rules above and below.
  private func drawSeparators(_ layout: Layout, into painter: inout Painter) {
    let isAscii = painter.glyphs == .ascii
    for placement in layout.panes where placement.rect.right < size.width {
      let rect = placement.rect
      painter.buffer.verticalRule(
        x: rect.right, y: rect.y + 1, height: rect.height - 1, style: painter.theme[.rule])
      painter.buffer.write(
        isAscii ? "+" : "┬", x: rect.right, y: rect.y, width: 1, style: painter.theme[.rule])
      if painter.buffer[rect.right, rect.bottom].glyph == "─" {
        painter.buffer.write(
          isAscii ? "+" : "┴", x: rect.right, y: rect.bottom, width: 1, style: painter.theme[.rule])
      }
    }
  }

  private func drawOverlay(into painter: inout Painter, _ layout: Layout) {
    let body = CellRect(
      x: 0, y: layout.header.bottom, width: size.width, height: layout.status.bottom - layout.header.bottom)
    switch view.overlay {
    case .help(let search, let scroll):
      HelpOverlay(
        search: search, scroll: scroll, width: body.width, glyphs: painter.glyphs, keys: session.keys
      )
      .draw(into: &painter, body: body)
    case .themePicker(let index, _):
      ThemePicker(names: session.themeNames, index: index).draw(into: &painter, body: body)
    case .prompt, nil: break
    }
  }
}
