import Wording

/// A number as TOML writes it: `1_000`, `-0.5e3`, `0xff`, `0o17`, `0b101`.
struct TOMLNumber {
  let content: TOMLValue.Content

  /// `nil` when the word is no number.
  ///
  /// - Throws: for a whole number that 64 bits do not hold.
  init?(_ word: String, at position: TOMLPosition) throws(TOMLError) {
    let bytes = Array(word.utf8)
    if bytes.count > 2, bytes[0] == UInt8(ascii: "0"), let radix = Self.radix(bytes[1]) {
      guard let digits = Self.digits(bytes[2...], radix: radix) else { return nil }
      content = .integer(try Self.integer(digits, radix: radix, word, position))
      return
    }
    var rest = bytes[...]
    let sign = rest.first == UInt8(ascii: "-") ? "-" : ""
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    let whole = rest.prefix { $0 != UInt8(ascii: ".") && $0 | 0x20 != UInt8(ascii: "e") }
    guard let wholeDigits = Self.digits(whole, radix: 10), wholeDigits.utf8.count == 1 || whole.first != 0x30
    else { return nil }
    rest = rest[whole.endIndex...]
    if rest.isEmpty {
      content = .integer(try Self.integer(sign + wholeDigits, radix: 10, word, position))
      return
    }
    var text = sign + wholeDigits
    if rest.first == UInt8(ascii: ".") {
      let fraction = rest.dropFirst().prefix { $0 | 0x20 != UInt8(ascii: "e") }
      guard let digits = Self.digits(fraction, radix: 10) else { return nil }
      text += "." + digits
      rest = rest[fraction.endIndex...]
    }
    if !rest.isEmpty {
      rest = rest.dropFirst()
      let isNegative = rest.first == UInt8(ascii: "-")
      if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
      guard let digits = Self.digits(rest, radix: 10) else { return nil }
      text += "e" + (isNegative ? "-" : "") + digits
    }
    guard let number = Double(text) else { return nil }
    content = .float(number)
  }

  private static func radix(_ byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  /// The digits without the underscores, each of which stands between two of them.
  private static func digits(_ bytes: ArraySlice<UInt8>, radix: Int) -> String? {
    var digits = ""
    var wasDigit = false
    for byte in bytes {
      if byte == UInt8(ascii: "_") {
        if !wasDigit { return nil }
        wasDigit = false
        continue
      }
      let character = Character(Unicode.Scalar(byte))
      guard byte < 0x80, let value = character.hexDigitValue, value < radix else { return nil }
      digits.append(character)
      wasDigit = true
    }
    return wasDigit ? digits : nil
  }

  private static func integer(
    _ digits: String, radix: Int, _ word: String, _ position: TOMLPosition
  ) throws(TOMLError) -> Int {
    guard let number = Int(digits, radix: radix) else {
      throw TOMLError(position: position, message: "\(quoted(word)) is beyond the whole numbers of 64 bits")
    }
    return number
  }
}
