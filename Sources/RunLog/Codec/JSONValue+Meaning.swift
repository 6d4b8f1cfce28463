import JSON

// What a value plainly means, where its writer had another type for it: a number written as text (`"0.5"`, `"NaN"`),
// an integer as a number with a fraction of 0 (`3.0`), a truth value as 0 or 1.

extension JSONValue {
  /// Any number, also one that is written as text.
  var meantNumber: Double? { number ?? utf8.flatMap(numberInText) }

  /// A number without a fraction that an `Int` holds, also one that is written as text.
  var meantWholeNumber: Int? {
    if let text = utf8 {
      return numberInText(text).flatMap { Int(plainDigits(text)) ?? Int(exactly: $0) }
    }
    return wholeNumber
  }

  /// The same up to 2⁶⁴ − 1.
  var meantUnsignedNumber: UInt64? {
    if let text = utf8 {
      return numberInText(text).flatMap { UInt64(plainDigits(text)) ?? UInt64(exactly: $0) }
    }
    return unsignedNumber
  }

  /// The decimal text of an integer of any length; of a number with a fraction of 0 where a double is exact.
  var meantIntegerText: String? {
    if let text = integerText { return text }
    guard let whole = wholeNumber, whole.magnitude <= UInt(greatestStep) else { return nil }
    return String(whole)
  }

  /// Whether an RM is right: 0 or 1, false or true.
  var meantLabel: Bool? {
    if let flag { return flag }
    switch meantWholeNumber {
    case 0: return false
    case 1: return true
    default: return nil
    }
  }
}

/// The number that a text is, as Python, JavaScript or C would write it; `nil` where it is anything else.
///
/// Blanks around it do not matter. `nan`, `inf` and `infinity` are read in any case, with a sign.
private func numberInText(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
  // Longer than any number that a program writes: no text is copied for nothing.
  guard text.count <= 400 else { return nil }
  let digits = plainDigits(text)
  guard let first = digits.utf8.first else { return nil }
  let isNumber = digits.utf8.allSatisfy {
    switch $0 {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
  if isNumber { return Double(digits) }
  let isNegative = first == UInt8(ascii: "-")
  let hasSign = isNegative || first == UInt8(ascii: "+")
  switch digits.dropFirst(hasSign ? 1 : 0).lowercased() {
  case "nan": return .nan
  case "inf", "infinity": return isNegative ? -.infinity : .infinity
  default: return nil
  }
}

/// The text without the blanks around it.
private func plainDigits(_ text: UnsafeBufferPointer<UInt8>) -> String {
  var rest = text[...]
  while let last = rest.last, last == 0x20 || (0x09...0x0D).contains(last) { rest.removeLast() }
  while let first = rest.first, first == 0x20 || (0x09...0x0D).contains(first) { rest.removeFirst() }
  return String(decoding: rest, as: UTF8.self)
}
