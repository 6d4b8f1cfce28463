extension DotCanvas {
  /// The dot row nearest to a value, 0 at the top, not limited to the canvas: fractions kept.
  ///
  /// `bounds.lowerBound` is the middle of the lowest row, `upperBound` that of the highest; where both are equal all
  /// values stand in the middle.
  package func position(of value: Double, bounds: ClosedRange<Double>) -> Double {
    let lowest = Double(height - 1)
    // Halved, since the width of a range of large numbers may not fit in a double.
    let extent = bounds.upperBound / 2 - bounds.lowerBound / 2
    guard extent > 0, extent.isFinite else { return (lowest / 2).rounded(.down) }
    return lowest * (1 - (value / 2 - bounds.lowerBound / 2) / extent)
  }

  /// The dot row of a value; `nil` when it is outside of the bounds or no number.
  package func row(of value: Double, bounds: ClosedRange<Double>) -> Int? {
    guard bounds.contains(value), height > 0 else { return nil }
    return Int(position(of: value, bounds: bounds).rounded())
  }

  /// Draws a series: the dots of every column from its least to its greatest value, and lines between columns.
  ///
  /// Nothing is lost and nothing added: a column shows all between its `low` and `high`; the line to the next goes
  /// from `last` to `first`. What lies beyond the bounds is clipped at the edge, not dropped. A column with a value
  /// that is not finite draws nothing and breaks the line.
  ///
  /// - Parameters:
  ///   - columns: rising; several may share a dot column.
  ///   - bounds: values of the lowest and the highest dot row.
  ///   - joins: whether lines are drawn between columns.
  /// - Complexity: O(columns · height + width).
  package mutating func plot(
    _ columns: [PlotColumn], bounds: ClosedRange<Double>, style: CellStyle, joins: Bool = true
  ) {
    guard width > 0, height > 0 else { return }
    var before: PlotColumn?
    for column in columns {
      guard column.isFinite else {
        before = nil
        continue
      }
      if joins, !column.startsSegment, let before { join(before, column, bounds: bounds, style: style) }
      fillBetween(column.low, column.high, column: column.column, bounds: bounds, style: style)
      before = column
    }
  }

  private mutating func fillBetween(
    _ low: Double, _ high: Double, column: Int, bounds: ClosedRange<Double>, style: CellStyle
  ) {
    guard high >= bounds.lowerBound, low <= bounds.upperBound else { return }
    let top = position(of: min(high, bounds.upperBound), bounds: bounds).rounded()
    let bottom = position(of: max(low, bounds.lowerBound), bounds: bounds).rounded()
    setDots(column: column, from: Int(top), through: Int(bottom), style: style)
  }

  /// A value 1e300 times the bounds away still has a finite place, so that its line is clipped and not lost.
  private func steady(_ position: Double) -> Double { min(max(position, -1e12), 1e12) }

  /// Dots, one in three, over a stretch without finite values.
  package mutating func plot(_ gap: PlotGap, bounds: ClosedRange<Double>, style: CellStyle) {
    guard width > 0, height > 0, gap.before.isFinite, gap.after.isFinite else { return }
    join(gap.before, gap.after, bounds: bounds, style: style, every: 3)
  }

  private mutating func join(
    _ a: PlotColumn, _ b: PlotColumn, bounds: ClosedRange<Double>, style: CellStyle, every spacing: Int = 1
  ) {
    guard a.column <= b.column, b.column >= 0, a.column < width else { return }
    // A neighbour far outside of the canvas (a zoomed view) keeps its slope: clipped as a segment.
    var line = DotSegment(
      x0: Double(a.column), y0: steady(position(of: a.last, bounds: bounds)), x1: Double(b.column),
      y1: steady(position(of: b.first, bounds: bounds)))
    guard line.clip(width: width, height: height) else { return }
    var x = Int(line.x0.rounded())
    var y = Int(line.y0.rounded())
    let endX = Int(line.x1.rounded())
    let endY = Int(line.y1.rounded())
    // Bresenham's line.
    let dx = abs(endX - x)
    let dy = -abs(endY - y)
    let stepX = x < endX ? 1 : -1
    let stepY = y < endY ? 1 : -1
    var error = dx + dy
    var count = 0
    while true {
      if count % spacing == 0 { setDot(column: x, row: y, style: style) }
      count += 1
      if x == endX, y == endY { break }
      let doubled = 2 * error
      if doubled >= dy {
        error += dy
        x += stepX
      }
      if doubled <= dx {
        error += dx
        y += stepY
      }
    }
  }
}

/// The columns on both sides of a stretch in which a line breaks.
package struct PlotGap: Equatable, Sendable {
  package var before: PlotColumn
  package var after: PlotColumn

  package init(before: PlotColumn, after: PlotColumn) {
    self.before = before
    self.after = after
  }
}

extension PlotColumn {
  var isFinite: Bool { first.isFinite && last.isFinite && low.isFinite && high.isFinite }
}

/// A line in dot coordinates.
struct DotSegment {
  var x0: Double
  var y0: Double
  var x1: Double
  var y1: Double

  /// Cuts it to the canvas (Liang and Barsky); `false` when nothing is left.
  mutating func clip(width: Int, height: Int) -> Bool {
    let dx = x1 - x0
    let dy = y1 - y0
    var enter = 0.0
    var leave = 1.0
    let edges = [
      (-dx, x0), (dx, Double(width - 1) - x0), (-dy, y0), (dy, Double(height - 1) - y0),
    ]
    for (direction, distance) in edges {
      if direction == 0 {
        if distance < 0 { return false }
      } else {
        let part = distance / direction
        if direction < 0 { enter = max(enter, part) } else { leave = min(leave, part) }
      }
    }
    guard enter <= leave, dx.isFinite, dy.isFinite else { return false }
    let (fromX, fromY) = (x0, y0)
    x0 = fromX + enter * dx
    y0 = fromY + enter * dy
    x1 = fromX + leave * dx
    y1 = fromY + leave * dy
    return true
  }
}
