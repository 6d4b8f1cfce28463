import CTerminal
import TerminalCells

/// Which pair of ncurses and which attributes show a style.
struct ColorPairs {
  private struct Key: Hashable {
    var foreground: CellColor
    var background: CellColor
  }

  /// ncurses forgets the oldest pair when its table is full; a cache of more would show wrong colours.
  private static let mostPairs = 30_000

  /// As ncurses counts them: 0 (none), 8, 16, 256 or 0x1000000.
  let colors: Int
  private var cache: [Key: Int32] = [:]

  init(colors: Int) { self.colors = colors }

  /// - Parameter style: reduced to what the terminal has.
  mutating func look(of style: CellStyle) -> (pair: Int32, attributes: UInt32) {
    let attributes = UInt32(style.attributes.rawValue)
    guard colors > 0 else { return (0, attributes) }
    let key = Key(foreground: style.foreground, background: style.background)
    if let pair = cache[key] { return (pair, attributes) }
    if cache.count >= Self.mostPairs { cache.removeAll(keepingCapacity: true) }
    let pair = rmtop_screen_pair(number(of: key.foreground), number(of: key.background))
    cache[key] = pair
    return (pair, attributes)
  }

  /// A colour as ncurses counts them; -1 is the terminal's own.
  func number(of color: CellColor) -> Int32 {
    guard let parts = color.components else { return -1 }
    if case .palette(let index) = color {
      if colors < 16, index < 16 { return Int32(index % 8) }
      // With direct colours only the first eight numbers are still the palette.
      if colors <= 256 || index < 8 { return Int32(index) }
    }
    let value = Int32(parts.red) << 16 | Int32(parts.green) << 8 | Int32(parts.blue)
    return max(8, value)
  }
}
