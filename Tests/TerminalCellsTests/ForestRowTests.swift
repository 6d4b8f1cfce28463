import Testing

@testable import TerminalCells

@Suite struct ForestRowTests {
  static func row(
    _ interval: ForestInterval?, lower: Double = -10, upper: Double = 10, tier: GlyphTier = .braille
  ) -> String {
    var buffer = CellBuffer(size: CellSize(width: 21, height: 1))
    buffer.drawForest(
      interval, axis: ForestAxis(lower: lower, upper: upper, width: 21), x: 0, y: 0, style: ForestStyle(),
      tier: tier)
    return String(buffer.plainText.dropLast())
  }

  @Test func intervals() {
    #expect(Self.row(nil) == "··········┊··········")
    #expect(Self.row(ForestInterval(center: 5, deviation: 3)) == "··········┊·├──●──┤··")
    #expect(Self.row(ForestInterval(center: 5, deviation: 3, prior: -4)) == "······╵···┊·├──●──┤··")
    #expect(Self.row(ForestInterval(center: 1, deviation: 3, prior: 2)) == "········├─┼●┴─┤······")
    #expect(Self.row(ForestInterval(center: 5, deviation: 0.2)) == "··········┊····●·····")
    #expect(Self.row(ForestInterval(center: 5, deviation: 1)) == "··········┊···├●┤····")
  }

  @Test func clippedEndsHaveArrows() {
    #expect(Self.row(ForestInterval(center: -9, deviation: 3)) == "◂●──┤·····┊··········")
    #expect(Self.row(ForestInterval(center: 15, deviation: 2)) == "··········┊·········▸")
    #expect(Self.row(ForestInterval(center: -15, deviation: 2)) == "◂·········┊··········")
    #expect(Self.row(ForestInterval(center: 0, deviation: 99)) == "◂─────────●─────────▸")
  }

  @Test func ascii() {
    #expect(
      Self.row(ForestInterval(center: 5, deviation: 3, prior: -4), tier: .ascii) == "......'...:.|--o--|..")
  }

  @Test func whatIsNoNumberIsNotDrawn() {
    #expect(Self.row(ForestInterval(center: .nan, deviation: 1)) == Self.row(nil))
    #expect(Self.row(ForestInterval(center: 1, deviation: .infinity)) == Self.row(nil))
    #expect(
      Self.row(ForestInterval(center: 1, deviation: 1), lower: 3, upper: 3)
        == String(repeating: "·", count: 21))
    #expect(
      Self.row(ForestInterval(center: 1, deviation: 1), lower: .nan, upper: 3)
        == String(repeating: "·", count: 21))
  }

  @Test func placesOnTheAxis() {
    let axis = ForestAxis(lower: 0, upper: 10, width: 11)
    #expect(axis.place(of: 0) == .cell(0))
    #expect(axis.place(of: 10) == .cell(10))
    #expect(axis.place(of: 10.4) == .cell(10))
    #expect(axis.place(of: 10.5) == .after)
    #expect(axis.place(of: -0.51) == .before)
    #expect(axis.place(of: .infinity) == .after)
    #expect(axis.place(of: .nan) == nil)
    #expect(ForestAxis(lower: 0, upper: 10, width: 0).place(of: 5) == nil)
  }
}
