import TerminalCells

extension Theme {
  /// The look of what belongs to one reward model.
  func style(_ key: SeriesKey) -> CellStyle {
    var style = self[.text]
    if let color = color(of: key) { style.foreground = color }
    return style
  }

  /// The same, faint: raw values beneath a smoothed curve.
  func faintStyle(_ key: SeriesKey) -> CellStyle {
    guard let color = color(of: key) else { return self[.raw] }
    var style = self[.text]
    // An index of the palette has no fainter self; where there are many colours its components have.
    let parts = tier >= .palette256 ? color.components : nil
    style.foreground = faded(parts.map { .rgb(red: $0.red, green: $0.green, blue: $0.blue) } ?? color)
    if style.foreground == color { style.attributes.insert(.dim) }
    return style
  }

  /// The same for filled areas, which would shout in the full colour.
  func areaStyle(_ key: SeriesKey) -> CellStyle {
    var style = self[.text]
    if let color = color(of: key, in: palette?.area) { style.foreground = color }
    return style
  }

  /// The ground of a band of one reward model; `nil` where there are too few colours for a quiet one.
  func tint(_ key: SeriesKey) -> CellColor? {
    guard tier >= .palette256, let parts = color(of: key)?.components else { return nil }
    return faded(.rgb(red: parts.red, green: parts.green, blue: parts.blue), keeping: 20)
  }

  /// The colour of one reward model; `nil` in a theme without colour.
  func color(of key: SeriesKey) -> CellColor? { color(of: key, in: palette?.text) }

  private func color(of key: SeriesKey, in colors: [CellColor]?) -> CellColor? {
    guard let colors, !colors.isEmpty else { return nil }
    return colors[key.slot % colors.count]
  }

  /// A colour of 24 bits moved towards the background, keeping so many percent of itself; others as they are.
  func faded(_ color: CellColor, keeping percent: Int = 45) -> CellColor {
    guard case .rgb(let red, let green, let blue) = color, let ground = ground.components else {
      return color
    }
    func mix(_ one: UInt8, _ other: UInt8) -> UInt8 {
      UInt8((Int(one) * percent + Int(other) * (100 - percent)) / 100)
    }
    return .rgb(
      red: mix(red, ground.red), green: mix(green, ground.green), blue: mix(blue, ground.blue))
  }

  /// `style` on the background of `role`.
  func on(_ role: ThemeRole, _ style: CellStyle) -> CellStyle {
    var result = style
    let ground = self[role]
    result.background = ground.background
    result.attributes.formUnion(ground.attributes)
    return result
  }
}
