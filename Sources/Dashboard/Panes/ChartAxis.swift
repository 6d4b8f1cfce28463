import TerminalCells

/// What charts have in common: labels at the left, positions below, vertical markers.
extension Painter {
  /// Numbers below a chart, each under its column, and what its marks are.
  mutating func positions(_ span: ChartSpan, _ markers: [ChartMarker] = [], x: Int, y: Int, width: Int) {
    let isTime = span.place.axis == .time
    let ticks =
      isTime
      ? AxisTicks.elapsed(range: span.range, cells: width, gap: 4).ticks
      : AxisTicks.horizontal(range: span.range, cells: width, gap: 4, wholeNumbers: true).ticks
    // The end of the axis is now: it is always named.
    var last = isTime ? formatElapsed(span.range.upperBound) : formatCompactStep(span.range.upperBound)
    let isOver = markers.contains {
      $0.kind == .event && $0.label == ChartMarker.end && $0.column >= width - 2
    }
    if isOver, width >= 4 * last.count { last = "\(ChartMarker.end) \(last)" }
    let lastStart = x + width - last.count
    let labels = MarkerLabels(markers, width: width, reserved: last.count)
    for spot in labels.spots {
      guard let kind = spot.kind else { continue }
      let (sign, text) = spot.isBehind ? (spot.width - 1, 0) : (0, 2)
      write(markerGlyph(kind), x: x + spot.x + sign, y: y, width: 1, kind == .alarm ? .markerAlarm : .marker)
      write(
        spot.text, x: x + spot.x + text, y: y, width: spot.width - 2, kind == .control ? .marker : .axis)
    }
    var free = x
    for tick in ticks {
      guard let cell = span.column(of: tick.value, count: width) else { continue }
      let start = max(x, min(x + cell - tick.label.count / 2, x + width - tick.label.count))
      let spot = MarkerLabels.Spot(x: start - x, text: tick.label, width: tick.label.count)
      guard start >= free, start + tick.label.count + 1 < lastStart, labels.isFree(spot) else { continue }
      write(tick.label, x: start, y: y, width: x + width - start, .axis)
      free = start + tick.label.count + 2
    }
    write(last, x: max(x, lastStart), y: y, width: min(width, last.count), .axis)
  }

  /// Numbers at the left of a chart, right-aligned, on the rows nearest to their values.
  mutating func values(
    _ ticks: AxisTicks, canvas: DotCanvas, bounds: ClosedRange<Double>, x: Int, y: Int, width: Int
  ) {
    let dots = DotCanvas.dots(of: canvas.tier).rows
    for tick in ticks.ticks {
      guard let row = canvas.row(of: tick.value, bounds: bounds) else { continue }
      writeTrailing(tick.label, right: x + width, y: y + row / dots, width: width, .axis)
    }
  }

  /// Vertical lines where there is nothing else.
  mutating func markers(_ markers: [ChartMarker], in rect: CellRect) {
    for marker in markers {
      let column = CellRect(x: rect.x + marker.column, y: rect.y, width: 1, height: rect.height)
      buffer.fill(
        column, glyph: markerGlyph(marker.kind), style: theme[marker.kind == .alarm ? .markerAlarm : .marker])
    }
    spots(markers, in: rect)
  }

  /// Vertical lines over filled cells: the filling stays as their ground.
  mutating func markersOnArea(_ markers: [ChartMarker], in rect: CellRect) {
    for marker in markers {
      for y in rect.y..<rect.bottom {
        markOnArea(
          markerGlyph(marker.kind), marker.kind == .alarm ? .markerAlarm : .marker, x: rect.x + marker.column,
          y: y
        )
      }
    }
    spots(markers, in: rect)
  }

  /// A click need not hit a line to the cell, but where two stand side by side it means the one that it hits.
  private mutating func spots(_ markers: [ChartMarker], in rect: CellRect) {
    guard collectsSpots else { return }
    for margin in [1, 0] {
      for marker in markers {
        let area = CellRect(
          x: rect.x + marker.column - margin, y: rect.y, width: 1 + 2 * margin, height: rect.height)
        spot(.marker(event: marker.event), area.intersection(rect))
      }
    }
  }

  /// A glyph over a cell of an area, in its role's look where nothing is filled.
  mutating func markOnArea(_ glyph: String, _ role: ThemeRole, x: Int, y: Int) {
    let cell = buffer[x, y]
    var style = theme[role]
    if !showsLetters, cell.glyph != " " {
      style = theme[.markerOnArea]
      // Of two layers in the cell the larger one.
      style.background = "▅▆▇█".contains(cell.glyph) ? cell.style.foreground : cell.style.background
    }
    buffer[x, y] = Cell(glyph: glyph, style: style)
  }

  /// A person's controls are drawn strongest, alarms closer than the rest: differences that need no colour.
  func markerGlyph(_ kind: ChartMarker.Kind) -> String {
    let isAscii = glyphs == .ascii
    switch kind {
    case .control: return isAscii ? "H" : "┃"
    case .alarm: return isAscii ? "!" : "┇"
    case .event: return isAscii ? "|" : "┊"
    }
  }
}

/// A step in few cells and exact up to six digits: `412`, `52,736`, `1.3M`.
func formatCompactStep(_ value: Double) -> String {
  guard value.magnitude < 999_999.5, value == value.rounded(), let whole = Int(exactly: value) else {
    return formatCompact(value)
  }
  return String(whole)
}
