import TestSupport
import Testing

@testable import TerminalCells

@Suite struct GeometryTests {
  @Test func intersections() {
    let a = CellRect(x: 0, y: 0, width: 10, height: 5)
    #expect(
      a.intersection(CellRect(x: 8, y: -2, width: 10, height: 4)) == CellRect(x: 8, y: 0, width: 2, height: 2)
    )
    #expect(a.intersection(CellRect(x: 10, y: 0, width: 1, height: 1)) == .empty)
    #expect(a.intersection(CellRect(x: .min, y: .min, width: .max, height: .max)) == .empty)
    #expect(a.intersection(CellRect(x: -1, y: -1, width: .max, height: .max)) == a)
    #expect(a.intersection(CellRect(x: 1, y: 1, width: -4, height: 3)) == .empty)
  }

  @Test func rows() {
    let a = CellRect(x: 2, y: 3, width: 10, height: 5)
    #expect(a.row(4) == CellRect(x: 2, y: 7, width: 10, height: 1))
    #expect(a.row(5) == .empty)
  }

  @Test(arguments: 0..<500 as Range<UInt64>)
  func anIntersectionIsInsideOfBoth(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (a, b) = (random.rect(), random.rect())
    let shared = a.intersection(b)
    #expect(shared == b.intersection(a))
    guard !shared.isEmpty else { return }
    for rect in [a, b] {
      #expect(
        shared.x >= rect.x && shared.y >= rect.y && shared.right <= rect.right && shared.bottom <= rect.bottom
      )
    }
  }
}
