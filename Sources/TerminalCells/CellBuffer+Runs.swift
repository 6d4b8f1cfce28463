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
  /// - Complexity: O(cells of rows that the two do not share).
  package func runs(from previous: CellBuffer?) -> [Run] {
    guard size.width > 0 else { return [] }
    guard let previous, previous.size == size else {
      return rows.enumerated().map { Run(x: 0, y: $0, cells: $1[...]) }
    }
    var runs: [Run] = []
    for (y, row) in rows.enumerated() where !row.isStored(with: previous.rows[y]) {
      row.appendRuns(from: previous.rows[y], y: y, to: &runs)
    }
    return runs
  }
}

extension [Cell] {
  /// Whether both are in the same place of memory: then they are equal.
  fileprivate func isStored(with other: [Cell]) -> Bool {
    withUnsafeBufferPointer { one in
      other.withUnsafeBufferPointer { one.baseAddress == $0.baseAddress && one.count == $0.count }
    }
  }

  fileprivate func appendRuns(from previous: [Cell], y: Int, to runs: inout [CellBuffer.Run]) {
    var start: Int?
    var end = 0
    func close() {
      guard var first = start else { return }
      var last = end
      // Halves of wide graphemes, of the old picture as well: half of a drawn one cannot be changed alone.
      while first > 0, self[first].glyph.isEmpty || previous[first].glyph.isEmpty { first -= 1 }
      while last < count, self[last].glyph.isEmpty || previous[last].glyph.isEmpty { last += 1 }
      runs.append(CellBuffer.Run(x: first, y: y, cells: self[first..<last]))
    }
    for x in indices where self[x] != previous[x] {
      if start == nil {
        start = x
      } else if x - end > CellBuffer.longestJoinedGap {
        close()
        start = x
      }
      end = x + 1
    }
    close()
  }
}
