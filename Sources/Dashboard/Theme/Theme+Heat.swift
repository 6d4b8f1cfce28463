import TerminalCells

extension Theme {
  /// The look of a cell of a heat map for a value in [0, 1]: its ground tells the value, and what is written on it can
  /// be read. `nil` where there are not the colours for it, and shades of glyphs tell it.
  func heat(_ value: Double) -> CellStyle? {
    guard tier >= .palette256, let ground = heatColor(value) else { return nil }
    return CellStyle(foreground: Self.ink(on: ground), background: ground)
  }

  /// Between the two colours that the value lies between.
  private func heatColor(_ value: Double) -> CellColor? {
    let stops = heatStops.compactMap(\.components)
    guard let first = stops.first, let last = stops.last else { return nil }
    let place = min(1, max(0, value.isNaN ? 0 : value)) * Double(stops.count - 1)
    let low = min(Int(place), stops.count - 1)
    let (from, to) = (low == 0 ? first : stops[low], low + 1 < stops.count ? stops[low + 1] : last)
    func mix(_ one: UInt8, _ other: UInt8) -> UInt8 {
      let part = place - Double(low)
      return UInt8((Double(one) * (1 - part) + Double(other) * part).rounded())
    }
    return .rgb(red: mix(from.red, to.red), green: mix(from.green, to.green), blue: mix(from.blue, to.blue))
  }

  /// The theme's own; without any, from near the background to the first colour of reward models.
  private var heatStops: [CellColor] {
    guard heat.isEmpty else { return heat }
    guard let parts = series.first?.components else { return [] }
    let color = CellColor.rgb(red: parts.red, green: parts.green, blue: parts.blue)
    return [faded(color, keeping: 15), color]
  }

  /// Nearly black or nearly white, whichever reads better.
  private static func ink(on ground: CellColor) -> CellColor {
    let (dark, light) = (
      CellColor.rgb(red: 12, green: 14, blue: 18), CellColor.rgb(red: 250, green: 250, blue: 250)
    )
    guard let seen = PerceivedColor(ground), let black = PerceivedColor(dark),
      let white = PerceivedColor(light)
    else { return light }
    return seen.contrast(with: black) >= seen.contrast(with: white) ? dark : light
  }
}
