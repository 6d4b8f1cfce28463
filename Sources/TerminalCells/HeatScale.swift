/// Colours for a number from 0 to 1, and the shape that says the same without colour.
public struct HeatScale: Hashable, Sendable {
  /// At equal distances, first for 0, last for 1.
  public var stops: [CellColor]

  public init(stops: [CellColor]) { self.stops = stops }

  /// The colour of a fraction (limited to 0…1): mixed from the two stops beside it if both have components, else
  /// the nearer one. `.terminal` for NaN or without stops.
  public func color(at fraction: Double) -> CellColor {
    guard let first = stops.first, !fraction.isNaN else { return .terminal }
    guard stops.count > 1 else { return first }
    let place = min(max(fraction, 0), 1) * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(place))
    let part = place - Double(index)
    guard let a = stops[index].components, let b = stops[index + 1].components else {
      return part < 0.5 ? stops[index] : stops[index + 1]
    }
    func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
      UInt8((Double(a) * (1 - part) + Double(b) * part).rounded())
    }
    return .rgb(red: mix(a.red, b.red), green: mix(a.green, b.green), blue: mix(a.blue, b.blue))
  }

  /// The shade of a fraction: five levels from a space to a full block; a space for NaN.
  public static func shade(at fraction: Double, tier: GlyphTier = .braille) -> String {
    let shades = tier >= .halfBlock ? BlockGlyphs.shades : BlockGlyphs.asciiShades
    guard !fraction.isNaN else { return " " }
    return shades[min(shades.count - 1, Int(min(max(fraction, 0), 1) * Double(shades.count)))]
  }
}

extension CellBuffer {
  /// Draws a field of a heat map: all its cells in the shade and the colour of the fraction.
  public mutating func drawHeat(
    _ fraction: Double, scale: HeatScale, x: Int, y: Int, width: Int, style: CellStyle = .plain,
    tier: GlyphTier = .braille
  ) {
    var style = style
    style.foreground = scale.color(at: fraction)
    let shade = HeatScale.shade(at: fraction, tier: tier)
    fill(CellRect(x: x, y: y, width: width, height: 1), glyph: shade, style: style)
  }

  /// Draws the legend of a heat map: the whole scale from 0 to 1 over `width` cells.
  public mutating func drawHeatBar(
    _ scale: HeatScale, x: Int, y: Int, width: Int, style: CellStyle = .plain, tier: GlyphTier = .braille
  ) {
    let width = min(width, 4096)
    guard width > 0 else { return }
    for column in 0..<width {
      let fraction = width == 1 ? 1 : Double(column) / Double(width - 1)
      drawHeat(fraction, scale: scale, x: addSaturating(x, column), y: y, width: 1, style: style, tier: tier)
    }
  }
}
