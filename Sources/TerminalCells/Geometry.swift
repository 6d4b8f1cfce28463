/// A size in cells.
package struct CellSize: Hashable, Sendable {
  package var width: Int
  package var height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// Sides of 0…4,096 cells: more than any screen, little enough to allocate whatever a terminal reports.
  var bounded: CellSize {
    CellSize(width: min(max(0, width), 4096), height: min(max(0, height), 4096))
  }
}

/// A rectangle of cells; `x` and `y` count from the upper left corner.
package struct CellRect: Hashable, Sendable {
  package var x: Int
  package var y: Int
  package var width: Int
  package var height: Int

  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The rectangle of a whole buffer.
  package init(_ size: CellSize) { self.init(x: 0, y: 0, width: size.width, height: size.height) }

  package static let empty = CellRect(x: 0, y: 0, width: 0, height: 0)

  /// The first column after it; sums that do not fit stop at the largest integer.
  package var right: Int { addSaturating(x, width) }
  /// The first row after it.
  package var bottom: Int { addSaturating(y, height) }
  package var size: CellSize { CellSize(width: width, height: height) }
  package var isEmpty: Bool { width <= 0 || height <= 0 }

  package func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < right && row >= y && row < bottom
  }

  /// What two rectangles share; `.empty` when that is nothing.
  package func intersection(_ other: CellRect) -> CellRect {
    if isEmpty || other.isEmpty { return .empty }
    let left = max(x, other.x)
    let top = max(y, other.y)
    let right = min(right, other.right)
    let bottom = min(bottom, other.bottom)
    if right <= left || bottom <= top { return .empty }
    return CellRect(
      x: left, y: top, width: subtractSaturating(right, left), height: subtractSaturating(bottom, top))
  }

  /// One row of it as a rectangle of its own (row 0 is the topmost).
  package func row(_ index: Int) -> CellRect {
    guard index >= 0, index < height else { return .empty }
    return CellRect(x: x, y: addSaturating(y, index), width: width, height: 1)
  }
}

/// Sizes come from layouts, layouts from whatever a user asked for: geometry must not trap.
func addSaturating(_ a: Int, _ b: Int) -> Int {
  let (sum, overflow) = a.addingReportingOverflow(b)
  return overflow ? (b < 0 ? .min : .max) : sum
}

func subtractSaturating(_ a: Int, _ b: Int) -> Int {
  let (difference, overflow) = a.subtractingReportingOverflow(b)
  return overflow ? (b < 0 ? .max : .min) : difference
}
