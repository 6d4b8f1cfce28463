/// A colour as a theme names it; the terminal layer maps it to what the terminal can show.
public enum CellColor: Hashable, Sendable {
  /// The terminal's own foreground or background.
  case terminal
  /// A palette index 0…255.
  case palette(UInt8)
  case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// How one cell looks.
public struct CellStyle: Hashable, Sendable {
  public struct Attributes: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let bold = Attributes(rawValue: 1)
    public static let dim = Attributes(rawValue: 2)
    public static let underline = Attributes(rawValue: 4)
    public static let reverse = Attributes(rawValue: 8)
    public static let italic = Attributes(rawValue: 16)
  }

  public var foreground: CellColor
  public var background: CellColor
  public var attributes: Attributes

  public static let plain = CellStyle()

  public init(
    foreground: CellColor = .terminal, background: CellColor = .terminal, attributes: Attributes = []
  ) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }
}
