import TOML
import TerminalCells
import Wording

extension Theme {
  /// Reads a theme.
  ///
  /// ```toml
  /// shade = "dark"                 # or "light": which way colours fade; "dark" when absent
  /// series = ["#6ea8fe", 208]      # colours of reward models; none = letters instead
  /// heat = ["#1c2533", "#f2d75c"]  # of heat maps, from the least to the greatest; none = made of the first of series
  /// [roles]
  /// text = "#c8ccd4"               # "#rrggbb", 0-255, a name of the sixteen, or "" for the terminal's own
  /// title = { color = "cyan", background = "", attributes = ["bold"] }
  /// ```
  /// Roles that are absent inherit (`ThemeRole.parent`).
  /// - Throws: `ThemeError` with line and column, for text that is no TOML, an unknown key, role, colour or attribute.
  package static func parse(toml: String, name: String) throws(ThemeError) -> Theme {
    try parse(bytes: Array(toml.utf8), name: name)
  }

  /// The same from the bytes of a file.
  package static func parse(bytes: [UInt8], name: String) throws(ThemeError) -> Theme {
    let document: TOMLTable
    do {
      document = try TOMLReader.read(bytes)
    } catch {
      throw ThemeError(name: name, position: error.position, message: error.message)
    }
    return try ThemeReader(name: name).theme(document)
  }
}

/// Turns a TOML document into a theme.
private struct ThemeReader {
  let name: String

  func theme(_ document: TOMLTable) throws(ThemeError) -> Theme {
    var shade = Theme.Shade.dark
    var series: [CellColor] = []
    var heat: [CellColor] = []
    var looks: [ThemeRole: ThemeLook] = [:]
    for field in document.fields {
      let value = field.value
      switch field.key {
      case "shade":
        guard let word = value.string, let known = Theme.Shade(rawValue: word) else {
          throw refused(value, "shade", "\"dark\" or \"light\"")
        }
        shade = known
      case "series":
        guard let list = value.array else { throw refused(value, "series", "a list of colours") }
        for item in list { series.append(try color(item)) }
      case "heat":
        guard let list = value.array else { throw refused(value, "heat", "a list of colours") }
        for item in list { heat.append(try color(item)) }
      case "roles":
        guard let table = value.table else { throw refused(value, "roles", "a table") }
        looks = try roles(table)
      default:
        throw error(
          field.position, "unknown key \(quoted(field.key)); a theme has shade, series, heat and [roles]")
      }
    }
    return Theme(name: name, shade: shade, looks: looks, series: series, heat: heat)
  }

  private func roles(_ table: TOMLTable) throws(ThemeError) -> [ThemeRole: ThemeLook] {
    var looks: [ThemeRole: ThemeLook] = [:]
    for field in table.fields {
      guard let role = ThemeRole(rawValue: field.key) else {
        let known = ThemeRole.allCases.map(\.rawValue)
        throw error(
          field.position,
          "unknown role \(quoted(field.key))"
            + suggestion(
              for: field.key, among: known, otherwise: "; roles are \(known.joined(separator: ", "))"))
      }
      looks[role] = try look(field.value)
    }
    return looks
  }

  private func look(_ value: TOMLValue) throws(ThemeError) -> ThemeLook {
    guard let table = value.table else {
      return ThemeLook(foreground: try color(value))
    }
    var look = ThemeLook()
    for field in table.fields {
      switch field.key {
      case "color": look.foreground = try color(field.value)
      case "background": look.background = try color(field.value)
      case "attributes": look.attributes = try attributes(field.value)
      default:
        throw error(
          field.position, "unknown key \(quoted(field.key)); a role has color, background and attributes")
      }
    }
    return look
  }

  private func attributes(_ value: TOMLValue) throws(ThemeError) -> CellStyle.Attributes {
    guard let list = value.array else { throw refused(value, "attributes", "a list of words") }
    var result: CellStyle.Attributes = []
    for item in list {
      switch item.string {
      case "bold": result.insert(.bold)
      case "dim": result.insert(.dim)
      case "underline": result.insert(.underline)
      case "reverse": result.insert(.reverse)
      case "italic": result.insert(.italic)
      default: throw refused(item, "an attribute", "bold, dim, underline, reverse or italic")
      }
    }
    return result
  }

  private func color(_ value: TOMLValue) throws(ThemeError) -> CellColor {
    if let number = value.integer {
      guard let index = UInt8(exactly: number) else {
        throw error(value.position, "\(number) is not a colour; numbers are 0 to 255")
      }
      return .palette(index)
    }
    guard let text = value.string, let color = CellColor(themeText: text) else {
      let got = value.string.map { quoted($0) } ?? value.kind
      throw error(
        value.position, "\(got) is not a colour; write \"#rrggbb\", 0 to 255, or a name such as \"red\"")
    }
    return color
  }

  private func refused(_ value: TOMLValue, _ subject: String, _ accepted: String) -> ThemeError {
    let got = value.string.map { quoted($0) } ?? value.integer.map(String.init) ?? value.kind
    return error(value.position, "\(subject): expected \(accepted), got \(got)")
  }

  private func error(_ position: TOMLPosition, _ message: String) -> ThemeError {
    ThemeError(name: name, position: position, message: message)
  }
}

extension CellColor {
  /// The sixteen names, in the order of the palette.
  static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta",
    "bright-cyan", "bright-white",
  ]

  /// `#rrggbb`, a number from 0 to 255, one of the sixteen names, or nothing for the terminal's own.
  init?(themeText text: String) {
    if text.isEmpty || text == "terminal" {
      self = .terminal
    } else if let index = Self.names.firstIndex(of: text), let color = UInt8(exactly: index) {
      self = .palette(color)
    } else if let index = UInt8(text), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      self = .palette(index)
    } else if text.hasPrefix("#"), text.utf8.count == 7,
      text.utf8.dropFirst().allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(text.dropFirst(), radix: 16)
    {
      self = .rgb(
        red: UInt8(truncatingIfNeeded: value >> 16), green: UInt8(truncatingIfNeeded: value >> 8),
        blue: UInt8(truncatingIfNeeded: value))
    } else {
      return nil
    }
  }
}
