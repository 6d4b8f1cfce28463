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
    style.foreground = faded(color)
    if style.foreground == color { style.attributes.insert(.dim) }
    return style
  }

  /// The same for filled areas, which would shout in the full colour.
  func areaStyle(_ key: SeriesKey) -> CellStyle {
    var style = self[.text]
    if let color = color(of: key) { style.foreground = faded(color, keeping: 72) }
    return style
  }

  /// The colour of one reward model; `nil` in a theme without colour.
  func color(of key: SeriesKey) -> CellColor? {
    series.isEmpty ? nil : series[key.slot % series.count]
  }

  /// A colour of 24 bits moved towards the background, keeping so many percent of itself; others as they are.
  private func faded(_ color: CellColor, keeping percent: Int = 45) -> CellColor {
    guard case .rgb(let red, let green, let blue) = color else { return color }
    let ground: (UInt8, UInt8, UInt8)
    if case .rgb(let red, let green, let blue) = self[.text].background {
      ground = (red, green, blue)
    } else {
      ground = shade == .dark ? (20, 22, 26) : (250, 250, 248)
    }
    func mix(_ one: UInt8, _ other: UInt8) -> UInt8 {
      UInt8((Int(one) * percent + Int(other) * (100 - percent)) / 100)
    }
    return .rgb(red: mix(red, ground.0), green: mix(green, ground.1), blue: mix(blue, ground.2))
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
