import Testing

@testable import Markup

@Suite struct GlyphShapeTests {
  /// What of a cell a shape covers, cell unit by cell unit.
  private static func covered(_ glyph: String) throws -> Set<Int> {
    let shape = try #require(GlyphShape(glyph))
    var units: Set<Int> = []
    for rect in shape.rects {
      #expect(rect.x >= 0 && rect.y >= 0 && rect.width > 0 && rect.height > 0, "\(glyph)")
      #expect(
        rect.x + rect.width <= GlyphShape.width && rect.y + rect.height <= GlyphShape.height, "\(glyph)")
      for y in rect.y..<(rect.y + rect.height) {
        for x in rect.x..<(rect.x + rect.width) { units.insert(y * GlyphShape.width + x) }
      }
    }
    return units
  }

  private static let all = GlyphShape.width * GlyphShape.height

  @Test(arguments: [
    ("█", 8), ("▀", 4), ("▄", 4), ("▁", 1), ("▇", 7), ("▏", 1), ("▉", 7), ("▌", 4), ("▐", 4), ("▔", 1),
    ("▕", 1),
    ("▖", 2), ("▚", 4), ("▞", 4), ("▟", 6), ("▛", 6), ("▓", 8),
  ]) func blocksCoverTheirPart(glyph: String, eighths: Int) throws {
    #expect(try Self.covered(glyph).count * 8 == Self.all * eighths)
  }

  /// Two halves are a whole, without a gap and without an overlap.
  @Test(arguments: [("▀", "▄"), ("▌", "▐"), ("▚", "▞"), ("▟", "▘"), ("▙", "▝"), ("▜", "▖"), ("▛", "▗")])
  func partsAreAWhole(one: String, other: String) throws {
    let (first, second) = (try Self.covered(one), try Self.covered(other))
    #expect(first.isDisjoint(with: second) && first.count + second.count == Self.all)
  }

  @Test func shadesAreQuarters() {
    #expect(["░", "▒", "▓"].map { GlyphShape($0)?.opacity } == [25, 50, 75])
  }

  /// The dots of Braille cells that stand beside each other are one lattice.
  @Test func dotsAreALattice() throws {
    let dots = try #require(GlyphShape("⣿")).dots
    #expect(Set(dots.map(\.x)) == [4, 12] && Set(dots.map(\.y)) == [4, 12, 20, 28] && dots.count == 8)
    #expect(try #require(GlyphShape("⠀")).dots.isEmpty)
    #expect(try #require(GlyphShape("⡀")).dots == [GlyphShape.Point(x: 4, y: 28)])
    #expect(try #require(GlyphShape("⠈")).dots == [GlyphShape.Point(x: 12, y: 4)])
  }

  /// Every line reaches the sides that its name says, and no other.
  @Test func linesReachTheirSides() throws {
    for value in UInt32(0x2500)...0x257F {
      let scalar = try #require(Unicode.Scalar(value))
      let name = scalar.properties.name ?? ""
      if name.contains("ARC") || name.contains("DIAGONAL") {
        #expect(GlyphShape(String(scalar))?.strokes.isEmpty == false, "\(name)")
        continue
      }
      let units = try Self.covered(String(scalar))
      #expect(!units.isEmpty, "\(name)")
      if name.contains("DASH") { continue }
      let words = Set(name.split(separator: " ").map(String.init))
      let columns = Set(units.map { $0 % GlyphShape.width })
      let rows = Set(units.map { $0 / GlyphShape.width })
      let isWide = words.contains("HORIZONTAL")
      let isTall = words.contains("VERTICAL")
      #expect(columns.contains(0) == (isWide || words.contains("LEFT")), "\(name)")
      #expect(columns.contains(GlyphShape.width - 1) == (isWide || words.contains("RIGHT")), "\(name)")
      #expect(rows.contains(0) == (isTall || words.contains("UP")), "\(name)")
      #expect(rows.contains(GlyphShape.height - 1) == (isTall || words.contains("DOWN")), "\(name)")
    }
  }

  @Test(arguments: ["a", " ", "", "●", "█\u{301}", "界", "👩"]) func lettersAreNoShapes(glyph: String) {
    #expect(GlyphShape(glyph) == nil)
  }
}
