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
    if let warning, y < rect.bottom - 1 {
      painter.write("! " + warning, x: x, y: y, width: right - x, .warning)
      y += 1
    }
    if let emptyText {
      painter.sentences(
        [emptyText], in: CellRect(x: rect.x, y: y, width: rect.width, height: rect.bottom - y))
      return
    }
    // Key and id, then two columns of a number and its bar.
    let numbers = 5
    let bars = max(0, right - x - 2 - idWidth - 2 * (numbers + 2))
    let whatIf = x + 2 + idWidth + 1
    let happened = whatIf + numbers + 1 + bars / 2 + 1
    if y < rect.bottom - 1 {
      painter.write("what if", x: whatIf, y: y, width: happened - whatIf, .heading)
      painter.write("happened", x: happened, y: y, width: right - happened, .heading)
      y += 1
    }
    for row in rows where y < rect.bottom {
      let key = painter.keys[row.arm]
      let style = painter.theme.style(key)
      painter.buffer.write(painter.keyGlyph(key), x: x, y: y, width: 1, style: style)
      painter.write(row.id, x: x + 2, y: y, width: idWidth)
      for (start, text, value) in [
        (whatIf, row.whatIf, row.whatIfValue), (happened, row.happened, row.happenedValue),
      ] {
        painter.writeTrailing(text, right: start + numbers, y: y, width: numbers)
        let cells = Int((value * Double(bars / 2)).rounded())
        let bar = String(repeating: painter.glyphs == .ascii ? "#" : "■", count: max(0, cells))
        painter.buffer.write(
          bar, x: start + numbers + 1, y: y, width: max(0, min(bars / 2, right - start)), style: style)
      }
      y += 1
    }
  }
}

extension WhatIfRewardPane {
  func draw(into painter: inout Painter, rect: CellRect) {
    painter.title(rect, pane: .reward, name: title, detail: detail)
    let right = rect.right - 1
    let x = rect.x + 1
    var y = rect.y + 1
    if let emptyText {
      painter.sentences(
        [emptyText], in: CellRect(x: rect.x, y: y, width: rect.width, height: rect.bottom - y))
      return
    }
    let values = x + 9
    let intervals = values + 8
    let gains = intervals + 16
    if rows.count > 1, rect.height > rows.count + 2 {
      painter.writeTrailing("mean", right: values + 6, y: y, width: 6, .heading)
      painter.write("95% interval", x: intervals, y: y, width: right - intervals, .heading)
      painter.writeTrailing("gain", right: gains + 5, y: y, width: max(0, min(5, right - gains)), .heading)
      y += 1
    }
    for row in rows where y < rect.bottom {
      painter.write(row.name, x: x, y: y, width: 9, row.gain.isEmpty ? .faint : .text)
      painter.writeTrailing(row.value, right: values + 6, y: y, width: 7)
      painter.write(row.interval, x: intervals, y: y, width: max(0, right - intervals))
      if gains + 5 <= right {
        let role: ThemeRole = row.isSurelyBetter ? .good : row.isSurelyWorse ? .error : .text
        painter.writeTrailing(row.gain, right: gains + 5, y: y, width: 5, role)
      }
      y += 1
    }
    for sentence in sentences {
      for line in wrap(sentence, to: max(1, right - x)) where y < rect.bottom {
        painter.write(line, x: x, y: y, width: right - x, .faint)
        y += 1
      }
    }
  }
}
