import CSimdjson

extension StrictJSONReader {
  mutating func readWord(
    _ word: StaticString, _ kind: rmtop_json_kind, bits: UInt64 = 0
  ) throws(JSONFault) {
    let count = word.utf8CodeUnitCount
    let matches =
      position + count <= bytes.count
      && bytes[position..<position + count].elementsEqual(
        UnsafeBufferPointer(start: word.utf8Start, count: count))
    guard matches else { throw refused("a value") }
    position += count
    try append(kind, bits: bits)
  }

  /// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
  mutating func readNumber() throws(JSONFault) {
    let start = position
    var isInteger = true
    if current == UInt8(ascii: "-") { position += 1 }
    let leading = position
    let digits = skipDigits()
    guard digits > 0, digits == 1 || bytes[leading] != UInt8(ascii: "0") else {
      position = start
      throw refused("a value")
    }
    if current == UInt8(ascii: ".") {
      position += 1
      isInteger = false
      if skipDigits() == 0 { throw refused("a digit") }
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      position += 1
      isInteger = false
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      if skipDigits() == 0 { throw refused("a digit") }
    }
    let digitsText = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int64(digitsText) {
      return try append(RMTOP_JSON_INTEGER, bits: UInt64(bitPattern: value))
    }
    if isInteger, let value = UInt64(digitsText) {
      return try append(RMTOP_JSON_UNSIGNED, bits: value)
    }
    guard let value = Double(digitsText) else { throw refused("a number") }
    try append(RMTOP_JSON_DOUBLE, bits: value.bitPattern)
    if isInteger { keepText(from: text.count, appending: start..<position) }
  }

  private mutating func skipDigits() -> Int {
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    return position - start
  }

  /// Makes the text buffer's end, from `place` on, the text of the last node.
  private mutating func keepText(from place: Int, appending range: Range<Int>? = nil) {
    if let range { text.append(contentsOf: bytes[range]) }
    let last = nodes.count - 1
    nodes[last].place = UInt32(truncatingIfNeeded: place)
    nodes[last].length = UInt32(truncatingIfNeeded: text.count - place)
  }

  mutating func readString() throws(JSONFault) {
    let place = text.count
    position += 1
    while true {
      let run = position
      while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""),
        bytes[position] != UInt8(ascii: "\\")
      {
        position += 1
      }
      text.append(contentsOf: bytes[run..<position])
      guard position < bytes.count else { throw refused("the end of a text") }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        try append(RMTOP_JSON_STRING)
        return keepText(from: place)
      case UInt8(ascii: "\\"):
        try readEscape()
      default:
        throw JSONFault(
          .notJSON,
          "byte \(position + 1) is a control character inside a text; JSON writes it as an escape")
      }
    }
  }

  private mutating func readEscape() throws(JSONFault) {
    position += 1
    switch current {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(current)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): return try readUnicodeEscape()
    default: throw refused("an escape")
    }
    position += 1
  }

  /// Reads from the `u` on; a character beyond U+FFFF is two escapes, and half a pair, as writers leave it that cut
  /// texts, is U+FFFD.
  private mutating func readUnicodeEscape() throws(JSONFault) {
    var code = try readHexadecimal()
    // Each half that has no other is replaced by itself; what follows may begin a pair of its own.
    while (0xD800..<0xDC00).contains(code), current == UInt8(ascii: "\\"), position + 1 < bytes.count,
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 1
      let second = try readHexadecimal()
      if (0xDC00..<0xE000).contains(second) {
        code = 0x10000 + (code - 0xD800) << 10 + (second - 0xDC00)
      } else {
        text.append(contentsOf: UTF8.encodedReplacementCharacter)
        code = second
      }
    }
    let scalar = Unicode.Scalar(code)
    text.append(contentsOf: scalar.flatMap(UTF8.encode) ?? UTF8.encodedReplacementCharacter)
  }

  private mutating func readHexadecimal() throws(JSONFault) -> UInt32 {
    position += 1
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = hexadecimalValue(current) else { throw refused("four hexadecimal digits") }
      code = code << 4 | digit
      position += 1
    }
    return code
  }
}

private func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

private func hexadecimalValue(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
  default: nil
  }
}

/// Index of the first byte that does not belong to a well-formed UTF-8 sequence.
///
/// - Complexity: O(length).
func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
  var position = 0
  while position < bytes.count {
    let lead = bytes[position]
    if lead < 0x80 {
      position += 1
      continue
    }
    // Table 3-7 of the Unicode standard: the second byte's range depends on the first.
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return position
    }
    guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return position }
    for offset in 2..<max(2, length) where bytes[position + offset] & 0xC0 != 0x80 { return position }
    position += length
  }
  return nil
}
