import CTerminal
package import TerminalCells

extension TerminalScreen {
  /// Shows a frame: what differs from the one before is sent, nothing when nothing does.
  ///
  /// A frame of another size than the screen is cut, or leaves the rest empty.
  package func present(_ buffer: CellBuffer) {
    guard isOpen else { return }
    let frame = buffer.reduced(to: glyphTier)
    if shown?.size != frame.size {
      shown = nil
      rmtop_screen_erase()
    }
    let runs = frame.runs(from: shown)
    guard !runs.isEmpty else { return }
    for run in runs { put(run) }
    rmtop_screen_flush()
    shown = frame
    rmtop_stderr_trim()
  }

  /// Sends the last frame whole: for a terminal that somebody else has written on (Ctrl-L).
  package func repaint() {
    guard isOpen else { return }
    rmtop_screen_invalidate()
    let frame = shown
    shown = nil
    if let frame { present(frame) }
  }

  private func put(_ run: CellBuffer.Run) {
    var glyphs: [rmtop_cell] = []
    glyphs.reserveCapacity(run.cells.count)
    var index = run.cells.startIndex
    while index < run.cells.endIndex {
      let isWide = index + 1 < run.cells.endIndex && run.cells[index + 1].glyph.isEmpty
      append(run.cells[index], isWide: isWide, to: &glyphs)
      index += isWide ? 2 : 1
    }
    glyphs.withUnsafeBufferPointer { cells in
      rmtop_screen_put(Int32(run.y), Int32(run.x), cells.baseAddress, Int32(cells.count))
    }
  }

  /// ncurses counts columns with the C library's widths: where those differ from ours, a stand-in keeps the row in
  /// place.
  private func append(_ cell: Cell, isWide: Bool, to glyphs: inout [rmtop_cell]) {
    let style = cell.style.reduced(to: colorTier)
    var glyph = rmtop_cell()
    (glyph.pair, glyph.attributes) = pairs.look(of: style)
    var scalars = cell.glyph.unicodeScalars.makeIterator()
    let base = scalars.next()?.value ?? 0x20
    let width = base < 0x7F ? 1 : Int(rmtop_character_width(base))
    let cells = isWide ? 2 : 1
    glyph.text.0 = width == cells || (isWide && width == 1) ? base : 0x3F
    if width == cells {
      glyph.text.1 = mark(scalars.next())
      if glyph.text.1 != 0 { glyph.text.2 = mark(scalars.next()) }
      if glyph.text.2 != 0 { glyph.text.3 = mark(scalars.next()) }
    }
    glyphs.append(glyph)
    if isWide, width != 2 {
      glyph.text = (0x20, 0, 0, 0)
      glyphs.append(glyph)
    }
  }

  private func mark(_ scalar: Unicode.Scalar?) -> UInt32 {
    guard let scalar, rmtop_character_width(scalar.value) == 0 else { return 0 }
    return scalar.value
  }
}
