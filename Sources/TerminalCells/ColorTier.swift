/// How many colours a terminal shows, from the least.
package enum ColorTier: Int, CaseIterable, Comparable, Hashable, Sendable {
  /// None: attributes only.
  case mono
  case palette8
  case palette16
  case palette256
  case trueColor

  package static func < (a: ColorTier, b: ColorTier) -> Bool { a.rawValue < b.rawValue }
}

/// The nearest colour that a terminal of this tier has.
///
/// 256: the colour cube and the grey ramp (16…255; 0…15 are whatever the user has set them to). 16: xterm's
/// nearest grey, or the colour of the nearest hue. 8: the same without the bright ones. Mono: the terminal's own.
package func reduce(_ color: CellColor, to tier: ColorTier) -> CellColor {
  switch (color, tier) {
  case (.terminal, _), (_, .mono): return .terminal
  case (_, .trueColor): return color
  case (.palette, .palette256): return color
  case (.palette(let index), .palette16):
    return index < 16 ? color : .palette(XtermPalette.nearest16(XtermPalette.components(of: index)))
  case (_, .palette8):
    if case .palette(let index) = color, index < 8 { return color }
    return .palette(color.parts.map(XtermPalette.nearest8) ?? 7)
  case (.rgb(let red, let green, let blue), .palette256):
    return .palette(XtermPalette.nearest256(XtermPalette.Components(red: red, green: green, blue: blue)))
  case (.rgb(let red, let green, let blue), .palette16):
    return .palette(XtermPalette.nearest16(XtermPalette.Components(red: red, green: green, blue: blue)))
  }
}

extension CellStyle {
  /// The style with both colours as a terminal of this tier has them.
  ///
  /// Eight colours have one dark grey, black, and one light, white, and which of them the background is nobody says:
  /// on the terminal's own background a grey is the terminal's own colour, dim where it is between black and white.
  package func reduced(to tier: ColorTier) -> CellStyle {
    if tier == .palette8, let grey = foreground.parts, grey.isGrey { return withGreyOfEight(grey) }
    return CellStyle(
      foreground: reduce(foreground, to: tier), background: reduce(background, to: tier),
      attributes: attributes)
  }

  private func withGreyOfEight(_ grey: XtermPalette.Components) -> CellStyle {
    var style = CellStyle(background: reduce(background, to: .palette8), attributes: attributes)
    if XtermPalette.nearest16(grey) == 8 { style.attributes.insert(.dim) }
    switch style.background {
    case .terminal: break
    case .palette(0): style.foreground = .palette(7)
    case .palette(7): style.foreground = .palette(0)
    default: style.foreground = .palette(XtermPalette.nearest8(grey))
    }
    return style
  }
}

extension CellColor {
  /// Red, green and blue of a colour (a palette index by xterm's defaults); `nil` for the terminal's own.
  package var components: (red: UInt8, green: UInt8, blue: UInt8)? {
    switch self {
    case .terminal: return nil
    case .rgb(let red, let green, let blue): return (red, green, blue)
    case .palette(let index):
      let parts = XtermPalette.components(of: index)
      return (UInt8(parts.red), UInt8(parts.green), UInt8(parts.blue))
    }
  }
}

extension CellColor {
  var parts: XtermPalette.Components? {
    components.map { XtermPalette.Components(red: $0.red, green: $0.green, blue: $0.blue) }
  }
}
