/// Makes text from a log, a file name or a command line safe for a terminal.
///
/// White space of every kind becomes a plain space, the blank Braille pattern too. What `isHidden` is removed:
/// control characters (C0, DEL, C1: so every escape sequence loses its introducer), bidi marks, overrides and
/// isolates, zero-width, tag and other format characters, invisible fillers, variation selectors, non-characters.
/// A zero width joiner stays between two emoji, an emoji's presentation selector behind it. Of combining marks three
/// stay with what they stand on, and none without. The text is cut after `limit` Unicode scalars with `…`.
///
/// - Complexity: O(length of the text), O(`limit`) memory.
package func printableText(_ text: String, limit: Int = 4096) -> String {
  var printer = ScalarPrinter(limit: limit, keepsBlankBraille: false)
  for scalar in text.unicodeScalars where !printer.take(scalar) { break }
  return String(printer.result)
}

/// What a program writes, made safe line by line: line ends stay, and the blank Braille pattern, which charts need.
package func printableLines(_ text: String) -> String {
  var text = text
  let isPlain = text.withUTF8 { $0.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A } }
  if isPlain { return text }
  var printer = ScalarPrinter(limit: .max, keepsBlankBraille: true)
  for scalar in text.unicodeScalars {
    if scalar == "\n" { printer.breakLine() } else { _ = printer.take(scalar) }
  }
  return String(printer.result)
}

/// A name in a place of its own. Where nothing of it can be seen its characters stand by number: `U+3164`.
package func printableName(_ name: String, limit: Int = 256) -> String {
  let shown = printableText(name, limit: limit)
  if shown.contains(where: { $0 != " " }) { return shown }
  return name.unicodeScalars.prefix(4).map { scalar in
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }.joined(separator: " ")
}

/// Whether a character shows nothing of itself, or acts on the terminal or on its neighbours: controls, format
/// characters, separators of lines and paragraphs, whatever Unicode lets programs ignore, and non-characters.
package func isHidden(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x20...0x7E, 0xA1...0xAC, 0xAE...0x2FF: return false
  // A note head that shows nothing, though Unicode counts it among the symbols.
  case 0x1D159: return true
  default: break
  }
  let properties = scalar.properties
  if properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint { return true }
  switch properties.generalCategory {
  case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: return true
  default: return false
  }
}

/// Whether a character stands on the one before it and takes no room of its own.
package func isMark(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.value < 0x300 { return false }
  return [.nonspacingMark, .enclosingMark].contains(scalar.properties.generalCategory)
}

/// Takes scalars one by one and keeps what may be shown.
private struct ScalarPrinter {
  private static let joiner: Unicode.Scalar = "\u{200D}"
  /// Marks that stay with their base: as many as a cell of the screen holds.
  private static let mostMarks = 3

  let limit: Int
  let keepsBlankBraille: Bool
  var result = String.UnicodeScalarView()
  private var count = 0
  /// Whether there is something to stand on for a mark.
  private var hasBase = false
  private var marks = 0
  /// Whether a joiner may follow: the last thing was an emoji.
  private var isAfterEmoji = false
  private var hasSelector = false
  private var waitsToJoin = false

  init(limit: Int, keepsBlankBraille: Bool) {
    self.limit = limit
    self.keepsBlankBraille = keepsBlankBraille
  }

  /// Returns false when the text is full.
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x7E: return show(scalar, isEmoji: false)
    case 0x2800 where keepsBlankBraille: return show(scalar, isEmoji: false)
    case 0x20, 0x09, 0x0A, 0x0D, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
      0x2800:
      return space()
    case Self.joiner.value:
      waitsToJoin = isAfterEmoji
      return true
    case 0xFE0E, 0xFE0F:
      if !isAfterEmoji || hasSelector { return true }
      hasSelector = true
      return append(scalar)
    default: break
    }
    if isHidden(scalar) { return true }
    guard isMark(scalar) else {
      return show(scalar, isEmoji: scalar.value > 0xAE && scalar.properties.isEmoji)
    }
    isAfterEmoji = false
    waitsToJoin = false
    if !hasBase || marks == Self.mostMarks { return true }
    marks += 1
    return append(scalar)
  }

  mutating func breakLine() {
    result.append("\n")
    reset(hasBase: false, isEmoji: false)
  }

  private mutating func show(_ scalar: Unicode.Scalar, isEmoji: Bool) -> Bool {
    if waitsToJoin, isEmoji, count < limit - 1 { _ = append(Self.joiner) }
    reset(hasBase: true, isEmoji: isEmoji)
    return append(scalar)
  }

  private mutating func space() -> Bool {
    reset(hasBase: false, isEmoji: false)
    return append(" ")
  }

  private mutating func reset(hasBase: Bool, isEmoji: Bool) {
    self.hasBase = hasBase
    marks = 0
    isAfterEmoji = isEmoji
    hasSelector = false
    waitsToJoin = false
  }

  private mutating func append(_ scalar: Unicode.Scalar) -> Bool {
    result.append(count < limit ? scalar : "…")
    count += 1
    return count <= limit
  }
}
