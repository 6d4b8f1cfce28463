extension TOMLReader {
  // Each begins at its opening quote and ends after its closing one.

  /// `"…"` on one line, with escapes.
  mutating func basicString() throws(TOMLError) -> String {
    at += 1
    var text: [UInt8] = []
    while true {
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      default: text.append(try character(quote: "\"", index: "a text in double quotes"))
      }
    }
  }

  /// `'…'` on one line, as it stands.
  mutating func literalString() throws(TOMLError) -> String {
    at += 1
    let from = at
    while byte != UInt8(ascii: "'") { _ = try character(quote: "'", index: "a text in single quotes") }
    at += 1
    return text(from..<(at - 1))
  }

  /// `"""…"""` or `'''…'''`, over lines.
  mutating func longString(_ quote: Unicode.Scalar) throws(TOMLError) -> String {
    let mark = UInt8(ascii: quote)
    at += 3
    _ = skipLineEnd()
    var text: [UInt8] = []
    while true {
      if byte == mark, byte(after: 1) == mark, byte(after: 2) == mark {
        // Up to two quotes may stand before the closing three.
        var extra = 0
        while extra < 2, byte(after: 3 + extra) == mark { extra += 1 }
        at += 3 + extra
        text += [UInt8](repeating: mark, count: extra)
        return String(decoding: text, as: UTF8.self)
      }
      if skipLineEnd() {
        text.append(0x0A)
      } else if byte == UInt8(ascii: "\\"), quote == "\"" {
        if !skipContinuation() { text += try escape() }
      } else {
        text.append(try character(quote: "\(quote)\(quote)\(quote)", index: "a text"))
      }
    }
  }

  /// A backslash at the end of a line takes away all white space up to the next character.
  private mutating func skipContinuation() -> Bool {
    let before = at
    at += 1
    skipBlanks()
    guard skipLineEnd() else {
      at = before
      return false
    }
    repeat { skipBlanks() } while skipLineEnd()
    return true
  }

  private mutating func character(quote: String, index: String) throws(TOMLError) -> UInt8 {
    guard let byte, byte != 0x0A, byte != 0x0D || self.byte(after: 1) != 0x0A else {
      throw expected("\(quote) at the end of the text")
    }
    if Self.isControl(byte) { throw controlCharacter(index) }
    at += 1
    return byte
  }

  private mutating func escape() throws(TOMLError) -> [UInt8] {
    let start = position
    at += 1
    let letter = byte
    at += 1
    switch letter {
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): return letter.map { [$0] } ?? []
    case UInt8(ascii: "u"): return try scalar(digits: 4, start)
    case UInt8(ascii: "U"): return try scalar(digits: 8, start)
    default:
      throw TOMLError(
        position: start,
        message: #"after \ expected b, t, n, f, r, u, U, " or \; a text in 'single quotes' has no escapes"#)
    }
  }

  private mutating func scalar(digits: Int, _ start: TOMLPosition) throws(TOMLError) -> [UInt8] {
    let from = at
    while at - from < digits, let byte, Character(Unicode.Scalar(byte)).isHexDigit, byte < 0x80 { at += 1 }
    guard at - from == digits, let value = UInt32(text(from..<at), radix: 16),
      let scalar = Unicode.Scalar(value)
    else {
      throw TOMLError(
        position: start,
        message: "expected \(digits) hexadecimal digits of a Unicode character after \\u or \\U")
    }
    return Array(String(Character(scalar)).utf8)
  }
}
