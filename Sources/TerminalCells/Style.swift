/// A colour as a theme names it; the terminal layer maps it to what the terminal can show.
package enum CellColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case terminal
  /// A palette index 0…255.
  case palette(UInt8)
  case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// How one cell looks.
package struct CellStyle: Hashable, Sendable {
  package struct Attributes: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let bold = Attributes(rawValue: 1)
    package static let dim = Attributes(rawValue: 2)
    package static let underline = Attributes(rawValue: 4)
    package static let reverse = Attributes(rawValue: 8)
    package static let italic = Attributes(rawValue: 16)
  }

  package var foreground: CellColor
  package var background: CellColor
  package var attributes: Attributes

  package static let plain = CellStyle()

  package init(
    foreground: CellColor = .terminal, background: CellColor = .terminal, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
