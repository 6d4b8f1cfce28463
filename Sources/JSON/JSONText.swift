import Wording

/// Writes JSON, compact, in the order in which it is told to.
///
/// ```swift
/// JSONText.object { json in
///   json.field("made", 12)
///   json.object("posterior") { $0.field("mean", 0.1) }
/// }  // {"made":12,"posterior":{"mean":0.1}}
/// ```
/// Numbers are written as short as they can be and still be read back to the same bits; a double without fraction
/// has no `.0`. What is opened is closed where its scope ends.
package struct JSONText: Sendable {
  /// How NaN and the infinities are written, which JSON has no numbers for.
  package enum NonFinite: Sendable {
    /// `NaN`, `Infinity`, `-Infinity`, as Python's `json` does and the run log accepts.
    case python
    /// `null`, which every reader of JSON accepts.
    case null
  }

  private var bytes: [UInt8] = []
  private var needsComma = false
  private let nonFinite: NonFinite

  package init(nonFinite: NonFinite = .python) {
    self.nonFinite = nonFinite
  }

  /// What is written so far.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension JSONText {
  /// One object as text.
  package static func object(
    nonFinite: NonFinite = .null, _ write: (inout JSONText) -> Void
  ) -> String {
    var json = JSONText(nonFinite: nonFinite)
    json.object(write)
    return json.text
  }

  package mutating func object(_ write: (inout JSONText) -> Void) { enclose("{", "}", write) }
  package mutating func array(_ write: (inout JSONText) -> Void) { enclose("[", "]", write) }

  package mutating func object(_ name: String, _ write: (inout JSONText) -> Void) {
    key(name)
    object(write)
  }

  /// An array of objects, one for each element.
  package mutating func objects<Element>(
    _ name: String, _ elements: some Sequence<Element>, _ write: (inout JSONText, Element) -> Void
  ) {
    key(name)
    array { json in
      for element in elements { json.object { write(&$0, element) } }
    }
  }

  /// The name of the next value, inside an object.
  package mutating func key(_ name: String) {
    separate()
    append(quoted: name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func value(_ text: String) {
    separate()
    append(quoted: text)
  }

  package mutating func value(_ number: Double) {
    separate()
    append(number)
  }

  package mutating func value(_ number: some BinaryInteger) {
    separate()
    bytes.append(contentsOf: String(number).utf8)
  }

  package mutating func value(_ flag: Bool) {
    separate()
    bytes.append(contentsOf: (flag ? "true" : "false").utf8)
  }

  package mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  package mutating func value(_ numbers: [Double]) {
    array { json in for number in numbers { json.value(number) } }
  }

  package mutating func value(_ texts: [String]) {
    array { json in for text in texts { json.value(text) } }
  }

  /// Text that is JSON already, as it stands.
  package mutating func value(rawJSON: String) {
    separate()
    bytes.append(contentsOf: rawJSON.utf8)
  }
}

extension JSONText {
  // Fields: a key and its value; an absent value writes nothing.

  package mutating func field(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    value(text)
  }

  package mutating func field(_ name: String, _ number: Double?) {
    guard let number else { return }
    key(name)
    value(number)
  }

  package mutating func field(_ name: String, _ number: Int?) {
    guard let number else { return }
    key(name)
    value(number)
  }

  package mutating func field(_ name: String, _ flag: Bool?) {
    guard let flag else { return }
    key(name)
    value(flag)
  }

  package mutating func field(_ name: String, _ numbers: [Double]) {
    key(name)
    value(numbers)
  }

  package mutating func field(_ name: String, _ numbers: [Int]) {
    key(name)
    array { json in for number in numbers { json.value(number) } }
  }

  // The same with `null` for an absent value, for readers who want every key to be there.

  package mutating func nullable(_ name: String, _ text: String?) {
    key(name)
    if let text { value(text) } else { null() }
  }

  package mutating func nullable(_ name: String, _ number: Double?) {
    key(name)
    if let number { value(number) } else { null() }
  }

  package mutating func nullable(_ name: String, _ number: Int?) {
    key(name)
    if let number { value(number) } else { null() }
  }

  package mutating func nullable<Value>(
    _ name: String, _ content: Value?, _ write: (inout JSONText, Value) -> Void
  ) {
    key(name)
    if let content { object { write(&$0, content) } } else { null() }
  }
}

extension JSONText {
  private mutating func enclose(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ write: (inout JSONText) -> Void
  ) {
    separate()
    bytes.append(UInt8(ascii: opening))
    needsComma = false
    write(&self)
    bytes.append(UInt8(ascii: closing))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  /// Escapes quote, backslash and what `isHidden` (controls, format characters, fillers), so that no line of JSON
  /// acts on the terminal that it is printed on; everything else stands as UTF-8.
  private mutating func append(quoted text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    let isASCII = text.withUTF8 { $0.allSatisfy { $0 < 0x80 } }
    if !isASCII {
      // A flood of marks would cover the lines above and below; three marks stand as they are.
      var marks = 0
      for scalar in text.unicodeScalars {
        marks = isMark(scalar) ? marks + 1 : 0
        append(quoted: scalar, isEscaped: marks > 3)
      }
      bytes.append(UInt8(ascii: "\""))
      return
    }
    text.withUTF8 { utf8 in
      // Runs that need no escape are copied whole: a packed context is one.
      var run = 0
      for (index, byte) in utf8.enumerated() where Self.needsEscape(byte) {
        bytes.append(contentsOf: utf8[run..<index])
        appendEscape(of: byte)
        run = index + 1
      }
      bytes.append(contentsOf: utf8[run...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(quoted scalar: Unicode.Scalar, isEscaped: Bool) {
    if let byte = UInt8(exactly: scalar.value), byte < 0x80 {
      if Self.needsEscape(byte) { appendEscape(of: byte) } else { bytes.append(byte) }
    } else if isEscaped || isHidden(scalar) {
      for unit in UTF16.encode(scalar) ?? UTF16.EncodedScalar() { appendEscape(of: unit) }
    } else {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.EncodedScalar())
    }
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
  }

  private mutating func appendEscape(of byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
    case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
    case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
    default: appendEscape(of: UInt16(byte))
    }
  }

  private mutating func appendEscape(of unit: UInt16) {
    let digits = String(unit, radix: 16)
    bytes.append(contentsOf: #"\u"#.utf8)
    bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
    bytes.append(contentsOf: digits.utf8)
  }

  private mutating func append(_ number: Double) {
    guard number.isFinite else {
      let words =
        switch nonFinite {
        case .null: "null"
        case .python: numberWords(number)
        }
      bytes.append(contentsOf: words.utf8)
      return
    }
    // A minus zero keeps its `.0`: without it readers take it for the integer 0 and the sign is lost.
    if number == number.rounded(.towardZero), number.magnitude < 0x1p53, number != 0 || number.sign == .plus {
      bytes.append(contentsOf: String(Int64(number)).utf8)
    } else {
      bytes.append(contentsOf: number.description.utf8)
    }
  }
}

/// A number in words: as Python's `json` and the run log write it.
package func numberWords(_ number: Double) -> String {
  if number.isFinite { return number.description }
  return number.isNaN ? "NaN" : number > 0 ? "Infinity" : "-Infinity"
}
