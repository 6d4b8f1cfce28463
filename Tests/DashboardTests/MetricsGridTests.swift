import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct MetricsGridTests {
  /// What is wrong with a page: nothing, if all is well.
  private func faults(_ grid: MetricsGrid, width: Int, height: Int, flatFrom: Int) -> [String] {
    var faults: [String] = []
    let rects =
      grid.cards.map(\.rect) + grid.headings.map { CellRect(x: 0, y: $0.y, width: width, height: 1) }
    for (index, rect) in rects.enumerated() {
      if rect.x < 0 || rect.y < 0 || rect.right > width || rect.bottom > height || rect.isEmpty {
        faults.append("\(rect) outside of \(width)×\(height)")
      }
      for other in rects[(index + 1)...] where !rect.intersection(other).isEmpty {
        faults.append("\(rect) over \(other)")
      }
    }
    for card in grid.cards
    where card.rect.width < MetricsGrid.leastWidth || card.rect.height < MetricsGrid.leastHeight {
      if card.rect.height != 1 || card.place < flatFrom { faults.append("\(card) is too small") }
    }
    if grid.cards.map(\.place) != Array(grid.shown) { faults.append("a gap in \(grid.cards.map(\.place))") }
    // A heading has cards below it.
    for heading in grid.headings where !grid.cards.contains(where: { $0.rect.y == heading.y + 1 }) {
      faults.append("\(heading) without a card")
    }
    return faults
  }

  /// Whatever there is, on whatever screen: sound, every card is on the page that is asked for, and pages are apart.
  @Test func pagesAreSoundAndHaveAll() {
    var random = SeededGenerator(seed: 3)
    var found: [String] = []
    var paged = 0
    for _ in 0..<1500 {
      let sections = (0..<1 + random.below(7)).map { index in
        MetricsGrid.Section(
          name: index > 0 ? "group\(index)/" : "", count: 1 + random.below(random.below(4) == 0 ? 60 : 8))
      }
      let charts = sections.reduce(0) { $0 + $1.count }
      let flat = random.below(3) == 0 ? 1 + random.below(30) : 0
      let count = charts + flat
      let (width, height) = (28 + random.below(300), 5 + random.below(80))
      guard MetricsGrid.fits(width: width, height: height, count: count) else { continue }
      let isGrouped = MetricsGrid.hasHeadings(width: width, height: height, count: count)
      let last = MetricsGrid.Section(name: isGrouped ? "constant" : "", count: flat, isFlat: true)
      let parts =
        (isGrouped ? sections : [MetricsGrid.Section(name: "", count: charts)]) + (flat > 0 ? [last] : [])
      var seen = 0
      while seen < count {
        let grid = MetricsGrid(sections: parts, width: width, height: height, selected: seen)
        found += faults(grid, width: width, height: height, flatFrom: charts)
        let other = MetricsGrid(
          sections: parts, width: width, height: height, selected: grid.shown.upperBound - 1)
        if grid.shown.lowerBound != seen || other != grid { found.append("page of \(seen): \(grid.shown)") }
        if grid.shown.isEmpty { break }
        if grid.shown.count < count { paged += 1 }
        seen = grid.shown.upperBound
      }
    }
    #expect(found.prefix(5) == [] && paged > 100)
  }

  /// With room to spare cards grow; rows of a group share the whole width.
  @Test func theRoomIsUsed() {
    let grid = MetricsGrid(
      sections: [.init(name: "", count: 5), .init(name: "rewards/", count: 4)], width: 118, height: 36,
      selected: 0)
    #expect(grid.shown == 0..<9 && grid.headings == [.init(name: "rewards/", y: grid.cards[5].rect.y - 1)])
    let heights = Set(grid.cards.map(\.rect.height))
    #expect((heights.max() ?? 0) - (heights.min() ?? 0) <= 1)
    #expect(grid.cards.map(\.rect.bottom).max() == 36)
    for y in Set(grid.cards.map(\.rect.y)) {
      #expect(grid.cards.filter { $0.rect.y == y }.map(\.rect.right).max() == 118)
    }
    #expect(!MetricsGrid.fits(width: 78, height: 5, count: 4))
    #expect(MetricsGrid.fits(width: 78, height: 5, count: 2))
    #expect(
      !MetricsGrid.fits(width: 27, height: 40, count: 1) && !MetricsGrid.fits(width: 99, height: 40, count: 0)
    )
  }
}
