import Wording

extension TOMLReader {
  mutating func value() throws(TOMLError) -> TOMLValue {
    let start = position
    if depth >= Self.depthLimit { throw tooDeep(start) }
    depth += 1
    let content = try content(start)
    depth -= 1
    return TOMLValue(content, at: start)
  }

  private mutating func content(_ start: TOMLPosition) throws(TOMLError) -> TOMLValue.Content {
    switch byte {
    case UInt8(ascii: "\""):
      return .string(try isLong(UInt8(ascii: "\"")) ? longString("\"") : basicString())
    case UInt8(ascii: "'"):
      return .string(try isLong(UInt8(ascii: "'")) ? longString("'") : literalString())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "{"): return .table(try inlineTable(start))
    default: return try word(start)
    }
  }

  private func isLong(_ quote: UInt8) -> Bool { byte(after: 1) == quote && byte(after: 2) == quote }

  /// `[1, 2, 3]`, over lines, with a comma at the end if wanted.
  private mutating func array() throws(TOMLError) -> [TOMLValue] {
    at += 1
    var items: [TOMLValue] = []
    while true {
      try skipBlankLines()
      if take("]") { return items }
      if isValueEnd { throw expected("a value or the “]” of the list") }
      items.append(try value())
      try skipBlankLines()
      if take("]") { return items }
      if !take(",") { throw expected("“,” or the “]” of the list") }
    }
  }

  /// `{ a = 1, b = 2 }`, on one line.
  private mutating func inlineTable(_ start: TOMLPosition) throws(TOMLError) -> TOMLTable {
    at += 1
    var tree = TOMLTree(at: start)
    skipBlanks()
    if take("}") { return tree.table() }
    while true {
      let (parts, value) = try field()
      try tree.set(parts, to: value)
      skipBlanks()
      if take("}") { return tree.table() }
      if !take(",") { throw expected("“,” or the “}” of the inline table") }
      skipBlanks()
      if byte == UInt8(ascii: "}") { throw expected("a key after the “,” of the inline table") }
    }
  }

  /// true, false or a number: all up to what can end a value.
  private mutating func word(_ start: TOMLPosition) throws(TOMLError) -> TOMLValue.Content {
    if isValueEnd { throw expected("a value") }
    let from = at
    while !isValueEnd { at += 1 }
    let word = text(from..<at)
    switch word {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "inf", "+inf": return .float(.infinity)
    case "-inf": return .float(-.infinity)
    case "nan", "+nan", "-nan": return .float(.nan)
    default: break
    }
    if let number = try TOMLNumber(word, at: start) { return number.content }
    if Self.looksLikeDate(word) {
      throw TOMLError(
        position: start, message: "\(quoted(word)) is a date or a time, which are not read here")
    }
    throw TOMLError(
      position: start,
      message:
        "\(quoted(word)) is not a value: texts stand in \"quotes\", other values are numbers, true and false")
  }

  /// Whether a word has ended: at white space, a comma, a bracket, a comment, a control character or the end.
  private var isValueEnd: Bool {
    guard let byte else { return true }
    switch byte {
    case 0x20, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "#"): return true
    default: return byte < 0x20 || byte == 0x7F
    }
  }

  private static func looksLikeDate(_ word: String) -> Bool {
    let start = word.utf8.prefix(5).map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }
    return start.starts(with: "0000-".utf8) || start.starts(with: "00:00".utf8)
  }
}
