import TerminalCells
import Wording

/// The searchable list of all keys, over the panes.
struct HelpOverlay: Equatable {
  enum Line: Equatable {
    case section(String)
    case row(keys: String, text: String)
    case blank
  }

  var search: String
  var lines: [Line]
  /// Lines above the first one shown.
  var scroll: Int
  var keyWidth: Int
  /// Two stand side by side where there is the width for it: read down the first, then down the second.
  var columnCount: Int
  /// Cells of one.
  var columnWidth: Int

  /// Cells from which on there are two columns, and between them.
  private static let roomyWidth = 120
  private static let gap = 3

  /// - Parameters:
  ///   - width: of the area that it lies over; what an action does is broken where it is longer.
  ///   - glyphs: arrow keys are named where arrows would come out as `<` and `>`, which are keys as well.
  ///   - keys: those that hold.
  init(
    search: String, scroll: Int, width: Int, glyphs: GlyphTier = .braille, keys: KeyTable = KeyTable()
  ) {
    var rows = Keymap.helpRows(search: search, keys: keys)
    if glyphs == .ascii { for index in rows.indices { rows[index].keys = rows[index].keys.withNamedArrows } }
    keyWidth = min(24, rows.map { displayWidth($0.keys) }.max() ?? 0)
    columnCount = width >= Self.roomyWidth ? 2 : 1
    let inside = Self.boxWidth(width) - 4 - Self.gap * (columnCount - 1)
    columnWidth = inside / columnCount
    let room = max(8, columnWidth - keyWidth - 2)
    self.search = printableText(search, limit: 100)
    self.scroll = 0
    lines = []
    var section: HelpSection?
    for (index, row) in rows.enumerated() {
      if row.section != section {
        if section != nil { lines.append(.blank) }
        lines.append(.section(row.section.rawValue))
        section = row.section
      }
      // Scrolling counts rows of the table; titles come along.
      if index == scroll { self.scroll = index == 0 ? 0 : lines.count }
      for (part, text) in wrap(row.text, to: room).enumerated() {
        lines.append(.row(keys: part == 0 ? row.keys : "", text: text))
      }
    }
  }

  private static func boxWidth(_ width: Int) -> Int { min(width - 2, width >= roomyWidth ? 180 : 100) }

  func draw(into painter: inout Painter, body: CellRect) {
    let box = painter.box(
      body, width: Self.boxWidth(body.width),
      height: min(body.height, max(1, (lines.count + columnCount - 1) / columnCount) + 4), title: "Help"
    )
    guard box.height > 2 else { return }
    var x = box.x + painter.write("search ", x: box.x, y: box.y, width: box.width, .overlay)
    let found = search.isEmpty ? "type to search " : search + " "
    x += painter.write(found, x: x, y: box.y, width: box.right - x, search.isEmpty ? .overlay : .input)
    let room = box.height - 2
    let start = max(0, min(scroll, lines.count - room * columnCount))
    if lines.isEmpty {
      painter.write("No key matches these words.", x: box.x, y: box.y + 2, width: box.width, .overlay)
    }
    for (index, line) in lines.dropFirst(start).prefix(room * columnCount).enumerated() {
      let x = box.x + index / room * (columnWidth + Self.gap)
      let y = box.y + 2 + index % room
      switch line {
      case .blank: continue
      case .section(let name): painter.write(name, x: x, y: y, width: columnWidth, .overlayTitle)
      case .row(let keys, let text):
        painter.writeTrailing(keys, right: x + keyWidth, y: y, width: keyWidth, .overlayTitle)
        painter.write(text, x: x + keyWidth + 2, y: y, width: columnWidth - keyWidth - 2, .overlay)
      }
    }
    let below = lines.count - start - room * columnCount
    if below > 0 {
      painter.writeTrailing("\(below) more below", right: box.right, y: box.y, width: 16, .overlay)
    }
  }
}

extension String {
  /// `Shift-Left` in place of `Shift-←`.
  var withNamedArrows: String {
    let names: [Character: String] = ["←": "Left", "→": "Right", "↑": "Up", "↓": "Down"]
    return map { names[$0] ?? String($0) }.joined()
  }
}

extension Painter {
  /// A framed box in the middle of an area; returns its inside.
  mutating func box(_ area: CellRect, width: Int, height: Int, title: String) -> CellRect {
    let width = min(area.width, max(4, width))
    let height = min(area.height, max(3, height))
    let rect = CellRect(
      x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width: width,
      height: height)
    spot(.box, rect)
    let style = theme[.overlay]
    let isAscii = glyphs == .ascii
    buffer.fill(rect, style: style)
    buffer.horizontalRule(x: rect.x, y: rect.y, width: width, style: style)
    buffer.horizontalRule(x: rect.x, y: rect.bottom - 1, width: width, style: style)
    buffer.verticalRule(x: rect.x, y: rect.y, height: height, style: style)
    buffer.verticalRule(x: rect.right - 1, y: rect.y, height: height, style: style)
    let corners = isAscii ? ["+", "+", "+", "+"] : ["┌", "┐", "└", "┘"]
    for (index, corner) in corners.enumerated() {
      let x = index % 2 == 0 ? rect.x : rect.right - 1
      let y = index < 2 ? rect.y : rect.bottom - 1
      buffer.write(corner, x: x, y: y, width: 1, style: style)
    }
    write(" \(title) ", x: rect.x + 2, y: rect.y, width: max(0, width - 4), .overlayTitle)
    return CellRect(x: rect.x + 2, y: rect.y + 1, width: max(0, width - 4), height: max(0, height - 2))
  }
}
