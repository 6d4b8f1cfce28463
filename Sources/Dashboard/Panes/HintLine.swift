import TerminalCells

/// The last line: the keys that matter now, as many as fit.
struct HintLine: Equatable {
  var hints: [KeyHint]

  /// - Parameters:
  ///   - width: cells; the least important hints are left out until the others fit.
  ///   - glyphs: without arrows, arrow keys have their letters or names: `<>` are the keys of the speed.
  init(_ hints: [KeyHint], width: Int, glyphs: GlyphTier = .braille) {
    var kept = hints
    if glyphs == .ascii {
      for index in kept.indices { kept[index].keys = kept[index].plainKeys ?? kept[index].keys }
    }
    while kept.count > 1, HintLine.cells(kept) > width - 2 {
      guard let least = kept.indices.min(by: { kept[$0].importance < kept[$1].importance }) else { break }
      kept.remove(at: least)
    }
    self.hints = kept
  }

  private static func cells(_ hints: [KeyHint]) -> Int {
    hints.reduce(-2) { $0 + displayWidth($1.keys) + 1 + displayWidth($1.word) + 2 }
  }

  func draw(into painter: inout Painter, rect: CellRect) {
    guard rect.height > 0 else { return }
    var x = rect.x + 1
    for hint in hints where x < rect.right - 1 {
      let start = x
      x += painter.write(hint.keys, x: x, y: rect.y, width: rect.right - 1 - x, .key) + 1
      let half = start + (x - 1 - start) / 2
      if x < rect.right - 1 {
        x += painter.write(hint.word, x: x, y: rect.y, width: rect.right - 1 - x, .hint) + 2
      }
      // Of two keys the first has the first half and the word.
      guard let first = hint.strokes.first, let last = hint.strokes.last else { continue }
      painter.spot(.key(first), CellRect(x: start, y: rect.y, width: x - start, height: 1))
      if hint.strokes.count > 1 {
        let width = displayWidth(hint.keys) - (half - start)
        painter.spot(.key(last), CellRect(x: half, y: rect.y, width: width, height: 1))
      }
    }
  }
}
