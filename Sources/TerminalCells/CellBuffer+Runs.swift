extension CellBuffer {
  /// Cells of one row that are to be sent to the terminal.
  package struct Run: Equatable, Sendable {
    package var x: Int
    package var y: Int
    /// Never begins or ends within a wide grapheme.
    package var cells: ArraySlice<Cell>

    package init(x: Int, y: Int, cells: ArraySlice<Cell>) {
      self.x = x
      self.y = y
      self.cells = cells
    }
  }

  /// Fewer unchanged cells than this between changed ones are sent again: moving the cursor costs about as much.
  static let longestJoinedGap = 4

  /// What has to be drawn to turn `previous` into this buffer: row by row, from the left, nothing when they are equal.
  ///
  /// - Parameter previous: what the terminal shows; `nil`, or one of another size, means everything.
  /// - Complexity: O(cells).
  package func runs(from previous: CellBuffer?) -> [Run] {
    guard size.width > 0 else { return [] }
    guard let previous, previous.size == size else {
      return (0..<size.height).map { row in
        Run(x: 0, y: row, cells: cells[(row * size.width)..<((row + 1) * size.width)])
      }
    }
    var runs: [Run] = []
    for row in 0..<size.height { appendRuns(ofRow: row, from: previous, to: &runs) }
    return runs
  }

  private func appendRuns(ofRow row: Int, from previous: CellBuffer, to runs: inout [Run]) {
    let base = row * size.width
    let rowEnd = base + size.width
    var start: Int?
    var end = base
    func close() {
      guard var first = start else { return }
      var last = end
      // Halves of wide graphemes, of the old picture as well: half of a drawn one cannot be changed alone.
      while first > base, cells[first].glyph.isEmpty || previous.cells[first].glyph.isEmpty { first -= 1 }
      while last < rowEnd, cells[last].glyph.isEmpty || previous.cells[last].glyph.isEmpty { last += 1 }
      runs.append(Run(x: first - base, y: row, cells: cells[first..<last]))
    }
    for index in base..<rowEnd where cells[index] != previous.cells[index] {
      if start == nil {
        start = index
      } else if index - end > Self.longestJoinedGap {
        close()
        start = index
      }
      end = index + 1
    }
    close()
  }
}
