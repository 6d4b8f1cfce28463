import TerminalCells
import Testing

@testable import Dashboard

@Suite struct DashboardModelGlyphsTests {
  @Test func aKeyGoesThroughAllCharacters() {
    var model = sampleDashboard()
    #expect(model.glyphTier == .braille && model.view.choices.glyphs == nil)
    var seen: [GlyphTier] = []
    for _ in GlyphTier.allCases {
      _ = model.update(.key(.function(9)))
      seen.append(model.glyphTier)
      #expect(model.view.choices.glyphs == model.glyphTier)
      #expect(model.status?.isError == false)
    }
    #expect(seen == [.quadrant, .halfBlock, .lineDrawing, .ascii, .braille])
    _ = model.update(.key(.function(9)))
    #expect(model.status?.text == "charts in quadrants, 2×2 dots to a cell")
  }

  /// In a locale of another character set there is ASCII alone, whatever was chosen in another session.
  @Test func aPoorLocaleHasNoChoice() {
    var model = sampleDashboard()
    model.view.glyphs = .quadrant
    model.session.glyphs = .ascii
    model.session.choosesGlyphs = false
    _ = model.update(.key(.function(9)))
    #expect(model.glyphTier == .ascii && model.view.glyphs == .quadrant)
    #expect(model.status?.isError == true && model.status?.text.contains("LANG=C.UTF-8") == true)
  }

  @Test func curvesAreDrawnInQuadrants() throws {
    let model = sampleDashboard(size: CellSize(width: 120, height: 40))
    let dark = try #require(Theme.builtIn(named: "dark"))
    let rect = try #require(model.layout.rect(of: .reward))
    let frame = model.frame(theme: dark, glyphs: .quadrant)
    let glyphs = Set(
      (rect.y..<rect.bottom).flatMap { y in (rect.x..<rect.right).map { frame[$0, y].glyph } })
    #expect(!glyphs.isDisjoint(with: ["▖", "▗", "▘", "▝", "▚", "▞", "▀", "▄"]))
    #expect(glyphs.allSatisfy { $0.unicodeScalars.allSatisfy { !(0x2801...0x28FF).contains($0.value) } })
  }
}
