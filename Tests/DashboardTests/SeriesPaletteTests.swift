import TerminalCells
import Testing

@testable import Dashboard

/// Reward models can be told apart by their colours: in every theme, on every terminal, as text and as area.
@Suite struct SeriesPaletteTests {
  static let colored = Theme.builtIn.filter(\.hasSeriesColors)
  static let tiers: [ColorTier] = [.palette8, .palette16, .palette256, .trueColor]

  /// What a terminal of the tier shows of a style's colour.
  static func look(_ style: CellStyle, on theme: Theme) -> PerceivedColor? {
    PerceivedColor(style.reduced(to: theme.tier).foreground)
  }

  @Test(arguments: 2...12)
  func coloursOfTwoToTwelveAreApartInEveryThemeAndTier(count: Int) throws {
    for theme in Self.colored {
      for tier in Self.tiers {
        let theme = theme.on(tier)
        let palette = try #require(theme.palette)
        if tier >= .palette256 { #expect(palette.text.count == SeriesPalette.count) }
        #expect(palette.area.count == palette.text.count)
        let keys = SeriesKey.keys((0..<count).map { "rm-\($0)" }, slots: palette.text.count)
        let told = min(count, palette.text.count)
        let texts = try keys.prefix(told).map { try #require(Self.look(theme.style($0), on: theme)) }
        let areas = try keys.prefix(told).map { try #require(Self.look(theme.areaStyle($0), on: theme)) }
        for (a, b) in (0..<told).flatMap({ a in (0..<a).map { (a, $0) } }) {
          let place = "\(theme.name) \(tier) \(a) \(b)"
          #expect(texts[a].distance(to: texts[b]) >= SeriesPalette.leastDistance, "\(place)")
          #expect(areas[a].distance(to: areas[b]) >= SeriesPalette.leastAreaDistance, "\(place)")
        }
        // Where there are fewer colours than RMs, letters tell them apart as well.
        let painter = Painter(
          buffer: CellBuffer(size: CellSize(width: 1, height: 1)), theme: theme, glyphs: .braille, keys: keys,
          colorCount: palette.text.count)
        #expect(painter.showsLetters == (count > palette.text.count))
        #expect(Set(keys.map(\.letter)).count == count)
      }
    }
  }

  @Test func coloursStandOutFromTheBackground() throws {
    for theme in Self.colored {
      let ground = try #require(PerceivedColor(theme.ground))
      for tier in Self.tiers {
        let theme = theme.on(tier)
        let least = tier >= .palette256 ? SeriesPalette.leastContrast : SeriesPalette.leastContrastOfFew
        for key in SeriesKey.keys((0..<12).map { "rm-\($0)" }) {
          let text = try #require(Self.look(theme.style(key), on: theme))
          let area = try #require(Self.look(theme.areaStyle(key), on: theme))
          #expect(text.contrast(with: ground) >= least, "\(theme.name) \(tier) \(key.slot)")
          #expect(area.contrast(with: ground) >= SeriesPalette.leastAreaContrast)
        }
      }
    }
  }

  /// A user's own theme may repeat itself: colours are replaced by the nearest that differ.
  @Test func aThemeOfTwinsIsMended() throws {
    let twins = Theme(
      name: "twins", series: Array(repeating: .rgb(red: 120, green: 170, blue: 240), count: 5) + [.palette(4)]
    )
    for tier in [ColorTier.palette256, .trueColor] {
      let palette = try #require(twins.on(tier).palette)
      #expect(Set(palette.text).count == 12 && Set(palette.area).count == 12)
    }
    #expect(twins.on(.trueColor).palette?.text.first == .rgb(red: 120, green: 170, blue: 240))
    #expect(Theme(name: "none").palette?.text.isEmpty == true)
  }

  /// What is faint is still read, and rules are still seen, on every terminal.
  @Test func faintIsNeverDarkerThanReadable() throws {
    let read: [ThemeRole] = [.text, .faint, .heading, .hint, .title, .axis, .ended, .prior]
    for theme in Theme.builtIn {
      let ground = try #require(PerceivedColor(theme.ground))
      for tier in Self.tiers {
        for role in ThemeRole.allCases {
          let style = theme[role].reduced(to: tier)
          guard style.background == .terminal, role != .markerOnArea else { continue }
          guard let look = PerceivedColor(style.foreground) else { continue }
          let least = read.contains(role) ? 3.0 : 1.5
          #expect(
            look.contrast(with: ground) >= least,
            "\(theme.name) \(tier) \(role): \(look.contrast(with: ground))")
        }
        if tier == .palette8, theme[.text].background == .terminal, theme.hasSeriesColors {
          let faint = theme[.faint].reduced(to: tier)
          #expect(faint.foreground == .terminal && faint.attributes.contains(.dim), "\(theme.name)")
          #expect(theme[.text].reduced(to: tier).foreground == .terminal)
        }
      }
    }
  }
}
