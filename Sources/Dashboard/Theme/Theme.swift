package import TerminalCells

/// Colours by role, and the colours that tell reward models apart.
package struct Theme: Equatable, Sendable {
  /// Which way colours are faded where the background is the terminal's own.
  package enum Shade: String, CaseIterable, Sendable {
    case dark
    case light
  }

  package var name: String
  package var shade: Shade
  /// Colours of reward models; empty in a theme without colour, where letters tell them apart.
  package let series: [CellColor]
  /// Colours of a heat map, from the least value to the greatest.
  package let heat: [CellColor]
  /// The colours of the terminal that it is used on.
  private(set) var tier = ColorTier.trueColor
  private let styles: [CellStyle]
  private var palettes: [ColorTier: SeriesPalette] = [:]

  /// Resolves the roles that the theme names; the others take after their parents.
  package init(
    name: String, shade: Shade = .dark, looks: [ThemeRole: ThemeLook] = [:], series: [CellColor] = [],
    heat: [CellColor] = []
  ) {
    self.name = name
    self.shade = shade
    self.series = series
    self.heat = heat
    styles = ThemeRole.allCases.map { role in
      var chain: [ThemeLook] = []
      var next: ThemeRole? = role
      while let current = next {
        if let look = looks[current] { chain.append(look) }
        next = current.parent
      }
      return CellStyle(
        foreground: chain.lazy.compactMap(\.foreground).first ?? .terminal,
        background: chain.lazy.compactMap(\.background).first ?? .terminal,
        attributes: chain.lazy.compactMap(\.attributes).first ?? [])
    }
    assert(styles.count == ThemeRole.allCases.count)
    for tier in ColorTier.allCases {
      palettes[tier] = SeriesPalette(
        wanted: series, tier: tier, ground: ground, area: { faded($0, keeping: 72) })
    }
  }

  /// The theme on a terminal of so many colours: without any it gives way to the one in which letters and patterns
  /// tell RMs apart.
  func on(_ tier: ColorTier) -> Theme {
    var theme = tier == .mono ? withoutColors : self
    theme.tier = tier
    return theme
  }

  /// The colours of reward models on that terminal.
  var palette: SeriesPalette? { palettes[tier] }

  /// The look of a role.
  package subscript(role: ThemeRole) -> CellStyle {
    styles[ThemeRole.allCases.firstIndex(of: role) ?? 0]
  }

  /// The background, as far as it is known.
  package var ground: CellColor {
    if self[.text].background != .terminal { return self[.text].background }
    return shade == .dark
      ? .rgb(red: 20, green: 22, blue: 26) : .rgb(red: 250, green: 250, blue: 248)
  }

  /// The same for what is written on it.
  package var ink: CellColor {
    if self[.text].foreground != .terminal { return self[.text].foreground }
    return shade == .dark
      ? .rgb(red: 200, green: 204, blue: 212) : .rgb(red: 36, green: 41, blue: 47)
  }

  /// Colours of reward models as they are drawn, in the order of the run; they begin again where there are more.
  package var rewardModelColors: [CellColor] { on(.trueColor).palette?.text ?? [] }

  /// Whether colours tell reward models apart (else letters do).
  package var hasSeriesColors: Bool { !series.isEmpty }
}

/// What a theme says about one role; what it does not say is inherited.
package struct ThemeLook: Equatable, Sendable {
  package var foreground: CellColor?
  package var background: CellColor?
  package var attributes: CellStyle.Attributes?

  package init(
    foreground: CellColor? = nil, background: CellColor? = nil, attributes: CellStyle.Attributes? = nil
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
