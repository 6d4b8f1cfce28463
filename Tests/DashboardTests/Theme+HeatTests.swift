import TerminalCells
import Testing

@testable import Dashboard

@Suite struct ThemeHeatTests {
  /// What is written on every colour can be read, and greater values stand out more from the background.
  @Test(arguments: Theme.builtIn.filter(\.hasSeriesColors).map(\.name), [ColorTier.trueColor, .palette256])
  func everyValueCanBeRead(name: String, tier: ColorTier) throws {
    let theme = try #require(Theme.builtIn(named: name)).on(tier)
    let ground = try #require(PerceivedColor(theme.ground))
    var before = 0.0
    for value in stride(from: 0.0, through: 1, by: 1.0 / 64) {
      let style = try #require(theme.heat(value)).reduced(to: tier)
      let back = try #require(PerceivedColor(style.background))
      let ink = try #require(PerceivedColor(style.foreground))
      #expect(ink.contrast(with: back) >= 4, "\(value)")
      let distance = abs(back.lightness - ground.lightness)
      if tier == .trueColor { #expect(distance > before - 0.01, "\(value)") }
      before = distance
    }
    #expect(before > 0.4)
    #expect(
      theme.heat(-3) == theme.heat(0) && theme.heat(7) == theme.heat(1) && theme.heat(.nan) == theme.heat(0))
  }

  @Test func fewColoursHaveNone() throws {
    for tier in [ColorTier.mono, .palette8, .palette16] { #expect(Theme.standard.on(tier).heat(0.5) == nil) }
    let mono = try #require(Theme.builtIn(named: "mono"))
    #expect(mono.heat(0.5) == nil)
  }

  /// A theme that does not name them has them made of its first colour, and of what it names the ends are exact.
  @Test func aThemesOwn() throws {
    let plain = try Theme.parse(toml: "series = [\"#ff0000\"]\n", name: "t")
    #expect(plain.heat(1)?.background == .rgb(red: 255, green: 0, blue: 0))
    #expect(plain.heat(0)?.background != plain.heat(1)?.background)
    let own = try Theme.parse(
      toml: "heat = [\"#000000\", \"#0000ff\", 16]\nseries = [\"#ff0000\"]\n", name: "t")
    #expect(own.heat(0)?.background == .rgb(red: 0, green: 0, blue: 0))
    #expect(own.heat(0.5)?.background == .rgb(red: 0, green: 0, blue: 255))
    #expect(throws: ThemeError.self) { try Theme.parse(toml: "heat = \"red\"\n", name: "t") }
  }
}
