import JSON
import RunEvents

extension JSONObject {
  /// A vector of finite numbers: an array under `plain`, or base64 of little-endian float32 under `packed`.
  func vector(
    _ plain: StaticString, _ packed: StaticString, mayBeEmpty: Bool = false
  ) throws(FaultReason) -> [Double]? {
    let array = field(plain)
    let text = field(packed)
    if let array {
      if text != nil {
        throw FaultReason(
          .badContext, "both `\(path("\(plain)"))` and `\(path("\(packed)"))` are given: expected one of them"
        )
      }
      return try vector(array, "\(plain)", mayBeEmpty: mayBeEmpty)
    }
    return try text.map { (value) throws(FaultReason) in
      try packedVector(value, "\(packed)", mayBeEmpty: mayBeEmpty)
    }
  }

  /// The finite numbers of an array.
  func vector(
    _ value: JSONValue, _ name: String, mayBeEmpty: Bool = false
  ) throws(FaultReason) -> [Double] {
    guard value.isArray else { throw refused(.illTypedField, name, value, "an array of numbers") }
    let numbers: [Double]
    if let plain = value.numberArray {
      numbers = Array(plain)
    } else {
      numbers = try numbersInTexts(of: value, name)
    }
    if numbers.isEmpty, !mayBeEmpty {
      throw FaultReason(.badContext, "`\(path(name))` is empty: at least one number is required")
    }
    if let odd = numbers.firstIndex(where: { !$0.isFinite }) {
      throw notFinite(odd, numbers[odd], name)
    }
    return numbers
  }

  /// The entries of an array of which some are no numbers: they may be numbers written as text.
  private func numbersInTexts(of value: JSONValue, _ name: String) throws(FaultReason) -> [Double] {
    var numbers: [Double] = []
    for element in value.elements {
      guard let number = element.meantNumber else {
        throw FaultReason(
          .badContext,
          "entry \(numbers.count) of `\(path(name))`: expected a finite number, got \(element.words)")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The values of a base64 text.
  func packedVector(
    _ value: JSONValue, _ name: String, mayBeEmpty: Bool = false
  ) throws(FaultReason) -> [Double] {
    guard let text = value.utf8 else {
      throw refused(.illTypedField, name, value, "a text, base64 of little-endian float32,")
    }
    let values: [Double]
    do throws(Base64.VectorFault) {
      values = try Base64.vector(text)
    } catch {
      throw vectorFault(error, name, characters: text.count)
    }
    if values.isEmpty, !mayBeEmpty {
      throw FaultReason(.badContext, "`\(path(name))` is empty: at least one number is required")
    }
    return values
  }

  private func vectorFault(_ fault: Base64.VectorFault, _ name: String, characters: Int) -> FaultReason {
    switch fault {
    case .notBase64:
      FaultReason(
        .badContext,
        "`\(path(name))` (\(characters) characters) is not valid base64: expected the standard alphabet, padded"
      )
    case .brokenFloat(let bytes):
      FaultReason(
        .badContext, "`\(path(name))` holds \(bytes) bytes: expected a multiple of 4 (float32)")
    case .notFinite(let index, let value):
      notFinite(index, value, name)
    }
  }

  private func notFinite(_ index: Int, _ value: Double, _ name: String) -> FaultReason {
    FaultReason(
      .badContext, "entry \(index) of `\(path(name))`: expected a finite number, got \(numberWords(value))")
  }
}
