import TerminalCells

extension Header {
  /// Draws the lines; what does not fit goes whole, the least important first, before anything is cut.
  func draw(into painter: inout Painter, rect: CellRect) {
    guard rect.height > 0 else { return }
    let right = rect.right - 1
    let clockWidth = clock.isEmpty ? 0 : clock.count + 2
    let first = Header.fitting(run, cells: right - rect.x - 1 - clockWidth)
    Header.write(first, into: &painter, x: rect.x + 1, y: rect.y, right: right - clockWidth)
    if !clock.isEmpty, rect.width >= 40 {
      painter.writeTrailing(clock, right: right, y: rect.y, width: clock.count, .header)
    }
    if rect.height > 1 {
      var x = rect.x + 1
      if let line = alarmLine(cells: right - x, counts: counts(rect)) {
        x += painter.write(line.text, x: x, y: rect.y + 1, width: right - x, line.role) + Header.gap
      }
      // Alarms go before counts, which have what room is left.
      let second = Header.fitting(counts(rect), cells: right - x).filter {
        x == rect.x + 1 || displayWidth($0.text.text) <= right - x
      }
      Header.write(second, into: &painter, x: x, y: rect.y + 1, right: right)
    }
    if rect.height > 2 { Header.draw(vitals, into: &painter, x: rect.x + 1, y: rect.y + 2, right: right) }
  }

  /// With the steps since when alarms stand, where nothing dear has to go for them.
  private func alarmLine(cells: Int, counts: [Item]) -> StyledText? {
    guard let line = Header.line(alarms, cells: cells) else { return nil }
    let kept = counts.filter { $0.importance > 1 }
    let room = cells - kept.reduce(0) { $0 + displayWidth($1.text.text) + Header.gap }
    guard let dated = Header.line(alarms, cells: .max, dated: true),
      displayWidth(dated.text) <= max(room, displayWidth(line.text))
    else { return line }
    return dated
  }

  /// Of the second line; where there is no third one, with what that would have.
  private func counts(_ rect: CellRect) -> [Item] {
    guard rect.height < 3 else { return health }
    return health + vitals.prefix(4).map { Item($0.text, $0.role, importance: 3) }
  }

  static let gap = 2
  /// What is no dearer than this goes before a sentence is cut.
  private static let dispensable = 2

  private static func write(_ items: [Item], into painter: inout Painter, x: Int, y: Int, right: Int) {
    var x = x
    for item in items where x < right {
      x += painter.write(item.text.text, x: x, y: y, width: right - x, item.text.role) + gap
    }
  }

  /// The items that have room together. A long item (a name, an alarm) may be cut to 16 cells before another goes.
  static func fitting(_ items: [Item], cells: Int) -> [Item] {
    var items = items
    func needed(_ items: [Item]) -> Int {
      items.reduce(-gap) { $0 + displayWidth($1.text.text) + gap }
    }
    while items.count > 1, needed(items) > cells {
      let excess = needed(items) - cells
      let least = items.map(\.importance).min() ?? 0
      if least > dispensable,
        let long = items.indices.filter({ !items[$0].isWhole }).max(by: {
          displayWidth(items[$0].text.text) < displayWidth(items[$1].text.text)
        }), items[long].importance >= 7, displayWidth(items[long].text.text) - excess >= 16
      {
        items[long].text.text = truncated(
          items[long].text.text, to: displayWidth(items[long].text.text) - excess)
        break
      }
      guard let index = items.lastIndex(where: { $0.importance == least }) else { break }
      items.remove(at: index)
    }
    return items
  }
}
