import RunState
import TerminalCells
import Wording

/// Where a replay stands in its log: the line above the hints.
struct ScrubBar: Equatable {
  struct Mark: Equatable {
    var cell: Int
    var kind: ChartMarker.Kind
  }

  /// Cells of the bar.
  var width: Int
  /// Events that are known, over the known cells.
  var events: Int
  /// Cells of what has been read; what the file has beyond is not known yet.
  var known: Int
  /// The cell of the moment shown.
  var cursor: Int
  /// Of each cell the most important, in the order of cells.
  var marks: [Mark]
  /// `step 128 of 1,412`.
  var words: String

  /// Cells beside the bar.
  private static let margin = 4

  /// - Parameter width: of the screen.
  init(_ model: DashboardModel, width: Int) {
    let progress = model.run.progress
    let source = model.feed.source
    events = max(1, model.newestEvent)
    var part = 1.0
    if source.size > 0, !source.reachedEnd, model.feed.arrivals.offset >= 0 {
      part = min(1, Double(model.feed.arrivals.offset) / Double(source.size))
    }
    // A last line begins before the end: what is less than a hundredth is no rest.
    let more = part < 0.99 ? "+" : ""
    let last = model.feed.arrivals.greatestStep ?? model.newestStep
    let (unit, here, end) =
      last.map { ("step", progress.routingStep ?? 0, max($0, progress.routingStep ?? 0)) }
      ?? ("event", progress.events, events)
    words = "\(unit) \(formatCount(here)) of \(formatCount(end))\(more)"
    // As many as it takes at the end, so that nothing moves on the way.
    let room = displayWidth("\(unit) \(formatCount(end)) of \(formatCount(end))\(more)")
    self.width = max(0, width - room - Self.margin)
    known = max(1, Int((Double(self.width) * part).rounded()))
    cursor = 0
    marks = []
    guard self.width > 0 else { return }
    cursor = cell(of: progress.events)
    var kinds: [Int: ChartMarker.Kind] = [:]
    for marker in model.newestMarkers where marker.kind != .note {
      let kind = ChartMarker.Kind(marker.kind)
      let cell = cell(of: marker.event)
      kinds[cell] = max(kind, kinds[cell] ?? kind)
    }
    marks = kinds.keys.sorted().compactMap { cell in kinds[cell].map { Mark(cell: cell, kind: $0) } }
  }

  /// Where the moment after so many events stands.
  private func cell(of event: Int) -> Int {
    let place = Double(event) / Double(events) * Double(known - 1)
    return min(max(0, Int(place.rounded())), known - 1)
  }

  /// Events folded by the moment of a cell.
  func event(ofCell cell: Int) -> Int {
    known > 1 ? Int((Double(cell) / Double(known - 1) * Double(events)).rounded()) : events
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    guard rect.height > 0, width > 0 else { return }
    let isAscii = painter.glyphs == .ascii
    let x = rect.x + 1
    for cell in 0..<width {
      let (glyph, role): (String, ThemeRole) =
        cell < cursor
        ? (isAscii ? "=" : "━", .axis)
        : cell < known ? (isAscii ? "-" : "─", .rule) : (isAscii ? "." : "┄", .rule)
      painter.write(glyph, x: x + cell, y: rect.y, width: 1, role)
    }
    for mark in marks {
      painter.write(
        painter.markerGlyph(mark.kind), x: x + mark.cell, y: rect.y, width: 1,
        mark.kind == .alarm ? .markerAlarm : .marker)
    }
    painter.write(isAscii ? "O" : "●", x: x + cursor, y: rect.y, width: 1, .titleFocused)
    painter.writeTrailing(words, right: rect.right - 1, y: rect.y, width: displayWidth(words), .header)
    guard painter.collectsSpots else { return }
    for cell in 0..<known {
      painter.spot(
        .moment(event: event(ofCell: cell)), CellRect(x: x + cell, y: rect.y, width: 1, height: 1))
    }
  }
}

extension DashboardModel {
  /// Marks of the run as far as it is folded, whatever moment is on the screen.
  var newestMarkers: [Marker] { feed.history.frontier?.markers ?? run.markers }
}
