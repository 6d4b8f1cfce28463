import JSON
import RunEvents

// Typed fields of an object. Each has one rule for what is accepted; `null` is an absent field everywhere, and a
// number may be written as text.

/// The greatest whole number that every double-based writer keeps exact: 2⁵³.
let greatestStep = 1 << 53

extension JSONObject {
  func text(_ name: StaticString) throws(FaultReason) -> String? {
    guard let value = field(name) else { return nil }
    guard let text = value.string else { throw refused(.illTypedField, "\(name)", value, "a text") }
    return text
  }

  func text(_ name: StaticString, atMost limit: Int) throws(FaultReason) -> String? {
    guard let text = try text(name) else { return nil }
    if text.utf8.count > limit {
      throw FaultReason(
        .outOfRange, "`\(path("\(name)"))` has \(text.utf8.count) bytes: expected at most \(limit)")
    }
    return text
  }

  func requiredText(_ name: StaticString) throws(FaultReason) -> String {
    guard let text = try text(name) else { throw missing(name, "a text") }
    return text
  }

  func requiredText(_ name: StaticString, atMost limit: Int) throws(FaultReason) -> String {
    guard let text = try text(name, atMost: limit) else { throw missing(name, "a text") }
    return text
  }

  /// A text, or an integer, which is its decimal text.
  func textOrInteger(_ name: StaticString) throws(FaultReason) -> String? {
    guard let value = field(name) else { return nil }
    guard let text = value.string ?? value.meantIntegerText else {
      throw refused(.illTypedField, "\(name)", value, "a text or an integer")
    }
    return text
  }

  /// The same of at most 256 bytes.
  func identifier(_ name: StaticString) throws(FaultReason) -> String? {
    guard let text = try textOrInteger(name) else { return nil }
    if text.utf8.count > 256 {
      throw FaultReason(
        .outOfRange, "`\(path("\(name)"))` has \(text.utf8.count) bytes: expected at most 256")
    }
    return text
  }

  func requiredIdentifier(_ name: StaticString) throws(FaultReason) -> String {
    guard let text = try identifier(name) else { throw missing(name, "a text or an integer") }
    return text
  }

  /// A whole number of the range; `3.0` is 3.
  func integer(_ name: StaticString, in range: ClosedRange<Int>) throws(FaultReason) -> Int? {
    guard let value = field(name) else { return nil }
    let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
    guard value.meantNumber != nil else { throw refused(.illTypedField, "\(name)", value, expected) }
    guard let number = value.meantWholeNumber, range.contains(number) else {
      throw refused(.outOfRange, "\(name)", value, expected)
    }
    return number
  }

  func step() throws(FaultReason) -> Int? {
    try integer("step", in: 0...greatestStep)
  }

  /// Any number; NaN and the infinities are data.
  func number(_ name: StaticString) throws(FaultReason) -> Double? {
    guard let value = field(name) else { return nil }
    guard let number = value.meantNumber else { throw refused(.illTypedField, "\(name)", value, "a number") }
    return number
  }

  /// `t`: Unix seconds, or an ISO 8601 time.
  func time() throws(FaultReason) -> Double? {
    guard let value = field("t") else { return nil }
    guard let time = value.meantNumber ?? value.utf8.flatMap(secondsOfISO8601) else {
      throw refused(.illTypedField, "t", value, "a number of Unix seconds or an ISO 8601 time")
    }
    return time
  }

  /// A number of a domain, which `expected` says in words.
  func number(
    _ name: StaticString, _ expected: String, where isAccepted: (Double) -> Bool
  ) throws(FaultReason) -> Double? {
    guard let value = field(name) else { return nil }
    guard let number = value.meantNumber else { throw refused(.illTypedField, "\(name)", value, expected) }
    guard isAccepted(number) else { throw refused(.outOfRange, "\(name)", value, expected) }
    return number
  }

  func flag(_ name: StaticString) throws(FaultReason) -> Bool? {
    guard let value = field(name) else { return nil }
    guard let flag = value.flag else {
      throw refused(.illTypedField, "\(name)", value, "true or false")
    }
    return flag
  }

  /// One of the words of an enumeration.
  func word<Word: RawRepresentable & CaseIterable>(
    _ name: StaticString, _ type: Word.Type
  ) throws(FaultReason) -> Word? where Word.RawValue == String {
    guard let value = field(name) else { return nil }
    let accepted = Word.allCases.map(\.rawValue)
    guard let text = value.string else {
      throw refused(.illTypedField, "\(name)", value, "one of \(accepted.joined(separator: ", "))")
    }
    guard let word = Word(rawValue: text) else { throw unknownWord(name, value, accepted) }
    return word
  }

  func object(_ name: StaticString) throws(FaultReason) -> JSONObject? {
    guard let value = field(name) else { return nil }
    guard let object = JSONObject(value, .inside(name), remarks) else {
      throw refused(.illTypedField, "\(name)", value, "an object")
    }
    return object
  }
}
