import Wording

/// Reads TOML 1.0 but for dates and times, which no file of rmtop's has: they are refused as such.
///
/// A reader of our own, because toml++ 3.3 (Debian 12's, and the one in TOMLKit) asserts on a comma before `}`,
/// gives no position for it, and overflows the stack on 8 KB of dotted keys.
///
/// - Complexity: O(length of the text) time and memory; at most `depthLimit` levels of recursion.
package struct TOMLReader {
  /// How deep tables and lists may lie in one another, parts of dotted keys counted.
  package static let depthLimit = 32

  let bytes: [UInt8]
  var at = 0
  private var line = 1
  private var column = 1
  /// What `line` and `column` are of.
  private var placed = 0
  var depth = 0

  /// The document's fields.
  ///
  /// - Throws: `TOMLError` for the first thing that is not TOML.
  package static func read(_ bytes: [UInt8]) throws(TOMLError) -> TOMLTable {
    var reader = TOMLReader(bytes)
    try reader.checkUTF8()
    return try reader.document()
  }

  private init(_ bytes: [UInt8]) {
    // A byte order mark is no part of the text.
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  private mutating func document() throws(TOMLError) -> TOMLTable {
    var tree = TOMLTree(at: position)
    var headerDepth = 0
    while true {
      try skipBlankLines()
      if isAtEnd { return tree.table() }
      if byte == UInt8(ascii: "[") {
        at += 1
        depth = 0
        let isOneOfMany = take("[")
        let parts = try key()
        if !take("]") { throw expected("“]” after the table's name") }
        if isOneOfMany, !take("]") { throw expected("“]]” after the table's name") }
        try tree.open(parts, isOneOfMany: isOneOfMany)
        headerDepth = parts.count
      } else {
        depth = headerDepth
        let (parts, value) = try field()
        try tree.set(parts, to: value)
      }
      try endLine()
    }
  }

  /// `key = value`.
  mutating func field() throws(TOMLError) -> (parts: [TOMLTree.Part], value: TOMLValue) {
    let parts = try key()
    if !take("=") { throw expected("“=” after the key \(quoted(parts.last?.text ?? ""))") }
    skipBlanks()
    let before = depth
    depth += parts.count - 1
    let value = try value()
    depth = before
    return (parts, value)
  }

  /// A bare, quoted or dotted key, and the blanks around it.
  private mutating func key() throws(TOMLError) -> [TOMLTree.Part] {
    var parts: [TOMLTree.Part] = []
    repeat {
      skipBlanks()
      let start = position
      if parts.count + depth >= Self.depthLimit { throw tooDeep(start) }
      switch byte {
      case UInt8(ascii: "\""):
        parts.append((try basicString(), start))
      case UInt8(ascii: "'"):
        parts.append((try literalString(), start))
      default:
        let from = at
        while let byte, Self.isBareKey(byte) { at += 1 }
        if at == from { throw expected("a key") }
        parts.append((text(from..<at), start))
      }
      skipBlanks()
    } while take(".")
    return parts
  }

  private static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}

extension TOMLReader {
  // White space, comments, ends of lines.

  mutating func skipBlanks() {
    while byte == 0x20 || byte == 0x09 { at += 1 }
  }

  /// Blanks, comments and ends of lines.
  mutating func skipBlankLines() throws(TOMLError) {
    repeat {
      skipBlanks()
      try skipComment()
    } while skipLineEnd()
  }

  /// Nothing but blanks and a comment may follow on the line.
  private mutating func endLine() throws(TOMLError) {
    skipBlanks()
    try skipComment()
    if !skipLineEnd(), !isAtEnd { throw expected("the end of the line") }
  }

  private mutating func skipComment() throws(TOMLError) {
    guard byte == UInt8(ascii: "#") else { return }
    while let byte, byte != 0x0A, !isLineEnd {
      if Self.isControl(byte) { throw controlCharacter("a comment") }
      at += 1
    }
  }

  private var isLineEnd: Bool { byte == 0x0A || byte == 0x0D && byte(after: 1) == 0x0A }

  mutating func skipLineEnd() -> Bool {
    guard isLineEnd else { return false }
    at += byte == 0x0D ? 2 : 1
    return true
  }
}

extension TOMLReader {
  // The text and the place in it.

  var isAtEnd: Bool { at >= bytes.count }
  var byte: UInt8? { at < bytes.count ? bytes[at] : nil }
  func byte(after count: Int) -> UInt8? { at + count < bytes.count ? bytes[at + count] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: scalar) else { return false }
    at += 1
    return true
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// Everything but the tab that may not stand in a text or comment.
  static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 && byte != 0x09 || byte == 0x7F }

  /// Of what comes next. Places are asked for in the order of the text, so each byte is counted once.
  var position: TOMLPosition {
    mutating get {
      while placed < at {
        let byte = bytes[placed]
        if byte == 0x0A {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
        placed += 1
      }
      return TOMLPosition(line: line, column: column)
    }
  }

  mutating func expected(_ what: String) -> TOMLError {
    TOMLError(position: position, message: "expected \(what), got \(found)")
  }

  mutating func controlCharacter(_ index: String) -> TOMLError {
    TOMLError(position: position, message: "\(index) must not have \(found) in it")
  }

  func tooDeep(_ position: TOMLPosition) -> TOMLError {
    TOMLError(position: position, message: "tables and lists may lie \(Self.depthLimit) deep, not deeper")
  }

  /// What stands here, in words.
  private var found: String {
    guard let byte else { return "the end of the file" }
    if isLineEnd { return "the end of the line" }
    if Self.isControl(byte) || byte == 0x09 { return "the control character \(hexadecimal(byte))" }
    var end = at + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return quoted(text(at..<end))
  }

  private mutating func checkUTF8() throws(TOMLError) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid(let scalar): at += scalar.count
      case .emptyInput:
        // Back to the beginning; a place is only ever asked for further on.
        at = 0
        return
      case .error: throw TOMLError(position: position, message: "the text is not UTF-8")
      }
    }
  }

  private func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
