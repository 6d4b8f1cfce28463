import TerminalCells
import TestSupport
import Testing

@testable import Dashboard

@Suite struct InspectorLayoutTests {
  /// Inside, none over another, facts whole wherever they fit, no part below its least.
  @Test func isSoundAtAllSizes() {
    var numbers = SeededGenerator(seed: 1)
    var found: [String] = []
    for width in stride(from: 60, through: 400, by: 17) {
      for height in 2...110 {
        let rect = CellRect(x: 0, y: 7, width: width, height: height)
        let facts = numbers.below(12) + 1
        let calibration = numbers.below(7)
        let content = InspectorLayout.Content(
          facts: { _ in facts }, calibration: { _ in calibration }, categories: numbers.below(30),
          decisions: numbers.below(11), hasPosterior: numbers.chance(80))
        let places = InspectorLayout(rect, content).placements
        let name = "\(width)×\(height)"
        for (index, place) in places.enumerated() {
          let one = place.rect
          if one.x < rect.x || one.y < rect.y || one.right > rect.right || one.bottom > rect.bottom {
            found.append("\(place) outside of \(name)")
          }
          let least =
            switch place.part {
            case .facts: 1
            case .share, .reward, .posterior: InspectorLayout.leastChart - 1
            case .calibration: 2
            case .categories, .decisions: 3
            }
          if one.height < least { found.append("\(place) too low at \(name)") }
          for other in places[(index + 1)...] where one.overlaps(other.rect) {
            found.append("\(place) over \(other) at \(name)")
          }
        }
        if places.first?.part != .facts || places.first?.rect.height != min(facts, height) {
          found.append("facts cut at \(name)")
        }
        if Set(places.map(\.part)).count != places.count { found.append("twice at \(name)") }
      }
    }
    #expect(found.prefix(5) == [])
  }

  private func content(posterior: Bool = true) -> InspectorLayout.Content {
    InspectorLayout.Content(
      facts: { _ in 5 }, calibration: { _ in 4 }, categories: 5, decisions: 10, hasPosterior: posterior)
  }

  @Test func whatMattersMostIsThereFirst() {
    func parts(_ width: Int, _ height: Int) -> [InspectorLayout.Part] {
      InspectorLayout(CellRect(x: 0, y: 0, width: width, height: height), content()).placements.map(\.part)
    }
    #expect(parts(80, 3) == [.facts])
    #expect(parts(80, 13) == [.facts, .share, .reward, .calibration])
    #expect(parts(80, 40) == [.facts, .share, .reward, .calibration, .categories, .decisions])
    #expect(parts(120, 30) == InspectorLayout.Part.allCases)
    #expect(parts(200, 50) == InspectorLayout.Part.allCases)
  }

  /// Many categories leave room for decisions, and few for all of them.
  @Test func categoriesAndDecisionsShare() {
    var many = content()
    many.categories = 40
    let places = InspectorLayout(CellRect(x: 0, y: 0, width: 120, height: 30), many)
    #expect((places.rect(of: .decisions)?.height ?? 0) >= 7)
    #expect((places.rect(of: .categories)?.height ?? 0) >= 7)
  }

  /// On a large screen hardly a line is left empty.
  @Test(arguments: [(120, 30), (200, 50), (80, 14)]) func fillsTheScreen(width: Int, height: Int) {
    let rect = CellRect(x: 0, y: 0, width: width, height: height)
    let used = InspectorLayout(rect, content()).placements.reduce(0) { $0 + $1.rect.width * $1.rect.height }
    #expect(Double(used) > 0.9 * Double(width * height))
  }
}

extension CellRect {
  fileprivate func overlaps(_ other: CellRect) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }
}
