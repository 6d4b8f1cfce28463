import RunEvents
import TOMLKit
import TerminalCells

extension Theme {
  /// Reads a theme.
  ///
  /// ```toml
  /// shade = "dark"                 # or "light": which way colours fade; "dark" when absent
  /// series = ["#6ea8fe", 208]      # colours of reward models; none = letters instead
  /// [roles]
  /// text = "#c8ccd4"               # "#rrggbb", 0-255, a name of the sixteen, or "" for the terminal's own
  /// title = { color = "cyan", background = "", attributes = ["bold"] }
  /// ```
  /// Roles that are absent inherit (`ThemeRole.parent`).
  /// - Throws: `ThemeError` with the line, for text that is no TOML, an unknown key, role, colour or attribute.
  public static func parse(toml: String, name: String) throws(ThemeError) -> Theme {
    let document: TOMLTable
    do {
      document = try TOMLTable(string: toml)
    } catch let error as TOMLParseError {
      throw ThemeError(
        name: name, line: error.source.begin.line, message: printableText(error.description, limit: 200))
    } catch {
      throw ThemeError(name: name, line: 1, message: "not TOML")
    }
    return try withExtendedLifetime(document) { () throws(ThemeError) -> Theme in
      try ThemeReader(name: name, lines: toml).theme(document)
    }
  }
}

/// Turns a TOML document into a theme, and finds the line of what is wrong in it.
private struct ThemeReader {
  let name: String
  /// Keys as they stand in the file, with their lines: TOMLKit keeps positions of syntax errors only.
  let keys: [(line: Int, section: String, key: String)]

  init(name: String, lines: String) {
    self.name = name
    var section = ""
    var keys: [(line: Int, section: String, key: String)] = []
    for (index, line) in lines.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let text = line.drop { $0 == " " || $0 == "\t" }
      if text.hasPrefix("[") {
        section = String(text.dropFirst().prefix { $0 != "]" })
      } else if let equals = text.firstIndex(of: "="), !text.hasPrefix("#") {
        let key = text[..<equals].filter { !" \t\"'".contains($0) }
        keys.append((index + 1, section, String(key)))
      }
    }
    self.keys = keys
  }

  func theme(_ document: TOMLTable) throws(ThemeError) -> Theme {
    var shade = Theme.Shade.dark
    var series: [CellColor] = []
    var looks: [ThemeRole: ThemeLook] = [:]
    for key in document.keys.sorted() {
      guard let value = document[key] else { continue }
      switch key {
      case "shade":
        guard let word = value.string, let known = Theme.Shade(rawValue: word) else {
          throw error("shade is \"dark\" or \"light\"", key)
        }
        shade = known
      case "series":
        guard let list = value.array else { throw error("series is a list of colours", key) }
        for item in list { series.append(try color(item, "", key)) }
      case "roles":
        guard let table = value.table else { throw error("roles is a table", key) }
        looks = try roles(table)
      default:
        throw error("unknown key \(quoted(key)); a theme has shade, series and [roles]", key)
      }
    }
    return Theme(name: name, shade: shade, looks: looks, series: series)
  }

  private func roles(_ table: TOMLTable) throws(ThemeError) -> [ThemeRole: ThemeLook] {
    var looks: [ThemeRole: ThemeLook] = [:]
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      guard let role = ThemeRole(rawValue: key) else {
        let known = ThemeRole.allCases.map(\.rawValue).joined(separator: ", ")
        throw error("unknown role \(quoted(key)); roles are \(known)", "roles", key)
      }
      looks[role] = try look(value, key)
    }
    return looks
  }

  private func look(_ value: any TOMLValueConvertible, _ key: String) throws(ThemeError) -> ThemeLook {
    guard let table = value.table else {
      return ThemeLook(foreground: try color(value, "roles", key))
    }
    var look = ThemeLook()
    for part in table.keys.sorted() {
      guard let value = table[part] else { continue }
      switch part {
      case "color": look.foreground = try color(value, "roles", key)
      case "background": look.background = try color(value, "roles", key)
      case "attributes": look.attributes = try attributes(value, key)
      default:
        throw error("unknown key \(quoted(part)); a role has color, background, attributes", "roles", key)
      }
    }
    return look
  }

  private func attributes(
    _ value: any TOMLValueConvertible, _ key: String
  ) throws(ThemeError) -> CellStyle.Attributes {
    guard let list = value.array else { throw error("attributes is a list of words", "roles", key) }
    var result: CellStyle.Attributes = []
    for item in list {
      switch item.string {
      case "bold": result.insert(.bold)
      case "dim": result.insert(.dim)
      case "underline": result.insert(.underline)
      case "reverse": result.insert(.reverse)
      case "italic": result.insert(.italic)
      default: throw error("an attribute is bold, dim, underline, reverse or italic", "roles", key)
      }
    }
    return result
  }

  private func color(
    _ value: any TOMLValueConvertible, _ section: String, _ key: String
  ) throws(ThemeError) -> CellColor {
    if let number = value.int {
      guard let index = UInt8(exactly: number) else {
        throw error("\(number) is no colour; numbers are 0 to 255", section, key)
      }
      return .palette(index)
    }
    guard let text = value.string, let color = CellColor(themeText: text) else {
      let shown = value.string.map(quoted) ?? "this"
      throw error(
        "\(shown) is no colour; write \"#rrggbb\", 0 to 255, or a name such as \"red\"", section, key)
    }
    return color
  }

  private func error(_ message: String, _ top: String) -> ThemeError { error(message, "", top) }

  private func error(_ message: String, _ section: String, _ key: String) -> ThemeError {
    let line =
      keys.first { $0.section == section && $0.key == key }?.line
      ?? keys.first { $0.key == "\(section).\(key)" || $0.key.hasPrefix("\(section).\(key).") }?.line
      ?? keys.first { $0.section == "\(section).\(key)" || $0.section == key || $0.key == section }?.line ?? 1
    return ThemeError(name: name, line: line, message: message)
  }

  private func quoted(_ text: String) -> String { "\"\(printableText(text, limit: 40))\"" }
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
